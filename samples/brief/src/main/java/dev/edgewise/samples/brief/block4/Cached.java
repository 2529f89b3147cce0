package dev.edgewise.samples.brief.block4;

import dev.edgewise.core.CacheNote;
import dev.edgewise.core.CacheTexts;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.api.CacheConfig;
import dev.edgewise.sdk.api.Caption;
import dev.edgewise.sdk.api.CaptionSearch;
import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.sdk.api.ModelService;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs the block, in this JVM or on the fleet that {@code edgewise up} starts. */
public final class Cached {
  private Cached() {}

  /** Asks for captions: the same again, and in other words; prints what the cache did. */
  public static void run(boolean local) {
    try (Edgewise eco = local ? Edgewise.local() : fleet()) {
      CacheConfig cache =
          CacheConfig.builder()
              .memoryCacheSize("8GB")
              .diskCacheSize("500GB")
              .semanticCache(true)
              .similarityThreshold(0.85)
              .build();
      ModelService captions = eco.modelService("captions").cache(cache).build();
      List<Caption> nearest =
          captions.as(CaptionSearch.class).nearest("a cup of coffee on a table");
      System.out.println(nearest.get(0));

      CaptionSearch telling = captions.telling(Cached::tell).as(CaptionSearch.class);
      ask(telling, "a cup of coffee on a table");
      // A question is put among those that are compared beside its call, and the first one opens
      // what compares them.
      pause();
      ask(telling, "a coffee cup on the table");
      ask(telling, "a coffee cup on the table");
      ask(telling, "there is a cup of coffee on a table");
      ask(telling, "a cup without coffee on a table");
      ask(telling, "two cups of coffee on a table");
    }
  }

  private static void ask(CaptionSearch captions, String text) {
    System.out.println(text + " -> " + captions.nearest(text).get(0).text());
  }

  private static void pause() {
    CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS))
        .join();
  }

  private static void tell(Outcome<?> outcome) {
    if (outcome instanceof Outcome.Completed<?> completed) {
      System.out.println(
          completed.cache().map(Cached::inWords).orElse("not kept: no cache is on the class path"));
    }
  }

  /** Without the age, so that each run prints the same. */
  private static String inWords(CacheNote note) {
    return CacheTexts.text(note).replaceFirst("; age=\\d+", "");
  }

  private static Edgewise fleet() {
    return Edgewise.builder().edgeNodes("nyc-edge01", "london-edge02").cloudZone("west1").build();
  }
}
