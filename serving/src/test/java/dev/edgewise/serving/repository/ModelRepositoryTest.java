package dev.edgewise.serving.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.model.ModelKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelRepositoryTest {
  private final Path folder;

  ModelRepositoryTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve("models").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private ModelRepository.Scan scan() {
    return new ModelRepository(folder.resolve("models"), Clock.system()).scan();
  }

  private FoundModel only() {
    ModelRepository.Scan scan = scan();
    assertThat(scan.broken()).isEmpty();
    assertThat(scan.models()).hasSize(1);
    return scan.models().firstEntry().getValue();
  }

  private void assertBroken(String name, String... words) {
    ModelRepository.Scan scan = scan();
    assertThat(scan.models()).doesNotContainKey(name);
    assertThat(scan.broken().get(name))
        .isInstanceOfSatisfying(
            EdgewiseException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_MODEL_FOLDER))
        .hasMessageContainingAll(words);
  }

  @Test
  void versions_are_numbers_and_the_highest_is_the_newest() throws Exception {
    write("mlp/2/model.onnx", "two");
    write("mlp/10/model.onnx", "ten");
    write("mlp/notes/readme.txt", "no version");

    FoundModel model = only();

    assertThat(model.versions()).extracting(ModelVersion::number).containsExactly(2, 10);
    assertThat(model.newest().format()).isEqualTo("onnx");
    assertThat(model.newest().content().bytes()).isEqualTo(3);
    assertThat(model.version("2")).isPresent();
    assertThat(model.version("02")).isEmpty();
    assertThat(model.version("")).contains(model.newest());
    assertThat(model.newest().content().digest())
        .isNotEqualTo(model.versions().getFirst().content().digest())
        .hasSize(64);
  }

  @Test
  void a_folder_with_an_index_is_a_pipeline() throws Exception {
    write("fashion/1/model_index.json", "{}");
    write("captions/1/captions.json", "{}");

    assertThat(model("fashion").newest().kind()).isEqualTo(ModelKind.TEXT_TO_IMAGE);
    assertThat(model("captions").newest().kind()).isEqualTo(ModelKind.CAPTIONS);
  }

  @Test
  void a_file_of_weights_is_a_language_model_with_or_without_a_folder() throws Exception {
    write("gemma-3-270m.gguf", "weights");
    write("gemma-3-270m.NOTICE", "whose they are");
    write("other/2/model.gguf", "others");
    write("other.gguf", "twice");
    write("-.gguf", "no name");

    ModelRepository.Scan scan = scan();

    assertThat(scan.models()).containsOnlyKeys("gemma-3-270m");
    ModelVersion version = scan.models().firstEntry().getValue().newest();
    assertThat(version.kind()).isEqualTo(ModelKind.TEXT);
    assertThat(version.content().path()).contains(folder.resolve("models/gemma-3-270m.gguf"));
    assertThat(scan.broken().get("other")).hasMessageContaining("a folder and a file");
    assertThat(scan.broken().get("-")).hasMessageContaining("its file's name");
  }

  @Test
  void two_folders_with_the_same_bytes_have_one_digest_and_others_another() throws Exception {
    write("a/1/captions.json", "{}");
    write("b/1/captions.json", "{}");
    write("c/1/captions.json", "{}");
    write("c/1/more.txt", "x");

    assertThat(digest("a")).isEqualTo(digest("b")).isNotEqualTo(digest("c"));
  }

  @Test
  void a_file_is_read_again_only_when_it_may_have_changed() throws Exception {
    Path file = folder.resolve("models/mlp/1/model.onnx");
    write("mlp/1/model.onnx", "one");
    ModelVersion young = only().newest();
    assertThat(young.isStill(only().newest())).isTrue();
    write("mlp/1/model.onnx", "two");
    assertThat(young.isStill(only().newest())).isFalse();

    FileTime lately = FileTime.from(Instant.now().minusSeconds(60));
    Files.setLastModifiedTime(file, lately);
    ModelVersion settled = only().newest();
    assertThat(settled.content().digest()).hasSize(64);
    write("mlp/1/model.onnx", "ten");
    assertThat(settled.isStill(only().newest())).isFalse();
    // Nothing that can be seen from outside has changed now, so nobody looks inside.
    Files.setLastModifiedTime(file, lately);
    assertThat(settled.isStill(only().newest())).isTrue();
  }

  @Test
  void a_file_that_was_only_touched_is_read_once() throws Exception {
    write("mlp/1/model.onnx", "one");
    FileTime lately = FileTime.from(Instant.now().minusSeconds(60));
    ModelVersion version = only().newest();
    Files.setLastModifiedTime(folder.resolve("models/mlp/1/model.onnx"), lately);
    assertThat(version.isStill(only().newest())).isTrue();
    write("mlp/1/model.onnx", "two");
    Files.setLastModifiedTime(folder.resolve("models/mlp/1/model.onnx"), lately);
    assertThat(version.isStill(only().newest())).isTrue();
  }

  private FoundModel model(String name) {
    return Optional.ofNullable(scan().models().get(name)).orElseThrow();
  }

  private String digest(String model) {
    return model(model).newest().content().digest();
  }

  @Test
  void one_that_is_laid_out_badly_does_not_keep_the_others_from_being_served() throws Exception {
    write("good/1/model.onnx", "x");
    write("empty/readme.txt", "x");
    write("strange/1/weights.bin", "x");
    write("mixed/1/model.onnx", "x");
    write("mixed/2/captions.json", "{}");
    write("-bad/1/model.onnx", "x");

    assertThat(scan().models()).containsOnlyKeys("good");
    assertBroken("empty", "no version", "empty/1/model.onnx");
    assertBroken("strange", "version 1 has none of model.onnx");
    assertBroken("mixed", "different kinds");
    assertBroken("-bad", "name is not that of a model");
  }

  @Test
  void a_link_out_of_the_folder_is_refused() throws Exception {
    Files.createDirectories(folder.resolve("secret/1"));
    Files.writeString(folder.resolve("secret/1/model.onnx"), "x");
    write("good/1/model.onnx", "x");
    Files.createSymbolicLink(folder.resolve("models/linked"), folder.resolve("secret"));
    write("file/1/readme.txt", "x");
    Files.createSymbolicLink(
        folder.resolve("models/file/1/model.onnx"), folder.resolve("secret/1/model.onnx"));

    assertBroken("linked", "leads out of the repository");
    assertBroken("file", "leads out of the repository");
  }

  @Test
  void a_folder_that_is_not_there_says_what_belongs_into_one() {
    assertThatThrownBy(this::scan)
        .hasMessageContainingAll("EW8008", "cannot be read", "mlp/1/model.onnx");
  }

  @Test
  void our_configuration_may_say_four_things() throws Exception {
    write("m/1/model.onnx", "x");
    write("m/2/model.onnx", "x");
    write("m/config.yaml", "maxBatchSize: 8\nbatchTimeout: 5ms\nversions: [1]\npreload: true\n");

    FoundModel model = only();

    assertThat(model.settings().maxBatchSize()).hasValue(8);
    assertThat(model.settings().batchTimeout()).contains(Duration.ofMillis(5));
    assertThat(model.settings().preload()).isTrue();
    assertThat(model.versions()).extracting(ModelVersion::number).containsExactly(1);
  }

  @Test
  void what_a_configuration_says_wrongly_is_told() throws Exception {
    write("m/1/model.onnx", "x");
    write("m/config.yaml", "maxBatchSise: 8\n");
    assertBroken("m", "no key \"maxBatchSise\"", "maxBatchSize");
    write("m/config.yaml", "maxBatchSize: 0\n");
    assertBroken("m", "maxBatchSize", "1 to 1024");
    write("m/config.yaml", "batchTimeout: soon\n");
    assertBroken("m", "batchTimeout", "5ms");
    write("m/config.yaml", "versions: [7]\n");
    assertBroken("m", "none of the versions [1]");
    write("m/config.yaml", "a: &x [1]\nb: [*x, *x]\n");
    assertBroken("m", "config.yaml");
  }

  @Test
  void of_tritons_configuration_what_matters_is_read_and_the_rest_is_told() throws Exception {
    write("m/1/model.onnx", "x");
    write("m/2/model.onnx", "x");
    write(
        "m/config.pbtxt",
        """
        # as in Triton's own examples
        name: "m" platform: "onnxruntime_onnx"
        max_batch_size: 16
        input [ { name: "x" data_type: TYPE_FP32 dims: [ -1, 4 ] } ]
        output { name: 'y', data_type: TYPE_FP32; dims: 4 }
        dynamic_batching { preferred_batch_size: [4, 8] max_queue_delay_microseconds: 500 }
        instance_group [ { count: 2 kind: KIND_CPU } ]
        version_policy: { all {} }
        """);

    FoundModel model = only();

    assertThat(model.settings().maxBatchSize()).hasValue(16);
    assertThat(model.settings().batchTimeout()).contains(Duration.ofNanos(500_000));
    assertThat(model.versions()).hasSize(2);
    assertThat(model.notes())
        .containsExactly(
            "config.pbtxt: without meaning here: instance_group",
            "config.pbtxt: without meaning here: dynamic_batching.preferred_batch_size");
  }

  @Test
  void triton_serves_the_newest_version_when_nothing_is_said() throws Exception {
    write("m/1/model.onnx", "x");
    write("m/2/model.onnx", "x");
    write("m/config.pbtxt", "max_batch_size: 0");

    assertThat(only().versions()).extracting(ModelVersion::number).containsExactly(2);
    assertThat(only().settings().maxBatchSize()).hasValue(1);
  }
}
