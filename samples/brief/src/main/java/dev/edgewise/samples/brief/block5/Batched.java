package dev.edgewise.samples.brief.block5;

import dev.edgewise.sdk.api.Caption;
import dev.edgewise.sdk.api.CaptionSearch;
import dev.edgewise.sdk.api.DynamicBatching;
import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.sdk.api.ModelService;
import java.time.Duration;
import java.util.List;

/** Runs the block, in this JVM or on the fleet that {@code edgewise up} starts. */
public final class Batched {
  private Batched() {}

  /** Prints the captions that are nearest to a text. */
  public static void run(boolean local) {
    try (Edgewise eco = local ? Edgewise.local() : fleet()) {
      DynamicBatching batching =
          DynamicBatching.builder()
              .maxBatchSize(32)
              .timeout(Duration.ofMillis(100))
              .shapeAware(true)
              .memoryAware(true)
              .build();
      ModelService captions = eco.modelService("captions").batching(batching).build();
      List<Caption> nearest =
          captions.as(CaptionSearch.class).nearest("a cup of coffee on a table", 3);
      nearest.forEach(System.out::println);
    }
  }

  private static Edgewise fleet() {
    return Edgewise.builder().edgeNodes("nyc-edge01", "london-edge02").cloudZone("west1").build();
  }
}
