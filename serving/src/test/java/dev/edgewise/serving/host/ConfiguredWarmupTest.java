package dev.edgewise.serving.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model's configuration says to warm it with. */
final class ConfiguredWarmupTest {
  private final Path folder;
  private final AddingEngine engine = new AddingEngine();

  ConfiguredWarmupTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve("models/m").resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private void configure(String text) throws IOException {
    write("1/model.onnx", "1m".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    write("config.yaml", text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private ServingHost open(String warmupMillis) {
    return Hosts.open(
        folder.resolve("models"),
        Map.of("warmupMillis", warmupMillis, "maxBatchSize", "2"),
        engine);
  }

  private void load() {
    try (ServingHost host = open("600000");
        TensorModel model = host.tensors(getClass().getClassLoader(), "m")) {
      assertThat(model.name()).isEqualTo("m");
    }
  }

  @Test
  void each_sample_is_run_alone_and_in_batches_before_the_first_call() throws IOException {
    write("warmup/face.raw", floats(3, 4, 5));
    configure(
        """
        warmup:
          - name: face
            inputs:
              in: {shape: [3], data: face.raw}
          - inputs:
              in: {shape: [1, 5], data: random}
          - inputs: {in: zeros}
        """);

    load();

    assertThat(engine.seen)
        .contains(List.of(3f, 4f, 5f), List.of(3f, 4f, 5f, 3f, 4f, 5f), List.of(0f))
        .anySatisfy(
            numbers ->
                assertThat(numbers)
                    .hasSize(5)
                    .allMatch(number -> number >= 0 && number < 1)
                    .anyMatch(number -> number > 0));
  }

  @Test
  void tritons_samples_are_read_where_nothing_of_ours_stands() throws IOException {
    write("1/model.onnx", "1m".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    write("warmup/raw_face", floats(6, 7));
    write(
        "config.pbtxt",
        """
        max_batch_size: 8
        model_warmup [
          { name: "from a file" batch_size: 4
            inputs { key: "in" value: { data_type: TYPE_FP32 dims: [2] input_data_file: "raw_face" } } },
          { name: "numbers" inputs [
            { key: "in" value: { data_type: TYPE_FP32 dims: 4 random_data: true } } ] }
        ]
        """
            .getBytes(java.nio.charset.StandardCharsets.UTF_8));

    load();

    assertThat(engine.seen)
        .contains(List.of(6f, 7f))
        .anyMatch(numbers -> numbers.size() == 4)
        .noneMatch(numbers -> numbers.equals(List.of(0f)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{other: zeros} | it has no input \"other\"",
        "{in: {shape: [2, 3]}} | the shape [2, 3] of input \"in\" is not one item",
        "{in: {shape: [1, 1, 1]}} | is not one item",
        "{in: {shape: [4], data: face.raw}} | face.raw is not one item of input \"in\"",
        "{in: {shape: [5000000]}} | it is larger than 16 MiB",
      })
  void a_sample_that_the_model_does_not_take_is_an_error_that_names_it(String inputs, String why)
      throws IOException {
    write("warmup/face.raw", floats(3, 4, 5));
    configure("warmup: [{name: portrait, inputs: " + inputs + "}]");

    assertThatThrownBy(this::load)
        .isInstanceOfSatisfying(
            EdgewiseException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_MODEL_FOLDER))
        .hasMessageContainingAll("\"portrait\"", "\"m\"", why, "in FLOAT32[-1, -1]", "mend");
    assertThat(engine.open).as("models left open").hasValue(0);
  }

  @Test
  void a_sample_that_the_model_fails_on_is_an_error_that_names_it() throws IOException {
    write("warmup/poison.raw", floats(AddingEngine.POISON));
    configure("warmup: [{name: poisoned, inputs: {in: {shape: [1], data: poison.raw}}}]");

    assertThatThrownBy(this::load)
        .hasMessageContainingAll("\"poisoned\"", "the model fails on it", "cannot take");
    assertThat(engine.open).hasValue(0);
  }

  @Test
  void without_warming_up_nothing_is_run() throws IOException {
    configure("warmup: [{name: portrait, inputs: {in: {shape: [2, 3]}}}]");

    try (ServingHost host = open("0");
        TensorModel model = host.tensors(getClass().getClassLoader(), "m")) {
      assertThat(engine.runs).hasValue(0);
      assertThat(model.run(List.of(Tensor.ofFloats(List.of(1, 1), new float[] {1})))).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void what_is_not_a_number_is_a_result_where_the_model_may_give_it(boolean allowed)
      throws IOException {
    configure("allowNaN: " + allowed);
    Tensor nan = Tensor.ofFloats(List.of(1, 2), new float[] {Float.NaN, 1});

    try (ServingHost host = open("0");
        TensorModel model = host.tensors(getClass().getClassLoader(), "m")) {
      if (allowed) {
        assertThat(model.run(List.of(nan)).getFirst().toFloats()).containsExactly(Float.NaN, 2);
      } else {
        assertThatThrownBy(() -> model.run(List.of(nan)))
            .isInstanceOfSatisfying(
                EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_BATCH));
      }
    }
  }
}
