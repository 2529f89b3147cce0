package dev.edgewise.agent.training.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.training.RankDesk;
import dev.edgewise.agent.training.RankListener;
import dev.edgewise.core.Address;
import dev.edgewise.core.Clock;
import dev.edgewise.core.Node;
import dev.edgewise.core.Scheduler;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.core.training.Meeting;
import dev.edgewise.core.training.RankId;
import dev.edgewise.core.training.RankReport;
import dev.edgewise.proto.v1.Attend;
import dev.edgewise.proto.v1.FromTrainer;
import dev.edgewise.proto.v1.LaunchRank;
import dev.edgewise.proto.v1.RanksGrpc;
import dev.edgewise.proto.v1.ToTrainer;
import dev.edgewise.sdk.wire.Protos;
import dev.edgewise.sdk.wire.feed.Whereabouts;
import dev.edgewise.sdk.wire.tls.Expectation;
import dev.edgewise.sdk.wire.tls.Tls;
import dev.edgewise.sdk.wire.tls.TlsTroubles;
import dev.edgewise.sdk.wire.training.TrainingMessages;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The stream on which the orchestrator says what ranks this node runs, and is told how they are.
 * One that breaks is opened again; ranks go on meanwhile, but not for ever: nobody would end them.
 */
final class TrainingUplink implements RankListener, AutoCloseable {
  private static final Logger LOG = System.getLogger(TrainingUplink.class.getName());

  private static final int PROTOCOL = 1;

  /** An order names the files of a job. */
  private static final int MAX_MESSAGE = 1 << 20;

  private static final Duration FIRST_WAIT = Duration.ofMillis(200);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  /** Longer than an orchestrator takes to give up a node; then the gang is on others. */
  private static final Duration ALONE = Duration.ofMinutes(2);

