package dev.edgewise.sdk.api;

import static dev.edgewise.sdk.api.ModelService.count;
import static dev.edgewise.sdk.api.ModelService.guidanceScale;
import static dev.edgewise.sdk.api.ModelService.negativePrompt;
import static dev.edgewise.sdk.api.ModelService.previews;
import static dev.edgewise.sdk.api.ModelService.seed;
import static dev.edgewise.sdk.api.ModelService.steps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.Accelerator;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.model.Model;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.sdk.spi.ModelHosting;
import dev.edgewise.sdk.spi.model.AcceleratorTerms;
import dev.edgewise.sdk.spi.model.ServingProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelServiceTest {
  private Path folder;
  private ClassLoader before;
  private URLClassLoader withServing;
  private FakeServing.Heard heard;

  @BeforeEach
  void put_the_fake_on_the_class_path_of_this_thread(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(ModelHosting.Provider.class.getName()), FakeServing.class.getName());
    before = Thread.currentThread().getContextClassLoader();
    withServing = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before);
    Thread.currentThread().setContextClassLoader(withServing);
    heard = new FakeServing.Heard();
    FakeServing.HEARD.set(heard);
  }

  @AfterEach
  void take_it_away() throws IOException {
    Thread.currentThread().setContextClassLoader(before);
    FakeServing.HEARD.remove();
    withServing.close();
  }

  private static void refused(ErrorCode code, ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContainingAll(words)
        .message()
        .containsOnlyOnce(code.id());
  }

  @Test
  void block_1_of_the_brief() throws IOException {
    try (Edgewise eco = Edgewise.local()) {
      TextToImage pipe = eco.model(TextToImage.class, "fashion-diffusion");
      Image image = pipe.generate("a high-heeled ankle boot");
      image.save(folder.resolve("boot.png"));
    }
    assertThat(folder.resolve("boot.png")).hasContent("a high-heeled ankle boot/");
    assertThat(heard.order)
        .containsExactly("edgewise.models.v1.fashion_diffusion/Draw within 59 s", "serving closed");
  }

  @Test
  void block_3_of_the_brief() {
    try (Edgewise eco = Edgewise.local()) {
      ModelService aigc =
          eco.modelService("fashion-diffusion")
              .accelerator("tpu-v4")
              .orBestAvailable()
              .autoScale(true)
              .build();
      Generated result = aigc.generate("a coat", steps(30), guidanceScale(7.5));
      assertThat(heard.profiles)
          .extracting(ServingProfile::accelerator)
          .containsOnly(Optional.of(new AcceleratorTerms("tpu-v4", false)));
      assertThat(result.steps()).isEqualTo(30);
      assertThat(result.guidanceScale()).isEqualTo(7.5);
      assertThat(result.subject()).contains("ankle boot");
      assertThat(result.similarity()).isEqualTo(0.9);
      assertThat(result.decisionId()).hasSize(13);
      URI url = result.images().get(0).url();
      assertThat(url.toString()).startsWith("data:image/png;base64,");
      assertThat(
              new String(
                  Base64.getDecoder().decode(url.toString().split(",", 2)[1]),
                  StandardCharsets.UTF_8))
          .isEqualTo("a coat/");
      assertThat(aigc)
          .hasToString("model fashion-diffusion (on tpu-v4 or the best there is; autoScale)");
    }
  }

  @Test
  void block_5_of_the_brief() {
    try (Edgewise eco = Edgewise.local()) {
      DynamicBatching batching =
          DynamicBatching.builder()
              .maxBatchSize(32)
              .timeout(Duration.ofMillis(100))
              .shapeAware(true)
              .memoryAware(true)
              .build();
      ModelService captions = eco.modelService("captions").batching(batching).build();
      CaptionSearch search = captions.as(CaptionSearch.class);
      assertThat(search.nearest("tea")).hasSize(5).first().isEqualTo(new Caption("tea 0", 1));
      assertThat(search.nearest("tea", 2)).hasSize(2);
      assertThat(heard.profiles)
          .containsOnly(ServingProfile.of(batching.batching()))
          .allSatisfy(profile -> assertThat(profile.digest()).hasSize(64));
    }
  }

  @Test
  void block_4_of_the_brief() {
    try (Edgewise eco = Edgewise.local()) {
      CacheConfig cache =
          CacheConfig.builder()
              .memoryCacheSize("8GB")
              .diskCacheSize("500GB")
              .semanticCache(true)
              .similarityThreshold(0.85)
              .build();
      ModelService captions = eco.modelService("captions").cache(cache).build();
      List<Outcome<?>> told = new ArrayList<>();
      List<Caption> nearest =
          captions.telling(told::add).as(CaptionSearch.class).nearest("a cup of coffee on a table");

      assertThat(nearest).hasSize(5);
      assertThat(told).singleElement().isInstanceOf(Outcome.Completed.class);
      assertThat(heard.profiles)
          .containsOnly(
              ServingProfile.of(Optional.empty(), Optional.empty(), Optional.of(cache.caching())));
      assertThat(captions.toString()).contains("alike from 0.85");
      assertThat(eco.wrongAnswer(told.get(0).decisionId())).isFalse();
    }
  }

  @Test
  void all_that_can_be_said_of_pictures_arrives() {
    try (Edgewise eco = Edgewise.local()) {
      Generated result =
          eco.modelService("fashion-diffusion")
              .build()
              .generate("a bag", seed(-1), count(3), negativePrompt("a coat"), seed(40), steps(5));
      assertThat(result.images()).extracting(Image::seed).containsExactly(40L, 41L, 42L);
      assertThat(result.images().get(2))
          .returns(28, Image::width)
          .returns(29, Image::height)
          .returns("a bag/a coat", image -> new String(image.png(), StandardCharsets.UTF_8));
      assertThat(result.steps()).isEqualTo(5);
      assertThat(heard.profiles).containsExactly(ServingProfile.DEFAULT);
    }
  }

  @Test
  void pictures_are_shown_while_they_are_made() {
    try (Edgewise eco = Edgewise.local()) {
      List<Preview> shown = new ArrayList<>();
      Generated result =
          eco.modelService("fashion-diffusion")
              .build()
              .generate("a bag", previews(1, shown::add), previews(3, shown::add), seed(4));
      assertThat(result.images()).hasSize(1);
      assertThat(shown).extracting(Preview::step).containsExactly(1, 2, 3);
      assertThat(shown).extracting(Preview::steps).containsOnly(4);
      assertThat(shown.get(0).image().seed()).isEqualTo(4);
      assertThatThrownBy(
              () ->
                  eco.model(TextToImage.class, "fashion-diffusion")
                      .generate(
                          "a bag",
                          previews(
                              1,
                              preview -> {
                                throw new IllegalStateException("seen enough");
                              })))
          .hasMessage("seen enough");
    }
    refused(ErrorCode.BAD_REQUEST, () -> previews(11, preview -> {}), "1 to 10");
  }

  @Test
  void a_stream_that_ends_without_pictures_is_a_bad_answer() {
    try (Edgewise eco = Edgewise.local()) {
      ModelService model = eco.modelService("fashion-diffusion").build();
      refused(ErrorCode.BAD_ANSWER, () -> model.generate("nothing"), "without pictures");
    }
  }

  @Test
  void tensors_go_by_position_by_name_and_as_a_typed_model() {
    Tensor ones = Tensor.ofFloats(List.of(1, 2), new float[] {1, 1});
    try (Edgewise eco = Edgewise.local()) {
      ModelService doubler = eco.modelService("doubler").build();
      assertThat(doubler.infer(ones, ones)).hasSize(2);
      assertThat(doubler.infer(ones).get(0).toFloats()).containsExactly(2, 2);
      assertThat(doubler.infer(Map.of("x", ones))).containsOnlyKeys("twice x");
      Model<List<Tensor>, List<Tensor>> model = eco.model("doubler");
      assertThat(model.run(List.of(ones)).get(0).toFloats()).containsExactly(2, 2);
      assertThat(doubler.metadata().kind()).isEqualTo("tensors");
    }
  }

  @Test
  void options_hold_for_each_call() {
    try (Edgewise eco = Edgewise.local()) {
      eco.modelService("captions")
          .build()
          .with(CallOptions.none().withDeadline(Duration.ofMillis(2_999)))
          .as(CaptionSearch.class)
          .nearest("tea");
      assertThat(heard.order).containsExactly("edgewise.models.v1.captions/Nearest within 2 s");
    }
  }

  @Test
  void what_the_model_says_no_to_keeps_its_code_and_words() {
    try (Edgewise eco = Edgewise.local()) {
      ModelService model = eco.modelService("fashion-diffusion").build();
      refused(ErrorCode.UNKNOWN_PROMPT, () -> model.generate("the moon"), "ankle boot, bag");
      refused(
          ErrorCode.OVERLOADED,
          () -> model.generate("too much"),
          "taken by none of local-cloud",
          "deadline 1 s");
      refused(ErrorCode.BODY_FAILED, () -> model.generate("a bug"), "fashion-diffusion", "broken");
      refused(ErrorCode.BAD_ANSWER, () -> model.generate("no picture"), "without a picture");
    }
  }

  @Test
  void what_is_out_of_range_is_refused_before_anything_is_sent() {
    try (Edgewise eco = Edgewise.local()) {
      ModelService model = eco.modelService("fashion-diffusion").build();
      refused(ErrorCode.BAD_REQUEST, () -> model.generate(" "), "prompt: empty");
      refused(ErrorCode.BAD_REQUEST, () -> model.generate("x".repeat(10_001)), "10001");
      refused(
          ErrorCode.BAD_REQUEST,
          () -> model.generate("x", negativePrompt("y".repeat(10_001))),
          "negativePrompt");
      refused(
          ErrorCode.BAD_REQUEST,
          () -> eco.model(CaptionSearch.class, "captions").nearest("x", 0),
          "limit: 0");
    }
    refused(ErrorCode.BAD_REQUEST, () -> steps(0), "steps(0)", "1 to 1000");
    refused(ErrorCode.BAD_REQUEST, () -> guidanceScale(Double.NaN), "NaN", "0 to 100");
    refused(ErrorCode.BAD_REQUEST, () -> count(11), "1 to 10");
    assertThat(heard.order).containsExactly("serving closed");
  }

  @Test
  void a_model_that_is_not_there_is_told_with_the_nearest() {
    try (Edgewise eco = Edgewise.local()) {
      refused(
          ErrorCode.NO_MODEL,
          () -> eco.model(TextToImage.class, "fashion-difusion"),
          "Did you mean fashion-diffusion?",
          "META-INF/edgewise/models",
          "captions");
      refused(
          ErrorCode.UNKNOWN_METHOD,
          () -> eco.model(TextToImage.class, "captions").generate("a bag"),
          "has no Generate",
          "Metadata, Nearest");
      refused(ErrorCode.BAD_CLIENT, () -> eco.modelService("a/b"), "model");
      refused(
          ErrorCode.BAD_CLIENT,
          () -> eco.model(Runnable.class, "captions"),
          "TextToImage, CaptionSearch and TextGeneration");
      refused(
          ErrorCode.BAD_CLIENT,
          () -> eco.modelService("captions").accelerator("TPU v4"),
          "\"tpu-v4\"");
    }
  }

  @Test
  void an_accelerator_that_is_not_there_is_refused_with_those_that_are_and_a_wish_is_not() {
    try (Edgewise eco = Edgewise.local("gpu-t4=16GB")) {
      ModelService demanding = eco.modelService("captions").accelerator("tpu-v4").build();
      refused(
          ErrorCode.NO_ACCELERATOR,
          () -> demanding.as(CaptionSearch.class).nearest("tea"),
          "it needs tpu-v4",
          "The fleet has gpu t4, 16.0 GB (declared) on local-edge, local-cloud");
      // Other options take nothing of it away.
      refused(
          ErrorCode.NO_ACCELERATOR,
          () ->
              demanding
                  .with(CallOptions.none().withDeadline(Duration.ofSeconds(2)))
                  .as(CaptionSearch.class)
                  .nearest("tea"),
          "it needs tpu-v4");
      ModelService content = eco.modelService("captions").accelerator("gpu").build();
      assertThat(content.as(CaptionSearch.class).nearest("tea")).isNotEmpty();
      refused(
          ErrorCode.NO_ACCELERATOR,
          () ->
              content
                  .with(CallOptions.none().withNeeds("gpu", "40GB"))
                  .as(CaptionSearch.class)
                  .nearest("tea"),
          "it needs gpu with 40.0 GB");
      ModelService wishing =
          eco.modelService("captions").accelerator("tpu-v4").orBestAvailable().build();
      assertThat(wishing.as(CaptionSearch.class).nearest("tea")).isNotEmpty();
      assertThat(wishing.toString()).contains("on tpu-v4 or the best there is");
    }
  }

  @Test
  void what_an_application_declares_or_asks_for_can_be_read_or_is_refused() {
    refused(ErrorCode.BAD_CLIENT, () -> Edgewise.local("Tesla T4"), "local(…)", "gpu-t4=16GB");
    refused(ErrorCode.BAD_CLIENT, () -> Edgewise.local("gpu=much"), "\"gpu=much\"");
    refused(
        ErrorCode.BAD_CLIENT,
        () -> CallOptions.none().withNeeds("gpu", "much"),
        "withNeeds(\"gpu\", \"much\")");
    refused(
        ErrorCode.BAD_CLIENT,
        () -> SystemParts.accelerators(Map.of("EDGEWISE_ACCELERATORS", "gpu,,npu"), List.of()),
        "$EDGEWISE_ACCELERATORS");
    Accelerator found = new Accelerator("npu", "intel_vpu", 0);
    assertThat(
            SystemParts.accelerators(
                Map.of("EDGEWISE_ACCELERATORS", "gpu, tpu-v4=32GB"), List.of(found)))
        .containsExactly(
            new Accelerator("gpu", "", 0, true),
            new Accelerator("tpu", "v4", 32_000_000_000L, true),
            found);
    assertThat(SystemParts.accelerators(Map.of(), List.of(found))).containsExactly(found);
    assertThat(SystemParts.accelerators(Map.of(), List.of())).isEmpty();
  }

  @Test
  void without_serving_the_missing_dependency_is_named_and_services_run_all_the_same() {
    Thread.currentThread().setContextClassLoader(before);
    try (Edgewise eco = Edgewise.local()) {
      assertThat(eco.client(Greeter.class).greet("Ada")).isEqualTo("Hello, Ada!");
      refused(
          ErrorCode.NO_SERVING,
          () -> eco.model(TextToImage.class, "fashion-diffusion"),
          "dev.edgewise:edgewise-serving",
          "Java 25");
    }
  }

  @Test
  void batching_has_bounds_and_says_them() {
    refused(ErrorCode.BAD_CLIENT, () -> DynamicBatching.builder().maxBatchSize(0), "1 to 1024");
    refused(ErrorCode.BAD_CLIENT, () -> DynamicBatching.builder().maxBatchSize(1025), "1 to 1024");
    refused(
        ErrorCode.BAD_CLIENT,
        () -> DynamicBatching.builder().timeout(Duration.ofSeconds(61)),
        "0 to 60 s");
    assertThat(DynamicBatching.builder().build())
        .isEqualTo(
            DynamicBatching.builder()
                .maxBatchSize(32)
                .timeout(Duration.ofMillis(100))
                .shapeAware(true)
                .memoryAware(true)
                .build())
        .hasToString(
            "batches of at most 32, waiting at most 100000 µs, one shape each, within memory");
  }

  @Test
  void a_picture_that_cannot_be_saved_says_where_and_why() {
    try (Edgewise eco = Edgewise.local()) {
      Image image = eco.model(TextToImage.class, "fashion-diffusion").generate("a bag");
      assertThatThrownBy(() -> image.save(folder.resolve("none/bag.png")))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContainingAll("bag.png", "There is no folder");
    }
  }
}
