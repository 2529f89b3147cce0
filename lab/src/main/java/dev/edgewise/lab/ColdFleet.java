package dev.edgewise.lab;

import static dev.edgewise.sdk.api.ModelService.guidanceScale;
import static dev.edgewise.sdk.api.ModelService.steps;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.lab.process.LabFleet;
import dev.edgewise.lab.process.Waiting;
import dev.edgewise.sdk.api.Caption;
import dev.edgewise.sdk.api.CaptionSearch;
import dev.edgewise.sdk.api.DynamicBatching;
import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.sdk.api.Generated;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;

/**
 * Blocks 3 and 5 of the brief as the first calls of a fleet that has just come up, on a machine
 * that is busy with other things: their models are loaded by these calls. Both must be right, and
 * no node may be taken for lost while it loads.
 */
enum ColdFleet implements Campaign {
  /** Two edge agents and two of a zone, as {@code edgewise up} starts them. */
  COLD_FLEET;

  private static final String PROMPT = "a high-heeled ankle boot";
  private static final String TEXT = "a cup of coffee on a table";

  /** The nearest of the captions that the sample holds. */
  private static final String NEAREST = "a cup of coffee steams on a wooden table";

  /** A picture of one colour is none. */
  private static final int FEWEST_COLOURS = 16;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int AGENTS = 4;
  private static final String RIGHT = "right";
  private static final long LOOK_MILLIS = 50;

  @Override
  public String about() {
    return "a picture and captions as the first calls of four cold agents, with two busy processes"
        + " a core beside them: both right, no node suspect";
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    try (Burners burners = Burners.start();
        LabFleet fleet = LabFleet.start(dist, folder)) {
      String services = fleet.jar("samples/fashion") + "," + fleet.jar("samples/vision");
      fleet.edge("nyc-edge01", "--services", services);
      fleet.edge("london-edge02", "--services", services);
      fleet.cloud("west1-a", "west1", "--services", services);
      fleet.cloud("west1-b", "west1", "--services", services);
      if (Waiting.until(PATIENCE, () -> fleet.isWhole(0)) < 0) {
        throw new IOException("the fleet was not whole after " + PATIENCE.toSeconds() + " s");
      }
      try (Watch watch = Watch.start(fleet)) {
        String picture = picture(fleet);
        String captions = captions(fleet);
        Set<String> seen = watch.seen();
        return new Verdict(
            picture.startsWith(RIGHT)
                && captions.startsWith(RIGHT)
                && seen.isEmpty()
                && watch.looks() > 0,
            "picture %s; captions %s; nodes %s in %d looks, %d processes beside"
                .formatted(
                    picture,
                    captions,
                    seen.isEmpty() ? "alive" : String.join(", ", seen),
                    watch.looks(),
                    burners.count()));
      }
    }
  }

  /** Block 3. */
  private static String picture(LabFleet fleet) throws IOException {
    long begun = System.nanoTime();
    try (Edgewise eco = fleet.application()) {
      Generated result =
          eco.modelService("fashion-diffusion")
              .accelerator("tpu-v4")
              .orBestAvailable()
              .autoScale(true)
              .build()
              .generate(PROMPT, steps(30), guidanceScale(7.5));
      byte[] png = result.images().get(0).png();
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
      return image == null || colours(image) < FEWEST_COLOURS
          ? "WRONG: no picture in " + png.length + " bytes"
          : after(begun);
    } catch (EdgewiseException e) {
      return "FAILED: " + e.getMessage();
    }
  }

  /** Block 5. */
  private static String captions(LabFleet fleet) {
    long begun = System.nanoTime();
    try (Edgewise eco = fleet.application()) {
      DynamicBatching batching =
          DynamicBatching.builder().maxBatchSize(32).timeout(Duration.ofMillis(100)).build();
      List<Caption> nearest =
          eco.modelService("captions")
              .batching(batching)
              .build()
              .as(CaptionSearch.class)
              .nearest(TEXT, 3);
      return nearest.size() == 3 && nearest.getFirst().text().equals(NEAREST)
          ? after(begun)
          : "WRONG: " + nearest;
    } catch (EdgewiseException e) {
      return "FAILED: " + e.getMessage();
    }
  }

  private static String after(long begun) {
    return RIGHT + " after " + (System.nanoTime() - begun) / 1_000_000 + " ms";
  }

  private static long colours(BufferedImage image) {
    return Arrays.stream(
            image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
        .distinct()
        .count();
  }

  /** Looks again and again what the orchestrator says of its nodes. */
  private static final class Watch implements AutoCloseable {
    private final Set<String> seen = new ConcurrentSkipListSet<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final LabFleet fleet;
    private final Thread thread;

    private Watch(LabFleet fleet) {
      this.fleet = fleet;
      this.thread = Thread.ofPlatform().daemon().name("watch").unstarted(this::look);
    }

    static Watch start(LabFleet fleet) {
      Watch watch = new Watch(fleet);
      watch.thread.start();
      return watch;
    }

    private void look() {
      try {
        while (true) {
          fleet
              .status()
              .ifPresent(
                  status -> {
                    status.nodes().stream()
                        .filter(node -> !node.liveness().equals("alive"))
                        .forEach(node -> seen.add(node.name() + " " + node.liveness()));
                    if (status.nodes().size() < AGENTS) {
                      seen.add("only " + status.nodes().size() + " nodes");
                    }
                    looks.incrementAndGet();
                  });
          Thread.sleep(LOOK_MILLIS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    Set<String> seen() {
      return Set.copyOf(seen);
    }

    int looks() {
      return looks.get();
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
