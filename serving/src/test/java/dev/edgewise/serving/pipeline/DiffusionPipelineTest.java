package dev.edgewise.serving.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Signature;
import dev.edgewise.core.model.TensorSpec;
import dev.edgewise.serving.pipeline.TextToImagePipeline.PictureSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class DiffusionPipelineTest {
  private final TinyModel tiny = new TinyModel();

  @Test
  void a_prompt_becomes_a_picture_of_its_nearest_subject()
      throws IOException, InterruptedException {
    try (TextToImagePipeline pipeline = tiny.open()) {
      Drawn.Finished drawn = finished(pipeline.draw(PictureRequest.of("a boot", 1), terms()));
      assertThat(drawn.subject()).hasValue(new Drawn.Match("ankle boot", 1));
      assertThat(drawn.steps()).isEqualTo(4);
      assertThat(drawn.guidance()).isEqualTo(3);
      // Guidance 3 away from nothing, which is 0: three times 0.5, more than white.
      assertThat(grey(drawn.pictures().getFirst())).isEqualTo(255);
      assertThat(tiny.runs).hasSize(4);
      assertThat(tiny.runs.getFirst().getFirst().shape()).containsExactly(2, 1, 4, 4);
    }
  }

  @Test
  void without_guidance_the_network_runs_on_one() throws IOException, InterruptedException {
    try (TextToImagePipeline pipeline = tiny.open()) {
      Drawn.Finished drawn = finished(pipeline.draw(request("bag", "", 1), terms()));
      assertThat(tiny.runs.getFirst().getFirst().shape()).containsExactly(1, 1, 4, 4);
      assertThat(grey(drawn.pictures().getFirst())).isCloseTo(64, within(2));
    }
  }

  @Test
  void a_negative_prompt_takes_the_place_of_nothing() throws IOException, InterruptedException {
    try (TextToImagePipeline pipeline = tiny.open()) {
      // −0.5 + 1.2 (0.5 − −0.5) = 0.7
      Drawn.Finished drawn = finished(pipeline.draw(request("boot", "bag", 1.2), terms()));
      assertThat(grey(drawn.pictures().getFirst())).isCloseTo(217, within(3));
    }
  }

  @Test
  void an_unknown_prompt_is_refused_with_what_is_known_and_without_its_text()
      throws InterruptedException {
    try (TextToImagePipeline pipeline = tiny.open()) {
      Drawn.Refused refused =
          (Drawn.Refused) pipeline.draw(PictureRequest.of("a secret castle", 1), terms());
      assertThat(refused.code()).isEqualTo(ErrorCode.UNKNOWN_PROMPT);
      assertThat(refused.known()).containsExactly("ankle boot", "bag");
      assertThat(refused.why())
          .contains("It knows: ankle boot, bag")
          .contains("0.60 is needed")
          .doesNotContain("castle");
      assertThat(refused.nearest()).isPresent();
      assertThat(pipeline.draw(request("boot", "castle", 3), terms()))
          .isInstanceOfSatisfying(
              Drawn.Refused.class, no -> assertThat(no.why()).contains("negative prompt"));
      assertThat(tiny.runs).isEmpty();
    }
  }

  @Test
  void the_same_seed_gives_the_same_bytes_and_several_pictures_have_seeds_in_a_row()
      throws InterruptedException {
    tiny.files.with(
        "scheduler/scheduler_config.json",
        "{\"_class_name\": \"DDIMScheduler\", \"set_alpha_to_one\": false, \"beta_start\": 0.4,"
            + " \"beta_end\": 0.5, \"num_train_timesteps\": 10, \"clip_sample\": false}");
    try (TextToImagePipeline pipeline = tiny.open()) {
      List<Drawn.Picture> three = pictures(pipeline, 5, 3);
      assertThat(three).extracting(Drawn.Picture::seed).containsExactly(5L, 6L, 7L);
      assertThat(pictures(pipeline, 6, 1).getFirst().png()).isEqualTo(three.get(1).png());
      assertThat(three.get(0).png()).isNotEqualTo(three.get(1).png());
    }
  }

  @Test
  void what_is_out_of_range_is_refused_before_anything_runs() throws InterruptedException {
    try (TextToImagePipeline pipeline = tiny.open()) {
      for (PictureRequest wrong :
          List.of(
              PictureRequest.of(" ", 1),
              PictureRequest.of("x".repeat(2001), 1),
              request("boot", "x".repeat(2001), 3),
              request("boot", "", Double.NaN),
              request("boot", "", -1),
              request("boot", "", 51),
              counted(0, 1),
              counted(1001, 1),
              counted(4, 0),
              counted(4, 11))) {
        assertThat(pipeline.draw(wrong, terms()))
            .isInstanceOfSatisfying(
                Drawn.Refused.class,
                no -> {
                  assertThat(no.code()).isEqualTo(ErrorCode.BAD_REQUEST);
                  assertThat(no.why()).contains("expected: ");
                });
      }
      assertThat(tiny.runs).isEmpty();
    }
  }

  @Test
  void drawing_stops_at_the_step_at_which_the_deadline_passes() throws InterruptedException {
    tiny.nanosPerRun = 10;
    try (TextToImagePipeline pipeline = tiny.open()) {
      PictureTerms until = new PictureTerms(25, () -> false, now -> {});
      assertThat(pipeline.draw(PictureRequest.of("boot", 1), until))
          .isEqualTo(new Drawn.Stopped(ErrorCode.EXPIRED, 3));
      assertThat(tiny.runs).hasSize(3);
      assertThat(pipeline.draw(PictureRequest.of("boot", 1), until))
          .isEqualTo(new Drawn.Stopped(ErrorCode.EXPIRED, 0));
    }
  }

  @Test
  void drawing_stops_when_the_caller_gives_up_and_steps_are_told() throws InterruptedException {
    try (TextToImagePipeline pipeline = tiny.open()) {
      AtomicBoolean over = new AtomicBoolean();
      List<String> told = new ArrayList<>();
      PictureTerms terms =
          new PictureTerms(
              Long.MAX_VALUE,
              over::get,
              now -> {
                told.add(now.picture() + ":" + now.step() + "/" + now.steps());
                over.set(now.picture() == 1 && now.step() == 2);
              });
      assertThat(pipeline.draw(counted(4, 3), terms))
          .isEqualTo(new Drawn.Stopped(ErrorCode.CANCELLED, 6));
      assertThat(told).containsExactly("0:1/4", "0:2/4", "0:3/4", "0:4/4", "1:1/4", "1:2/4");
    }
  }

  @Test
  void small_pictures_are_enlarged_for_people() throws IOException, InterruptedException {
    try (TextToImagePipeline pipeline = tiny.open()) {
      assertThat(pipeline.size()).isEqualTo(new PictureSize(8, 8));
      Drawn.Picture picture =
          finished(pipeline.draw(PictureRequest.of("bag", 1), terms())).pictures().getFirst();
      assertThat(ImageIO.read(new ByteArrayInputStream(picture.png())).getWidth()).isEqualTo(8);
      assertThat(picture.width()).isEqualTo(8);
    }
  }

  @Test
  void closing_closes_the_networks() {
    TextToImagePipeline pipeline = tiny.open();
    assertThat(pipeline.memoryBytes()).isEqualTo(1_000);
    pipeline.close();
    assertThat(tiny.loaded.values()).allMatch(FakeNetwork::isClosed);
  }

  @Test
  void a_folder_that_cannot_be_used_says_what_is_wrong_and_leaves_nothing_open() {
    refuses("model_index.json", "{\"text_encoder_2\": [\"t\", \"C\"]}", "text_encoder_2");
    refuses("model_index.json", "[]", "not a JSON object");
    refuses("model_index.json", "{\"_edgewise\": {\"steps\": 0}}", "_edgewise.steps");
    refuses("scheduler/scheduler_config.json", "{\"_class_name\": \"UniPC\"}", "UniPC");
    refuses("scheduler/scheduler_config.json", "{\"beta_start\": \"x\"}", "beta_start");
    refuses("scheduler/scheduler_config.json", "{\"thresholding\": true}", "thresholding");
    refuses("scheduler/scheduler_config.json", "{\"num_train_timesteps\": 1.5}", "1.5");
    refuses("scheduler/scheduler_config.json", "{\"prediction_type\": \"sample\"}", "epsilon,");
    refuses("scheduler/scheduler_config.json", "{broken", "not JSON");
    refuses("unet/weights.pb", "x", "apart from model.onnx");
    refuses("conditioning/subjects.json", "{}", "edgewise.subjects/1");
    refuses("conditioning/subjects.json", TinyModel.SUBJECTS.replace("fake", "other"), "other");
    refuses("conditioning/subjects.json", TinyModel.SUBJECTS.replace("0.6", "7"), "floor");
    refuses("conditioning/subjects.json", TinyModel.SUBJECTS.replace("[0.5, 1]", "[1]"), "length");
    refuses("conditioning/subjects.json", TinyModel.SUBJECTS.replace("[\"bag\"]", "[]"), "phrases");
    refuses("conditioning/subjects.json", TinyModel.SUBJECTS.replace("[-0.5, 2]", "\"x\""), "Mend");
  }

  private static void refuses(String path, String text, String why) {
    TinyModel tiny = new TinyModel();
    tiny.files.with(path, text);
    assertThatThrownBy(tiny::open).hasMessageContaining("EW8008").hasMessageContaining(why);
    assertThat(tiny.loaded.values()).allMatch(FakeNetwork::isClosed);
  }

  @Test
  void a_network_of_another_kind_is_refused_and_closed() {
    List<TensorSpec> inputs = new ArrayList<>(tiny.unet.inputs());
    inputs.add(new TensorSpec("text_embeds", ElementType.FLOAT32, List.of(-1, 8)));
    tiny.unet = new Signature(inputs, tiny.unet.outputs());
    assertThatThrownBy(tiny::open).hasMessageContaining("text_embeds");
    assertThat(tiny.loaded.values()).isNotEmpty().allMatch(FakeNetwork::isClosed);
  }

  @Test
  void sizes_that_the_network_leaves_open_come_from_its_configuration() {
    List<TensorSpec> inputs = new ArrayList<>(tiny.unet.inputs());
    inputs.set(0, new TensorSpec("sample", ElementType.FLOAT32, List.of(-1, -1, -1, -1)));
    tiny.unet = new Signature(inputs, tiny.unet.outputs());
    assertThatThrownBy(tiny::open).hasMessageContaining("in_channels");
    tiny.files.with("unet/config.json", "{\"in_channels\": 1, \"sample_size\": [4, 6]}");
    try (TextToImagePipeline pipeline = tiny.open()) {
      assertThat(pipeline.size()).isEqualTo(new PictureSize(8, 8));
    }
    tiny.files.with("unet/config.json", "{\"in_channels\": 1, \"sample_size\": 1e9}");
    assertThatThrownBy(tiny::open).hasMessageContaining("sample_size");
  }

  private static List<Drawn.Picture> pictures(TextToImagePipeline pipeline, long seed, int count)
      throws InterruptedException {
    PictureRequest request =
        new PictureRequest("boot", "", OptionalInt.of(3), OptionalDouble.of(1), seed, count);
    return finished(pipeline.draw(request, terms())).pictures();
  }

  private static PictureRequest request(String prompt, String negative, double guidance) {
    return new PictureRequest(
        prompt, negative, OptionalInt.empty(), OptionalDouble.of(guidance), 1, 1);
  }

  private static PictureRequest counted(int steps, int count) {
    return new PictureRequest("boot", "", OptionalInt.of(steps), OptionalDouble.empty(), 1, count);
  }

  private static PictureTerms terms() {
    return PictureTerms.NONE;
  }

  private static Drawn.Finished finished(Drawn drawn) {
    assertThat(drawn).isInstanceOf(Drawn.Finished.class);
    return (Drawn.Finished) drawn;
  }

  /** The level of the middle. */
  private static int grey(Drawn.Picture picture) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(picture.png())).getRaster().getSample(4, 4, 0);
  }
}
