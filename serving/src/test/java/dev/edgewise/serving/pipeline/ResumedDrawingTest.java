package dev.edgewise.serving.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A drawing that ends anywhere goes on from there, on another pipeline, to the same bytes. */
final class ResumedDrawingTest {
  private static final int STEPS = 7;
  private static final int COUNT = 3;

  @TestFactory
  Stream<DynamicTest> every_step_can_be_the_last_of_a_node() {
    return Stream.of(
            "\"DDIMScheduler\", \"clip_sample\": false",
            "\"DDIMScheduler\", \"clip_sample\": true, \"use_clipped_model_output\": true",
            "\"DDIMScheduler\", \"prediction_type\": \"v_prediction\", \"timestep_spacing\":"
                + " \"trailing\"",
            "\"EulerDiscreteScheduler\"",
            "\"EulerDiscreteScheduler\", \"prediction_type\": \"v_prediction\","
                + " \"timestep_spacing\": \"leading\"",
            "\"PNDMScheduler\", \"steps_offset\": 1")
        .map(scheduler -> DynamicTest.dynamicTest(scheduler, () -> dieEverywhere(scheduler)));
  }

  private static void dieEverywhere(String scheduler) throws InterruptedException {
    List<PictureState> states = new ArrayList<>();
    List<byte[]> whole;
    try (TextToImagePipeline first = scribbler(scheduler).open()) {
      whole =
          pngs(
              first.draw(
                  request(3),
                  new PictureTerms(Long.MAX_VALUE, () -> false, now -> states.add(now.state()))));
    }
    assertThat(states).hasSize(STEPS * COUNT);
    assertThat(whole).hasSize(COUNT).doesNotHaveDuplicates();
    for (int done = 1; done <= states.size(); done++) {
      PictureState last = PictureState.read(states.get(done - 1).write()).orElseThrow();
      TinyModel other = scribbler(scheduler);
      try (TextToImagePipeline second = other.open()) {
        assertThat(pngs(second.draw(request(3), PictureTerms.NONE, Optional.of(last))))
            .as("after %d steps", done)
            .usingElementComparator(Arrays::compare)
            .isEqualTo(whole);
        assertThat(other.runs).as("steps that are left").hasSize(STEPS * COUNT - done);
      }
    }
  }

  @Test
  void a_state_of_another_request_counts_as_none() throws InterruptedException {
    List<PictureState> states = new ArrayList<>();
    TinyModel tiny = scribbler("\"DDIMScheduler\"");
    try (TextToImagePipeline pipeline = tiny.open()) {
      PictureTerms watched =
          new PictureTerms(Long.MAX_VALUE, () -> false, now -> states.add(now.state()));
      Drawn unused = pipeline.draw(request(3), watched);
      PictureState late = states.get(STEPS * COUNT - 2);
      for (PictureState foreign :
          List.of(
              new PictureState(STEPS, late.sample(), late.finished()),
              new PictureState(1, new float[3], List.of()),
              new PictureState(0, late.sample(), List.of(new float[3])),
              new PictureState(1, new float[0], late.finished()),
              states.getLast())) {
        tiny.runs.clear();
        assertThat(pngs(pipeline.draw(request(1), PictureTerms.NONE, Optional.of(foreign))))
            .hasSize(1);
        assertThat(tiny.runs).as("all steps").hasSize(STEPS);
      }
    }
  }

  @Test
  void a_resumed_drawing_counts_the_steps_that_others_did() throws InterruptedException {
    List<PictureState> states = new ArrayList<>();
    try (TextToImagePipeline pipeline = scribbler("\"DDIMScheduler\"").open()) {
      Drawn unused =
          pipeline.draw(
              request(3),
              new PictureTerms(Long.MAX_VALUE, () -> false, now -> states.add(now.state())));
      AtomicBoolean over = new AtomicBoolean();
      assertThat(
              pipeline.draw(
                  request(3),
                  new PictureTerms(Long.MAX_VALUE, over::get, now -> over.set(true)),
                  Optional.of(states.get(9))))
          .isEqualTo(new Drawn.Stopped(ErrorCode.CANCELLED, 11));
    }
  }

  @Test
  void a_preview_is_the_picture_that_the_step_foresees() throws IOException, InterruptedException {
    // Its network knows from the first step on what the picture will be, and says so.
    TinyModel tiny = new TinyModel();
    List<Drawn.Picture> previews = new ArrayList<>();
    try (TextToImagePipeline pipeline = tiny.open()) {
      Drawn.Finished drawn =
          (Drawn.Finished)
              pipeline.draw(
                  new PictureRequest("bag", "", OptionalInt.of(4), OptionalDouble.of(1), 1, 1),
                  new PictureTerms(
                      Long.MAX_VALUE, () -> false, now -> previews.add(now.preview())));
      assertThat(previews).hasSize(4);
      for (Drawn.Picture preview : previews) {
        assertThat(preview.width()).isEqualTo(8);
        assertThat(grey(preview)).isBetween(62, 66);
      }
      assertThat(grey(drawn.pictures().getFirst())).isBetween(62, 66);
    }
  }

  @Test
  void looking_at_a_drawing_changes_nothing() throws InterruptedException {
    TinyModel tiny = scribbler("\"EulerDiscreteScheduler\"");
    try (TextToImagePipeline pipeline = tiny.open()) {
      List<byte[]> alone = pngs(pipeline.draw(request(2), PictureTerms.NONE));
      List<byte[]> watched =
          pngs(
              pipeline.draw(
                  request(2),
                  new PictureTerms(
                      Long.MAX_VALUE,
                      () -> false,
                      now -> {
                        assertThat(now.preview().png()).isNotEmpty();
                        assertThat(now.state().write()).isNotEmpty();
                      })));
      assertThat(watched).hasSize(2);
      for (int i = 0; i < 2; i++) {
        assertThat(watched.get(i)).isEqualTo(alone.get(i));
      }
    }
  }

  private static int grey(Drawn.Picture picture) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(picture.png())).getRaster().getSample(4, 4, 0);
  }

  /** A model whose pictures depend on every bit of every step. */
  private static TinyModel scribbler(String scheduler) {
    TinyModel tiny = new TinyModel();
    tiny.files.with(
        "scheduler/scheduler_config.json",
        "{\"_class_name\": " + scheduler + ", \"beta_start\": 0.001}");
    tiny.network = Scribble::over;
    return tiny;
  }

  private static PictureRequest request(int count) {
    return new PictureRequest(
        "boot", "bag", OptionalInt.of(STEPS), OptionalDouble.of(1.5), 42, count);
  }

  private static List<byte[]> pngs(Drawn drawn) {
    assertThat(drawn).isInstanceOf(Drawn.Finished.class);
    return ((Drawn.Finished) drawn).pictures().stream().map(Drawn.Picture::png).toList();
  }
}
