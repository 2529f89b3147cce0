package dev.edgewise.lab;

import dev.edgewise.core.model.TextEmbedder;
import dev.edgewise.serving.pipeline.Drawn;
import dev.edgewise.serving.pipeline.PictureRequest;
import dev.edgewise.serving.pipeline.PictureTerms;
import dev.edgewise.serving.pipeline.TextToImagePipeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Prints the digest of one picture, for a process that compares it with its own. */
final class PictureBytes {
  private static final long SEED = 2026;

  private PictureBytes() {}

  public static void main(String[] arguments) throws InterruptedException {
    try (TextEmbedder embedder = Pictures.embedder();
        TextToImagePipeline pipeline = Pictures.open(embedder)) {
      System.out.println(digest(pipeline));
    }
  }

  static String digest(TextToImagePipeline pipeline) throws InterruptedException {
    Drawn drawn =
        pipeline.draw(PictureRequest.of("a high-heeled ankle boot", SEED), PictureTerms.NONE);
    if (!(drawn instanceof Drawn.Finished finished)) {
      throw new IllegalStateException("" + drawn);
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(finished.pictures().getFirst().png());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String inAnotherProcess() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-DENGINE_CACHE_DIR=" + System.getProperty("ENGINE_CACHE_DIR", ""),
                "-cp",
                System.getProperty("java.class.path"),
                PictureBytes.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.strip();
  }
}
