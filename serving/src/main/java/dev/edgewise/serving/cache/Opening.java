package dev.edgewise.serving.cache;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.serving.cache.store.MemoryTier;
import dev.edgewise.serving.cache.store.Tier;
import dev.edgewise.serving.cache.store.TierProvider;
import dev.edgewise.serving.cache.store.Tiers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** Puts the cache of a node together. */
final class Opening {
  private static final int RECENT_ANSWERS = 10_000;
  private static final int RECENT_HITS = 64;

  private final CallCaching.Setting setting;
  private final CacheOptions options;

  Opening(CallCaching.Setting setting) {
    this.setting = requireNonNull(setting, "setting");
    this.options = CacheOptions.of(setting.values());
  }

  ResultCache open() {
    List<Tier> opened = new ArrayList<>();
    try {
      Optional<Tier> disk =
          options.disk() == 0
              ? Optional.empty()
              : Optional.of(tier(TierProvider.DISK, folder().toString(), options.disk()));
      disk.ifPresent(opened::add);
      Optional<Tier> shared =
          options.shared().isEmpty()
              ? Optional.empty()
              : Optional.of(tier(TierProvider.SHARED, options.shared(), 0));
      shared.ifPresent(opened::add);
      return over(disk, shared);
    } catch (RuntimeException | Error e) {
      for (Tier each : opened) {
        try {
          each.close();
        } catch (RuntimeException also) {
          e.addSuppressed(also);
        }
      }
      throw e;
    }
  }

  private ResultCache over(Optional<Tier> disk, Optional<Tier> shared) {
    // Platform threads: stores are native code, and would pin carriers.
    ExecutorService background =
        Executors.newFixedThreadPool(
            2, Thread.ofPlatform().daemon().name("edgewise-cache-", 0).factory());
    // Of its own: what a start brings near must not keep answers from being written.
    ExecutorService hotThread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("edgewise-cache-hot-", 0).factory());
    ThreadFactory threads = Thread.ofVirtual().name("cached-", 0).factory();
    Points points = new Points(setting.embedder());
    Tiers tiers =
        new Tiers(new MemoryTier(options.memory(), setting.clock()), disk, shared, background);
    SimilarQuestions similar =
        new SimilarQuestions(
            options.questions(),
            points,
            new OpenPools(Math.max(1, options.questions()), background, setting.random()));
    HotStart hot =
        new HotStart(
            setting.data().map(data -> new HotFile(data.resolve("hot"))),
            shared,
            tiers,
            similar,
            hotThread);
    SystemScheduler scheduler = SystemScheduler.create("edgewise-cache-timer");
    hot.begin(options.preload(), scheduler);
    return new ResultCache(
        new Parts(
            tiers,
            similar,
            points,
            new Shadows(options.shadows(), setting.busy(), threads),
            new RecentAnswers(RECENT_ANSWERS),
            new RecentHits(RECENT_HITS),
            new Counts(),
            options.patience(),
            setting.clock(),
            threads,
            hot,
            new Caps(options.memory(), options.disk()),
            () -> {
              scheduler.close();
              hotThread.shutdownNow();
              background.shutdown();
            }));
  }

  private Path folder() {
    if (!options.folder().isEmpty()) {
      return Path.of(options.folder());
    }
    return setting
        .data()
        .map(data -> data.resolve("answers"))
        .orElseThrow(
            () ->
                EdgewiseException.of(
                    ErrorCode.BAD_CONFIGURATION,
                    "The cache: \"disk\" asks for a folder, and this process has none of its own."
                        + " Name one with \"folder\", or leave the disk out."));
  }

  private Tier tier(String kind, String place, long capacity) {
    return TierProvider.find(
        kind,
        new TierProvider.Opening(place, capacity, Map.of(), setting.clock(), setting.random()));
  }
}
