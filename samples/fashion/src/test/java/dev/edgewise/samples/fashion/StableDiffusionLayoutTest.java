package dev.edgewise.samples.fashion;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.serving.pipeline.Drawn;
import dev.edgewise.serving.pipeline.ModelFiles;
import dev.edgewise.serving.pipeline.PictureRequest;
import dev.edgewise.serving.pipeline.PictureTerms;
import dev.edgewise.serving.pipeline.TextToImagePipeline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A folder in the layout of a Stable Diffusion ONNX export, with tiny random weights ({@code
 * src/test/python/tiny_sd.py}), on the engine that runs real ones: latents of 4 × 8 × 8, whose
 * decoder doubles each side.
 */
final class StableDiffusionLayoutTest {
  private static Path shipped() throws URISyntaxException {
    return Path.of(
        requireNonNull(StableDiffusionLayoutTest.class.getResource("/tiny-sd"), "tiny-sd").toURI());
  }

  private static TextToImagePipeline open(Path folder) {
    return TextToImagePipeline.open(
        ModelFiles.ofFolder("tiny-sd", folder),
        Shipped.networks(),
        () -> {
          throw new IllegalStateException("it has no subjects");
        },
        Clock.system());
  }

  private static List<Drawn.Picture> draw(
      TextToImagePipeline pipeline, String prompt, double guidance, long seed, int count)
      throws InterruptedException {
    Drawn drawn =
        pipeline.draw(
            new PictureRequest(
                prompt, "", OptionalInt.of(4), OptionalDouble.of(guidance), seed, count),
            PictureTerms.NONE);
    assertThat(drawn).isInstanceOf(Drawn.Finished.class);
    return ((Drawn.Finished) drawn).pictures();
  }

  private static byte[] png(TextToImagePipeline pipeline, String prompt, double guidance, long seed)
      throws InterruptedException {
    return draw(pipeline, prompt, guidance, seed, 1).getFirst().png();
  }

  @Test
  void it_loads_and_draws_in_the_size_that_its_latents_and_its_decoder_make()
      throws IOException, URISyntaxException, InterruptedException {
    try (TextToImagePipeline pipeline = open(shipped())) {
      List<Drawn.Picture> pictures = draw(pipeline, "a red shoe", 7.5, 1, 3);
      assertThat(pictures).extracting(Drawn.Picture::seed).containsExactly(1L, 2L, 3L);
      for (Drawn.Picture picture : pictures) {
        var image = ImageIO.read(new ByteArrayInputStream(picture.png()));
        assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(16, 16);
        assertThat(image.getColorModel().getNumComponents()).isEqualTo(3);
      }
    }
  }

  @Test
  void seed_prompt_and_guidance_each_make_another_picture_and_nothing_else_does()
      throws URISyntaxException, InterruptedException {
    byte[] first;
    try (TextToImagePipeline pipeline = open(shipped())) {
      first = png(pipeline, "a red shoe", 7.5, 1);
      assertThat(png(pipeline, "a red shoe", 7.5, 1)).isEqualTo(first);
      assertThat(png(pipeline, "a red shoe", 7.5, 2)).isNotEqualTo(first);
      assertThat(png(pipeline, "a bag", 7.5, 1)).isNotEqualTo(first);
      assertThat(png(pipeline, "a red shoe", 0, 1)).isNotEqualTo(first);
    }
    try (TextToImagePipeline again = open(shipped())) {
      assertThat(png(again, "a red shoe", 7.5, 1)).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tokenizer/vocab.json",
        "text_encoder/model.onnx",
        "unet/model.onnx",
        "scheduler/scheduler_config.json"
      })
  void what_is_missing_is_named(String file, @TempDir Path folder)
      throws IOException, URISyntaxException, InterruptedException {
    Path shipped = shipped();
    try (Stream<Path> all = Files.walk(shipped)) {
      for (Path from : all.filter(Files::isRegularFile).toList()) {
        Path to = folder.resolve(shipped.relativize(from).toString());
        Files.createDirectories(requireNonNull(to.getParent()));
        Files.copy(from, to);
      }
    }
    Files.delete(folder.resolve(file));

    assertThatThrownBy(() -> open(folder).close())
        .isInstanceOf(EdgewiseException.class)
        .hasMessageContaining(file);
  }
}