  private final Whereabouts whereabouts;
  private final Optional<Tls> tls;
  private final Node node;
  private final int slots;
  private final RankDesk desk;
  private final Scheduler scheduler;
  private final Clock clock;
  private final RandomGenerator random;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("edgewise-training-", 0).factory());

  // Guarded by this.
  private final Outgoing outgoing = new Outgoing();
  private @Nullable Opened stream;
  private int failures;
  private long aloneSince;
  private boolean closed;

  TrainingUplink(
      Whereabouts whereabouts,
      Optional<Tls> tls,
      Node node,
      int slots,
      RankDesk desk,
      Scheduler scheduler,
      Clock clock,
      RandomGenerator random) {
    this.whereabouts = requireNonNull(whereabouts, "whereabouts");
    this.tls = requireNonNull(tls, "tls");
    this.node = requireNonNull(node, "node");
    this.slots = slots;
    this.desk = requireNonNull(desk, "desk");
    this.scheduler = requireNonNull(scheduler, "scheduler");
    this.clock = requireNonNull(clock, "clock");
    this.random = requireNonNull(random, "random");
    this.aloneSince = clock.nanos();
  }

  void begin() {
    desk.tell(this);
    whereabouts.start(() -> {});
    onItsOwn(this::open);
  }

  private synchronized void open() {
    if (closed || stream != null) {
      return;
    }
    if (clock.nanos() - aloneSince > ALONE.toNanos()) {
      desk.stopAll();
    }
    Optional<String> place = whereabouts.now();
    if (place.isEmpty()) {
      later();
      return;
    }
    Opened opened = new Opened(channel(place.get()));
    stream = opened;
    RanksGrpc.newStub(opened.channel).attend(opened);
    opened.send(attend());
  }

  private FromTrainer attend() {
    Attend.Builder message =
        Attend.newBuilder()
            .setProtocol(PROTOCOL)
            .setNode(node.name())
            .setTier(Protos.toProto(node.tier()))
            .setSite(Protos.toProto(node.site()))
            .setSlots(slots);
    desk.reports().forEach(rank -> message.addRanks(TrainingMessages.toProto(rank)));
    return FromTrainer.newBuilder().setAttend(message).build();
  }

  /**
   * Twice as long each time up to a bound, and by chance, so that a fleet does not come in step.
   */
  private void later() {
    long bound = Math.min(LONGEST_WAIT.toNanos(), FIRST_WAIT.toNanos() << Math.min(failures++, 10));
    scheduler.schedule(
        Duration.ofNanos(bound / 2 + (long) (random.nextDouble() * bound / 2)),
        () -> onItsOwn(this::open));
  }

  private ManagedChannel channel(String place) {
    Address address = Address.parse(place);
    return NettyChannelBuilder.forAddress(
            address.host(),
            address.port(),
            tls.map(each -> each.channel(Expectation.of(PeerIdentity.Role.ORCHESTRATOR)))
                .orElseGet(InsecureChannelCredentials::create))
        .executor(this::onItsOwn)
        .maxInboundMessageSize(MAX_MESSAGE)
        .keepAliveTime(20, TimeUnit.SECONDS)
        .keepAliveTimeout(10, TimeUnit.SECONDS)
        .disableRetry()
        .disableServiceConfigLookUp()
        .proxyDetector(server -> null)
        .build();
  }

  @Override
  public void reported(RankReport report) {
    synchronized (this) {
      outgoing.add(report);
    }
    onItsOwn(this::flush);
  }

  @Override
  public void wrote(RankId rank, List<String> lines) {
    synchronized (this) {
      outgoing.add(rank, lines);
    }
    onItsOwn(this::flush);
  }

  private synchronized void flush() {
    Opened open = stream;
    while (open != null && open.isReady()) {
      Optional<FromTrainer> next = outgoing.next();
      if (next.isEmpty()) {
        return;
      }
      open.send(next.get());
    }
  }

  private void heard(ToTrainer message) {
    try {
      switch (message.getKindCase()) {
        case PREPARE -> desk.prepare(TrainingMessages.order(message.getPrepare()));
        case LAUNCH -> launch(message.getLaunch());
        case STOP -> desk.stop(TrainingMessages.id(message.getStop().getId()));
        case REFUSAL ->
            LOG.log(
                Level.WARNING,
                "the orchestrator lets this node train nothing: {0} {1}",
                message.getRefusal().getCode(),
                message.getRefusal().getMessage());
        case KIND_NOT_SET -> LOG.log(Level.DEBUG, "an order that this version does not know");
      }
    } catch (IllegalArgumentException e) {
      LOG.log(Level.WARNING, "an order that makes no sense: " + e.getMessage());
    }
  }

  private void launch(LaunchRank message) {
    desk.launch(
        TrainingMessages.id(message.getId()),
        new Meeting(message.getMasterHost(), message.getMasterPort()));
  }

  private synchronized void ended(Opened which, String because) {
    which.channel.shutdownNow();
    if (stream != which) {
      return;
    }
    stream = null;
    if (which.wasHeard) {
      failures = 0;
      aloneSince = clock.nanos();
    }
    if (!closed) {
      LOG.log(Level.DEBUG, "the stream of ranks has ended: {0}", because);
      later();
    }
  }

  private synchronized void nowReady(Opened which) {
    // The connection stands by now.
    which.wasHeard = true;
    failures = 0;
    aloneSince = clock.nanos();
    flush();
  }

  private void onItsOwn(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "after the end of the uplink", e);
    }
  }

  @Override
  public void close() {
    Opened last;
    synchronized (this) {
      closed = true;
      last = stream;
      stream = null;
    }
    if (last != null) {
      last.channel.shutdownNow();
    }
    whereabouts.close();
    threads.shutdown();
  }

  private final class Opened implements ClientResponseObserver<FromTrainer, ToTrainer> {
    private final ManagedChannel channel;
    private @Nullable ClientCallStreamObserver<FromTrainer> out;
    private boolean wasHeard;

    Opened(ManagedChannel channel) {
      this.channel = channel;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<FromTrainer> stub) {
      out = stub;
      stub.setOnReadyHandler(() -> nowReady(this));
    }

    boolean isReady() {
      return requireNonNull(out).isReady();
    }

    void send(FromTrainer message) {
      requireNonNull(out).onNext(message);
    }

    @Override
    public void onNext(ToTrainer message) {
      heard(message);
    }

    @Override
    public void onError(Throwable error) {
      Status status = Status.fromThrowable(error);
      ended(
          this,
          TlsTroubles.explained(
              status.getCode()
                  + (status.getDescription() == null ? "" : ", " + status.getDescription())));
    }

    @Override
    public void onCompleted() {
      ended(this, "it ended the stream");
    }
  }
}
