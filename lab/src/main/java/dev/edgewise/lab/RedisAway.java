package dev.edgewise.lab;

import dev.edgewise.core.Clock;
import dev.edgewise.serving.cache.store.Entry;
import dev.edgewise.serving.cache.store.Key;
import dev.edgewise.serving.cache.store.MemoryTier;
import dev.edgewise.serving.cache.store.Reach;
import dev.edgewise.serving.cache.store.TierProvider;
import dev.edgewise.serving.cache.store.Tiers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Two nodes share what they computed through a Redis that is killed with kill -9 and started again,
 * with nothing in memory, several times under a steady load. Each look-up must end well, and in
 * time; what one node computed the other must find again after each return.
 */
enum RedisAway implements Campaign {
  REDIS_AWAY;

  private static final int CYCLES = 5;
  private static final int THREADS = 4;
  private static final int KEYS = 400;
  private static final long THERE_MILLIS = 2_500;
  private static final long AWAY_MILLIS = 1_500;
  private static final long LONGEST_MILLIS = 1_000;

  @Override
  public String about() {
    return "two nodes with "
        + THREADS
        + " threads each share results through Redis, which is killed with kill -9 and started"
        + " again "
        + CYCLES
        + " times: 0 failed calls, none over "
        + LONGEST_MILLIS
        + " ms, shared hits again after each return";
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    Optional<String> program = RedisServer.program();
    if (program.isEmpty()) {
      return Verdict.skipped(
          "no redis-server and no valkey-server on the PATH; Debian: apt-get install redis-server");
    }
    try (RedisServer server = RedisServer.start(program.get(), folder);
        ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();
        Tiers one = tiers(server, writers);
        Tiers other = tiers(server, writers)) {
      Drive drive = new Drive();
      List<Thread> threads = new ArrayList<>();
      for (Tiers node : List.of(one, other)) {
        for (int i = 0; i < THREADS; i++) {
          Random random = new Random(31 * i + 7);
          threads.add(Thread.ofPlatform().start(() -> drive.run(node, random)));
        }
      }
      int returned = 0;
      Thread.sleep(THERE_MILLIS);
      long before = drive.shared.get();
      for (int cycle = 0; cycle < CYCLES; cycle++) {
        server.kill();
        Thread.sleep(AWAY_MILLIS);
        long away = drive.shared.get();
        server.restart();
        Thread.sleep(THERE_MILLIS);
        returned += drive.shared.get() > away ? 1 : 0;
      }
      drive.stop.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
      return drive.verdict(before, returned);
    }
  }

  private static Tiers tiers(RedisServer server, ExecutorService writers) {
    Clock clock = Clock.system();
    return new Tiers(
        // So small that nearly all has to come from Redis.
        new MemoryTier(MemoryTier.LEAST_CAPACITY, clock),
        Optional.empty(),
        Optional.of(
            TierProvider.find(
                TierProvider.SHARED,
                new TierProvider.Opening(server.address(), 0, Map.of(), clock, new Random(1)))),
        writers);
  }

  /** What all threads do, and what came of it. */
  private static final class Drive {
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private final AtomicLong shared = new AtomicLong();
    private final AtomicLong longest = new AtomicLong();

    void run(Tiers node, Random random) {
      Clock clock = Clock.system();
      while (!stop.get()) {
        int number = random.nextInt(KEYS);
        Key key = KilledCache.key(number);
        long begun = System.nanoTime();
        try {
          Optional<Tiers.Found> found = node.get(key, Reach.FLEET);
          if (found.isEmpty()) {
            Entry computed = KilledCache.entry(number, number * 7L, clock.now());
            node.put(key, computed, Reach.FLEET);
          } else if (!KilledCache.isRight(number, found.get().entry())) {
            wrong.incrementAndGet();
          } else if (found.get().tier().equals(TierProvider.SHARED)) {
            shared.incrementAndGet();
          }
        } catch (RuntimeException e) {
          failed.incrementAndGet();
        }
        long millis = (System.nanoTime() - begun) / 1_000_000;
        longest.accumulateAndGet(millis, Math::max);
        calls.incrementAndGet();
        LockSupport.parkNanos(1_000_000);
      }
    }

    Verdict verdict(long before, int returned) {
      return new Verdict(
          failed.get() == 0
              && wrong.get() == 0
              && before > 0
              && returned == CYCLES
              && longest.get() <= LONGEST_MILLIS,
          "calls %d, failed %d, wrong %d, shared hits %d, found again after %d of %d returns, longest look-up %d ms"
              .formatted(
                  calls.get(),
                  failed.get(),
                  wrong.get(),
                  shared.get(),
                  returned,
                  CYCLES,
                  longest.get()));
    }
  }
}
