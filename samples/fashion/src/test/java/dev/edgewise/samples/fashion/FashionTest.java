package dev.edgewise.samples.fashion;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.edgewise.core.Clock;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.TextEmbedder;
import dev.edgewise.serving.pipeline.Drawn;
import dev.edgewise.serving.pipeline.ModelFiles;
import dev.edgewise.serving.pipeline.NearestCaptions;
import dev.edgewise.serving.pipeline.PictureRequest;
import dev.edgewise.serving.pipeline.PictureTerms;
import dev.edgewise.serving.pipeline.TextToImagePipeline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The two models with the engine and the embedder that run them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FashionTest {
  private final ClassLoader loader = requireNonNull(FashionTest.class.getClassLoader());
  private final TextEmbedder embedder = Shipped.embedder();
  private final TextToImagePipeline pictures =
      TextToImagePipeline.open(
          ModelFiles.ofClassPath("fashion-diffusion", loader),
          Shipped.networks(),
          () -> embedder,
          Clock.system());

  @AfterAll
  void close() {
    pictures.close();
    embedder.close();
  }

  @Test
  void prompts_get_their_subject_and_foreign_ones_are_refused()
      throws IOException, InterruptedException {
    int refused = 0;
    int wrong = 0;
    int taken = 0;
    int good = 0;
    int foreign = 0;
    for (String line : resource("/prompts.tsv").lines().toList()) {
      if (line.startsWith("#")) {
        continue;
      }
      List<String> parts = List.of(line.split("\t"));
      // One step without guidance: only what becomes of the prompt is of interest.
      Drawn drawn =
          pictures.draw(
              new PictureRequest(parts.get(1), "", OptionalInt.of(1), OptionalDouble.of(0), 1, 1),
              PictureTerms.NONE);
      boolean isForeign = parts.get(0).equals("-");
      good += isForeign ? 0 : 1;
      foreign += isForeign ? 1 : 0;
      switch (drawn) {
        case Drawn.Finished finished -> {
          String subject = finished.subject().orElseThrow().subject();
          taken += isForeign ? 1 : 0;
          wrong += !isForeign && !subject.equals(parts.get(0)) ? 1 : 0;
        }
        case Drawn.Refused no -> {
          assertThat(no.code()).isEqualTo(ErrorCode.UNKNOWN_PROMPT);
          refused += isForeign ? 0 : 1;
        }
        case Drawn.Stopped stopped -> assertThat(stopped).isNull();
      }
    }
    System.out.printf(
        "of %d good prompts %d refused, %d with another subject; of %d foreign ones %d taken%n",
        good, refused, wrong, foreign, taken);
    assertThat(good).isEqualTo(70);
    assertThat(foreign).isEqualTo(70);
    assertThat(refused).isLessThanOrEqualTo(7);
    assertThat(wrong).isLessThanOrEqualTo(8);
    assertThat(taken).isLessThanOrEqualTo(3);
  }

  @Test
  void a_picture_is_the_same_again_and_large_enough_for_people()
      throws IOException, InterruptedException {
    PictureRequest request = PictureRequest.of("a high-heeled ankle boot", 42);
    Drawn.Finished first = (Drawn.Finished) pictures.draw(request, PictureTerms.NONE);
    Drawn.Finished second = (Drawn.Finished) pictures.draw(request, PictureTerms.NONE);
    assertThat(first.subject().orElseThrow().subject()).isEqualTo("ankle boot");
    assertThat(first.steps()).isEqualTo(30);
    byte[] png = first.pictures().getFirst().png();
    assertThat(second.pictures().getFirst().png()).isEqualTo(png);
    assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(256);
  }

  @Test
  void an_unknown_prompt_is_told_what_the_model_knows() throws InterruptedException {
    Drawn.Refused refused =
        (Drawn.Refused)
            pictures.draw(PictureRequest.of("a castle on a hill", 1), PictureTerms.NONE);
    assertThat(refused.known()).hasSize(10).contains("ankle boot", "t-shirt");
  }

  @Test
  void the_nearest_caption_of_a_cup_of_coffee_is_one_of_coffee() {
    NearestCaptions captions =
        NearestCaptions.open(ModelFiles.ofClassPath("captions", loader), () -> embedder);
    assertThat(captions.size()).isGreaterThanOrEqualTo(300);
    List<NearestCaptions.Hit> hits = captions.nearest("a cup of coffee on a table", 5);
    assertThat(hits).hasSize(5);
    assertThat(hits.getFirst().text()).isEqualTo("a cup of coffee steams on a wooden table");
    assertThat(captions.nearest("an animal that swims", 1).getFirst().similarity())
        .isBetween(0.2, 0.9);
  }

  @Test
  void captions_differ() throws IOException {
    List<String> captions =
        resource("/META-INF/edgewise/models/captions/captions.txt").lines().toList();
    assertThat(new HashSet<>(captions)).hasSameSizeAs(captions);
  }

  @Test
  void points_have_length_one_and_say_what_is_alike() {
    float[] boot = embedder.embed("a leather boot");
    double square = 0;
    for (float value : boot) {
      square += value * value;
    }
    assertThat(square).isCloseTo(1, within(1e-5));
    assertThat(boot).hasSize(384);
    assertThat(dot(boot, embedder.embed("boots made of leather")))
        .isGreaterThan(dot(boot, embedder.embed("a bowl of soup")) + 0.3);
    // Whatever else is embedded with it.
    assertThat(embedder.embed(List.of("a bowl of soup", "a leather boot"))[1])
        .containsExactly(boot);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = requireNonNull(FashionTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
