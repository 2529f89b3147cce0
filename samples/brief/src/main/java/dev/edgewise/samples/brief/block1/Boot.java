package dev.edgewise.samples.brief.block1;

import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.sdk.api.Image;
import dev.edgewise.sdk.api.TextToImage;
import java.nio.file.Path;

/** Runs the block: leaves {@code boot.png} in the working folder. */
public final class Boot {
  private Boot() {}

  /** Makes the picture, and says how large it is. */
  public static void run() {
    try (Edgewise eco = Edgewise.local()) {
      TextToImage pipe = eco.model(TextToImage.class, "fashion-diffusion");
      Image image = pipe.generate("a high-heeled ankle boot");
      image.save(Path.of("boot.png"));
      System.out.printf("boot.png has %d × %d pixels%n", image.width(), image.height());
    }
  }
}
