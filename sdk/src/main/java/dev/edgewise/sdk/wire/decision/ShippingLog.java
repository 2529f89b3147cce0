package dev.edgewise.sdk.wire.decision;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.Scheduler;
import dev.edgewise.proto.v1.DecisionRecord;
import dev.edgewise.proto.v1.Decisions;
import dev.edgewise.proto.v1.FromClient;
import dev.edgewise.sdk.invoke.CallLog;
import dev.edgewise.sdk.invoke.CallRecord;
import dev.edgewise.sdk.wire.feed.GrpcViewFeed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Ships records of calls to the orchestrator, in batches, and writes them to files of this machine
 * while there is none to ship to. Which records are kept is decided as in {@link DecisionFiles},
 * and one a second at least.
 *
 * <p>Nobody confirms what was shipped; so notable records are kept for some seconds, and written
 * down here too when the stream breaks within that time: {@code edgewise explain} looks at both
 * places, and finds the same record twice rather than not at all. While the orchestrator is there
 * but takes nothing, records wait; of those that do not fit, the ones that are not notable are
 * dropped first, and counted. Thread-safe.
 */
public final class ShippingLog implements CallLog {
  private static final Duration SHOW_EVERY = Duration.ofSeconds(1);
  private static final Duration SHIP_EVERY = Duration.ofMillis(200);
  private static final int BATCH_RECORDS = 64;
  private static final int BATCH_BYTES = 256 * 1024;

  /** A stream that broke had carried what was sent so long before, or it never will. */
  private static final Duration ON_THE_WAY = Duration.ofSeconds(4);

  private static final int MOST_ON_THE_WAY = 512;

  private final GrpcViewFeed feed;
  private final DecisionFiles files;
  private final Clock clock;
  private final Scheduler scheduler;
  private final Executor executor;
  private final Sample sample;
  private final RecordQueue<CallRecord> queue;
  private final AtomicLong nextShown;
  private volatile boolean closed;

  /** Guards one shipment at a time, and what follows. */
  private final Object lock = new Object();

  private final ArrayDeque<Shipped> onTheWay = new ArrayDeque<>();

  private record Shipped(DecisionRecord record, long at) {}

  private ShippingLog(
      GrpcViewFeed feed,
      DecisionFiles files,
      DecisionFiles.Limits limits,
      Clock clock,
      Scheduler scheduler,
      Executor executor,
      RandomGenerator random) {
    this.feed = feed;
    this.files = files;
    this.clock = clock;
    this.scheduler = scheduler;
    this.executor = executor;
    this.sample = new Sample(limits, random);
    this.queue = new RecordQueue<>(limits.waiting());
    this.nextShown = new AtomicLong(clock.nanos());
  }

  /**
   * Starts to ship over {@code feed}, and to write to {@code files}, which is closed with this.
   *
   * @param limits of the sample, and of the records that wait
   * @param executor makes messages of records and sends them
   * @param random decides what belongs to the sample; must be thread-safe
   */
  public static ShippingLog open(
      GrpcViewFeed feed,
      DecisionFiles files,
      DecisionFiles.Limits limits,
      Clock clock,
      Scheduler scheduler,
      Executor executor,
      RandomGenerator random) {
    ShippingLog log =
        new ShippingLog(
            requireNonNull(feed, "feed"),
            requireNonNull(files, "files"),
            limits,
            clock,
            scheduler,
            executor,
            random);
    feed.onBreak(log::broken);
    // The files' writer begins its own end of the application with what still waits here.
    files.beforeEnd(log::toFiles);
    log.shipLater();
    return log;
  }

  @Override
  public void record(CallRecord record) {
    if (sample.takes(record) || isFirstOfSecond()) {
      queue.offer(record, record.isNotable());
    }
  }

  /** Whoever watches sees that calls go on, however small the sample is. */
  private boolean isFirstOfSecond() {
    long now = clock.nanos();
    long next = nextShown.get();
    return now - next >= 0 && nextShown.compareAndSet(next, now + SHOW_EVERY.toNanos());
  }

  private void shipLater() {
    scheduler.schedule(
        SHIP_EVERY,
        () -> {
          if (closed) {
            return;
          }
          try {
            if (!queue.isEmpty()) {
              executor.execute(this::ship);
            }
            shipLater();
          } catch (RejectedExecutionException e) {
            // The application is ending: close() does the rest.
          }
        });
  }

  private void ship() {
    synchronized (lock) {
      while (!queue.isEmpty()) {
        if (!feed.isReady()) {
          if (!feed.isConnected()) {
            toFiles();
          }
          return;
        }
        send(queue.poll(BATCH_RECORDS));
      }
    }
  }

  /**
   * Sends records, in as many messages as their size demands; what is not taken is written down.
   */
  private void send(List<CallRecord> calls) {
    List<DecisionRecord> batch = new ArrayList<>();
    int bytes = 0;
    for (CallRecord call : calls) {
      DecisionRecord record = DecisionRecords.toProto(call);
      int size = record.getSerializedSize();
      if (!batch.isEmpty() && bytes + size > BATCH_BYTES) {
        sendBatch(batch);
        batch.clear();
        bytes = 0;
      }
      batch.add(record);
      bytes += size;
    }
    sendBatch(batch);
  }

  private void sendBatch(List<DecisionRecord> batch) {
    Decisions decisions =
        Decisions.newBuilder().addAllRecords(batch).setDropped(queue.dropped()).build();
    if (!feed.send(FromClient.newBuilder().setDecisions(decisions).build())) {
      batch.forEach(files::append);
      return;
    }
    long now = clock.nanos();
    for (DecisionRecord record : batch) {
      if (DecisionFiles.isNotable(record)) {
        onTheWay.addLast(new Shipped(record, now));
      }
    }
    while (onTheWay.size() > MOST_ON_THE_WAY
        || (!onTheWay.isEmpty() && now - onTheWay.getFirst().at() > ON_THE_WAY.toNanos())) {
      onTheWay.removeFirst();
    }
  }

  private void broken() {
    synchronized (lock) {
      long now = clock.nanos();
      for (Shipped shipped : onTheWay) {
        if (now - shipped.at() <= ON_THE_WAY.toNanos()) {
          files.append(shipped.record());
        }
      }
      onTheWay.clear();
    }
  }

  private void toFiles() {
    for (CallRecord call : queue.poll(Integer.MAX_VALUE)) {
      files.append(DecisionRecords.toProto(call));
    }
  }

  /** Ships what waits, or writes it down. */
  @Override
  public void close() {
    closed = true;
    queue.close();
    ship();
    toFiles();
    files.close();
  }
}
