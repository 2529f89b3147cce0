package dev.edgewise.lab;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.CacheNote;
import dev.edgewise.core.CacheRule;
import dev.edgewise.core.Clock;
import dev.edgewise.core.TraceContext;
import dev.edgewise.lab.process.RedisServer;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The caches of two nodes, as agents have them, share what was computed through a Redis that is
 * killed with kill -9 and started again, with nothing in memory, several times under a steady load.
 * Each call must be answered rightly and in time, and after each return a node must find again what
 * the other one computed: each value says who that was.
 */
enum RedisAway implements Campaign {
  REDIS_AWAY;

  private static final int NODES = 2;
  private static final int CYCLES = 5;
  private static final int THREADS = 4;
  private static final int KEYS = 400;
  private static final long THERE_MILLIS = 2_500;
  private static final long AWAY_MILLIS = 1_500;
  private static final long LONGEST_MILLIS = 2_000;
  private static final CacheRule RULE = new CacheRule(Duration.ofHours(1), Optional.empty());

  @Override
  public String about() {
    return "the caches of two nodes with "
        + THREADS
        + " callers each share results through Redis, which is killed with kill -9 and started"
        + " again "
        + CYCLES
        + " times: 0 failed calls, none over "
        + LONGEST_MILLIS
        + " ms, hits on what the other node computed again after each return";
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    Optional<String> program = RedisServer.program();
    if (program.isEmpty()) {
      return Verdict.skipped(
          "no redis-server and no valkey-server on the PATH; Debian: apt-get install redis-server");
    }
    try (RedisServer server = RedisServer.start(program.get(), folder);
        CallCaching one = cache(server);
        CallCaching other = cache(server)) {
      List<CallCaching> nodes = List.of(one, other);
      Drive drive = new Drive();
      List<Thread> threads = new ArrayList<>();
      for (int node = 0; node < NODES; node++) {
        int number = node;
        for (int i = 0; i < THREADS; i++) {
          Random random = new Random(31L * i + node);
          threads.add(
              Thread.ofPlatform().start(() -> drive.run(nodes.get(number), number, random)));
        }
      }
      int returned = 0;
      Thread.sleep(THERE_MILLIS);
      long before = drive.shared.get();
      for (int cycle = 0; cycle < CYCLES; cycle++) {
        server.kill();
        Thread.sleep(AWAY_MILLIS);
        server.restart();
        // Some that were shared before it was killed are still in the memories.
        long away = drive.shared.get();
        Thread.sleep(THERE_MILLIS);
        returned += drive.shared.get() - away > KEYS ? 1 : 0;
      }
      drive.stop.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
      return drive.verdict(before, returned);
    }
  }

  /** So small that nearly all has to come from Redis. */
  private static CallCaching cache(RedisServer server) {
    return ServiceLoader.load(CallCaching.Provider.class)
        .findFirst()
        .orElseThrow()
        .open(
            new CallCaching.Setting(
                Map.of("memory", "1048576", "shared", server.address(), "preload", "false"),
                Optional.empty(),
                Optional::empty,
                () -> false,
                Clock.system(),
                new Random(3)));
  }

  /** What all callers do, and what came of it. */
  private static final class Drive {
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private final AtomicLong shared = new AtomicLong();
    private final AtomicLong computed = new AtomicLong();
    private final AtomicLong longest = new AtomicLong();

    void run(CallCaching cache, int node, Random random) {
      while (!stop.get()) {
        int number = random.nextInt(KEYS);
        long begun = System.nanoTime();
        try {
          look(cache.call(question(number), context(), at -> compute(number, node)), number, node);
        } catch (RuntimeException e) {
          failed.incrementAndGet();
        } catch (InterruptedException e) {
          failed.incrementAndGet();
          return;
        }
        longest.accumulateAndGet((System.nanoTime() - begun) / 1_000_000, Math::max);
        calls.incrementAndGet();
        LockSupport.parkNanos(1_000_000);
      }
    }

    private Message compute(int number, int node) {
      computed.incrementAndGet();
      return Message.of(KilledCache.value(number, (long) NODES * number + node));
    }

    private void look(CallCaching.Answer answer, int number, int node) {
      ByteBuffer value = answer.message().contiguous();
      long seed = value.getLong(value.position());
      boolean right =
          seed / NODES == number && ByteBuffer.wrap(KilledCache.value(number, seed)).equals(value);
      if (!right) {
        wrong.incrementAndGet();
      } else if (answer.note().kind() == CacheNote.Kind.EXACT && seed % NODES != node) {
        shared.incrementAndGet();
      }
    }

    private static CallCaching.Question question(int number) {
      byte[] request = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
      return new CallCaching.Question("lab.Values/value#1", RULE, Message.of(request));
    }

    private CallContext context() {
      Clock clock = Clock.system();
      return CallContext.of(
          "lab.Values/value",
          "redis-away-" + calls.get(),
          Label.INTERNAL,
          TraceContext.begin(new SplittableRandom(2)),
          "lab",
          CacheControl.NONE,
          clock.nanos() + Duration.ofSeconds(10).toNanos(),
          clock,
          () -> false);
    }

    Verdict verdict(long before, int returned) {
      return new Verdict(
          failed.get() == 0
              && wrong.get() == 0
              && before > 0
              && returned == CYCLES
              && longest.get() <= LONGEST_MILLIS,
          "calls %d, failed %d, wrong %d, computed %d, hits on what the other computed %d, again after %d of %d returns, longest call %d ms"
              .formatted(
                  calls.get(),
                  failed.get(),
                  wrong.get(),
                  computed.get(),
                  shared.get(),
                  returned,
                  CYCLES,
                  longest.get()));
    }
  }
}
