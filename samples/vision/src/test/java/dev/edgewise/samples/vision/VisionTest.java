package dev.edgewise.samples.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.Engines;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.TensorModel;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both bodies with their real models. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class VisionTest {
  private final TensorModel shortRange = load("face_detection_short_range");
  private final TensorModel fullRange = load("face_detection_full_range");
  private final QuickVision quick = new QuickVision(shortRange);
  private final ThoroughVision thorough = new ThoroughVision(fullRange);

  @AfterAll
  void close() {
    shortRange.close();
    fullRange.close();
  }

  @ParameterizedTest
  @CsvSource({
    "astronaut.png, 0.921, 1",
    "chelsea.png, 0.477, 0",
    "coffee.png, 0.350, 0",
    "rocket.jpg, 0.119, 0",
  })
  void the_light_body_gives_the_measured_scores(String name, double score, int count)
      throws UnreadablePicture {
    Faces faces = quick.detect(Pictures.bundled(name));

    assertThat(faces.score()).isCloseTo(score, within(0.003));
    assertThat(faces.faces()).hasSize(count);
  }

  @ParameterizedTest
  @CsvSource({"astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg"})
  void the_light_body_finds_the_same_on_the_engine_that_stands_back(String name)
      throws UnreadablePicture {
    ModelEngine djl = Engines.prefer(Engines.found(), List.of("djl-tflite")).getFirst();
    assertThat(djl.name()).isEqualTo("djl-tflite");
    try (TensorModel model = load(djl, "face_detection_short_range")) {
      Faces faces = new QuickVision(model).detect(Pictures.bundled(name));
      Faces usual = quick.detect(Pictures.bundled(name));

      assertThat(faces.score()).isCloseTo(usual.score(), within(0.001));
      assertThat(faces.faces()).hasSameSizeAs(usual.faces());
      for (int i = 0; i < faces.faces().size(); i++) {
        assertNear(faces.faces().get(i).box(), usual.faces().get(i).box(), 1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "astronaut.png, 0.937, 1",
    "chelsea.png, 0.006, 0",
    "coffee.png, 0.118, 0",
    "rocket.jpg, 0.253, 0",
  })
  void the_heavy_body_gives_the_measured_scores(String name, double score, int count)
      throws UnreadablePicture {
    Faces faces = thorough.detect(Pictures.bundled(name));

    assertThat(faces.score()).isCloseTo(score, within(0.003));
    assertThat(faces.faces()).hasSize(count);
  }

  @Test
  void both_bodies_find_the_astronauts_face_at_the_same_place() throws UnreadablePicture {
    Box edge = quick.detect(Pictures.bundled("astronaut.png")).faces().getFirst().box();
    Box cloud = thorough.detect(Pictures.bundled("astronaut.png")).faces().getFirst().box();

    assertNear(edge, new Box(179, 82, 93, 93), 4);
    assertNear(cloud, edge, 20);
  }

  @Test
  void grey_alpha_palette_and_16_bit_pictures_show_the_same_face() throws UnreadablePicture {
    BufferedImage astronaut = Pictures.image(Pictures.bundled("astronaut.png"));
    for (int type :
        new int[] {
          BufferedImage.TYPE_BYTE_GRAY,
          BufferedImage.TYPE_USHORT_GRAY,
          BufferedImage.TYPE_INT_ARGB,
          BufferedImage.TYPE_4BYTE_ABGR,
          BufferedImage.TYPE_BYTE_INDEXED,
          BufferedImage.TYPE_USHORT_565_RGB,
        }) {
      Frame frame =
          Pictures.encode(
              "astronaut.png", Pictures.onto(new BufferedImage(512, 512, type), astronaut));
      Faces faces = quick.detect(frame);

      assertThat(faces.faces()).as("type " + type).hasSize(1);
      assertNear(faces.faces().getFirst().box(), new Box(179, 82, 93, 93), 8);
    }
  }

  @Test
  void a_portrait_format_picture_maps_boxes_through_the_letter_box() throws UnreadablePicture {
    BufferedImage tall =
        Pictures.onto(
            new BufferedImage(512, 700, BufferedImage.TYPE_INT_RGB),
            Pictures.image(Pictures.bundled("astronaut.png")));

    Faces faces = quick.detect(Pictures.encode("tall.png", tall));

    assertThat(faces.faces()).hasSize(1);
    assertNear(faces.faces().getFirst().box(), new Box(179, 82, 93, 93), 15);
  }

  @Test
  void a_large_picture_is_thinned_out_and_its_boxes_are_in_its_own_pixels()
      throws UnreadablePicture {
    BufferedImage large = new BufferedImage(3072, 3072, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = large.createGraphics();
    graphics.drawImage(Pictures.image(Pictures.bundled("astronaut.png")), 0, 0, 3072, 3072, null);
    graphics.dispose();
    Frame frame = Pictures.encode("large.jpg", large);

    Picture picture = Picture.decode(frame);
    Faces faces = quick.detect(frame);

    assertThat(picture.step()).isEqualTo(3);
    assertThat(picture.pixels().getWidth()).isEqualTo(1024);
    assertThat(faces.faces()).hasSize(1);
    assertNear(faces.faces().getFirst().box(), new Box(179 * 6, 82 * 6, 93 * 6, 93 * 6), 8 * 6);
    Portrait portrait = thorough.index(List.of(frame), 1).portraits().getFirst();
    assertThat(Pictures.image(new Frame("portrait", portrait.png())).getWidth()).isEqualTo(160);
  }

  @Test
  void the_album_has_the_best_faces_of_all_pictures_cut_out() throws UnreadablePicture {
    List<Frame> frames =
        List.of(
            Pictures.bundled("rocket.jpg"),
            Pictures.bundled("astronaut.png"),
            Pictures.bundled("chelsea.png"),
            Pictures.bundled("coffee.png"));

    Album album = thorough.index(frames, 3);

    assertThat(album.portraits()).hasSize(1);
    Portrait portrait = album.portraits().getFirst();
    assertThat(portrait.picture()).isEqualTo("astronaut.png");
    BufferedImage cut = Pictures.image(new Frame("portrait", portrait.png()));
    assertThat(cut.getWidth()).isBetween(portrait.face().box().w() * 3 / 4, Cutout.MAX_SIDE);
  }

  @Test
  void the_album_keeps_no_more_than_asked_for() throws UnreadablePicture {
    Album album = thorough.index(Collections.nCopies(3, Pictures.bundled("astronaut.png")), 2);

    assertThat(album.portraits()).hasSize(2);
  }

  @Test
  void of_a_series_each_picture_has_its_finding_and_a_broken_one_does_not_end_it() {
    List<Frame> frames =
        List.of(
            Pictures.bundled("astronaut.png"),
            new Frame("broken.png", new byte[] {1, 2, 3}),
            Pictures.bundled("rocket.jpg"));

    for (Stream<Finding> series : List.of(quick.browse(frames), thorough.browse(frames))) {
      List<Finding> findings = series.toList();

      assertThat(findings)
          .extracting(Finding::picture)
          .containsExactly("astronaut.png", "broken.png", "rocket.jpg");
      assertThat(findings)
          .extracting(finding -> finding.faces().map(faces -> faces.faces().size()).orElse(-1))
          .containsExactly(1, -1, 0);
      assertThat(findings.get(1).problem().orElseThrow())
          .contains("'broken.png' is neither PNG nor JPEG");
    }
  }

  @Test
  void numbers_out_of_range_are_refused() {
    List<Frame> one = List.of(Pictures.bundled("coffee.png"));
    assertThatThrownBy(() -> quick.browse(List.of())).hasMessage("frames: 0 (expected: 1 to 64)");
    assertThatThrownBy(() -> thorough.index(List.of(), 1))
        .hasMessage("frames: 0 (expected: 1 to 64)");
    assertThatThrownBy(() -> thorough.index(one, 0)).hasMessage("topK: 0 (expected: 1 to 24)");
    assertThatThrownBy(() -> thorough.index(one, 25)).hasMessage("topK: 25 (expected: 1 to 24)");
  }

  private static void assertNear(Box box, Box expected, int pixels) {
    assertThat(box.x()).as("x of " + box).isCloseTo(expected.x(), within(pixels));
    assertThat(box.y()).as("y of " + box).isCloseTo(expected.y(), within(pixels));
    assertThat(box.w()).as("w of " + box).isCloseTo(expected.w(), within(pixels));
    assertThat(box.h()).as("h of " + box).isCloseTo(expected.h(), within(pixels));
  }

  private static TensorModel load(String name) {
    ModelEngine usual = Engines.found().getFirst();
    assertThat(usual.name()).isEqualTo("tflite");
    return load(usual, name);
  }

  private static TensorModel load(ModelEngine engine, String name) {
    byte[] file = Pictures.resource("/META-INF/edgewise/models/" + name + "." + engine.format());
    return engine.load(name, ByteBuffer.wrap(file), EngineOptions.DEFAULT);
  }
}
