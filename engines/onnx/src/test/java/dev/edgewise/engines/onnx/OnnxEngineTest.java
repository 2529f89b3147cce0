package dev.edgewise.engines.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.Arena;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.Provider;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.TensorSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OnnxEngineTest {
  private final ModelEngine engine = new OnnxEngine(2);

  private static ByteBuffer file(String name) {
    try (InputStream in = OnnxEngineTest.class.getResourceAsStream("/models/" + name + ".onnx")) {
      if (in == null) {
        throw new IllegalStateException("no test model " + name);
      }
      return ByteBuffer.wrap(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TensorModel load(String name) {
    return engine.load(name, file(name), EngineOptions.DEFAULT);
  }

  private void assertBroken(String name, ByteBuffer file, String words) {
    assertThatExceptionOfType(EdgewiseException.class)
        .isThrownBy(() -> engine.load(name, file, EngineOptions.DEFAULT))
        .withMessageContaining(words)
        .withMessageContaining("'" + name + "'")
        .extracting(EdgewiseException::code)
        .isEqualTo(ErrorCode.BROKEN_MODEL);
  }

  @Test
  void it_is_found_as_a_service() {
    assertThat(ServiceLoader.load(ModelEngine.class))
        .anySatisfy(
            found -> {
              assertThat(found).isInstanceOf(OnnxEngine.class);
              assertThat(found.name()).isEqualTo("onnx");
              assertThat(found.format()).isEqualTo("onnx");
            });
  }

  @Test
  void a_model_runs_for_any_number_of_rows_and_says_so() {
    try (TensorModel line = load("line")) {
      assertThat(line.signature().inputs())
          .containsExactly(new TensorSpec("x", ElementType.FLOAT32, List.of(-1, 3)));
      assertThat(line.memoryBytes()).isEqualTo(file("line").remaining());
      for (int rows = 0; rows < 5; rows++) {
        float[] values = new float[3 * rows];
        float[] expected = new float[3 * rows];
        for (int i = 0; i < values.length; i++) {
          values[i] = i;
          expected[i] = 2 * i + 1;
        }
        List<Tensor> answer = line.run(List.of(Tensor.ofFloats(List.of(rows, 3), values)));
        assertThat(answer).hasSize(1);
        assertThat(answer.getFirst().shape()).containsExactly(rows, 3);
        assertThat(answer.getFirst().toFloats()).containsExactly(expected);
      }
    }
  }

  @Test
  void an_output_whose_size_only_the_run_tells_comes_beside_one_that_is_known() {
    try (TensorModel where = load("where")) {
      Tensor mask = Tensor.allocate(ElementType.BOOL, List.of(5));
      mask.data().put(new byte[] {0, 1, 1, 0, 1});
      Tensor pair = Tensor.allocate(ElementType.INT64, List.of(2));
      pair.data().putLong(7).putLong(-1);

      List<Tensor> answer = where.run(List.of(mask, pair));

      assertThat(answer.get(0).shape()).containsExactly(1, 3);
      assertThat(longs(answer.get(0))).containsExactly(1, 2, 4);
      assertThat(longs(answer.get(1))).containsExactly(14, -2);
      assertThat(answer).allSatisfy(tensor -> assertThat(tensor.data().isDirect()).isTrue());
    }
  }

  private static long[] longs(Tensor tensor) {
    long[] values = new long[tensor.data().remaining() / Long.BYTES];
    tensor.data().asLongBuffer().get(values);
    return values;
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FLOAT32", "UINT16", "UINT32", "UINT64", "BYTES"})
  void numbers_of_each_type_come_back_as_they_went_in(ElementType type) {
    try (TensorModel same = load("same_" + type.name().toLowerCase(Locale.ROOT))) {
      Tensor given = Tensor.allocate(type, List.of(6));
      byte[] bytes = new byte[given.data().remaining()];
      new Random(5).nextBytes(bytes);
      if (type == ElementType.BOOL) {
        bytes = new byte[] {0, 1, 1, 0, 0, 1};
      }
      given.data().put(bytes);
      Tensor answer = same.run(List.of(given)).getFirst();
      assertThat(answer.type()).isEqualTo(type);
      assertThat(answer.data()).isEqualTo(given.data());
    }
  }

  @Test
  void texts_come_back_as_they_went_in() {
    try (TensorModel same = load("same_bytes")) {
      List<byte[]> texts =
          List.of("größer".getBytes(StandardCharsets.UTF_8), new byte[0], new byte[] {'a'});
      Tensor answer = same.run(List.of(Tensor.ofTexts(List.of(3), texts))).getFirst();
      assertThat(answer.toTexts()).containsExactly(texts.toArray(byte[][]::new));
    }
  }

  @Test
  void bytes_that_are_no_text_are_refused_and_not_changed() {
    try (TensorModel same = load("same_bytes")) {
      List<byte[]> texts = List.of(new byte[] {'a'}, new byte[] {'b', (byte) 0xFF});
      assertThatExceptionOfType(EdgewiseException.class)
          .isThrownBy(() -> same.run(List.of(Tensor.ofTexts(List.of(2), texts))))
          .withMessageContainingAll("element 1", "UTF-8", "UINT8")
          .extracting(EdgewiseException::code)
          .isEqualTo(ErrorCode.WRONG_TENSOR);
      List<byte[]> good = List.of("👢".getBytes(StandardCharsets.UTF_8), new byte[] {'a', 0, 'b'});
      assertThat(same.run(List.of(Tensor.ofTexts(List.of(2), good))).getFirst().toTexts())
          .containsExactly(good.toArray(byte[][]::new));
    }
  }

  @Test
  void a_tensor_of_another_kind_is_refused_before_the_run() {
    try (TensorModel line = load("line")) {
      List<List<Tensor>> wrong =
          List.of(
              List.of(),
              List.of(Tensor.ofFloats(List.of(2, 4), new float[8])),
              List.of(Tensor.ofFloats(List.of(3), new float[3])),
              List.of(Tensor.allocate(ElementType.FLOAT64, List.of(1, 3))));
      for (List<Tensor> tensors : wrong) {
        assertThatExceptionOfType(EdgewiseException.class)
            .isThrownBy(() -> line.run(tensors))
            .extracting(EdgewiseException::code)
            .isEqualTo(ErrorCode.WRONG_TENSOR);
      }
    }
  }

  @Test
  void what_is_no_model_or_cannot_be_run_is_told_with_its_reason() {
    assertBroken("text", ByteBuffer.wrap("no model".getBytes(StandardCharsets.UTF_8)), "cut off");
    assertBroken("nothing", ByteBuffer.allocate(0), "cannot be loaded");
    assertBroken("unknown", file("unknown"), "Frobnicate");
    assertBroken("same_uint16", file("same_uint16"), "does not carry");
    ByteBuffer whole = file("line");
    assertBroken("half", whole.slice(0, whole.remaining() / 2), "cut off");
  }

  @Test
  void many_callers_get_their_own_answers() throws Exception {
    try (TensorModel line = load("line");
        ExecutorService callers = Executors.newFixedThreadPool(8)) {
      List<Callable<float[]>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        float value = i;
        calls.add(
            () ->
                line.run(List.of(Tensor.ofFloats(List.of(1, 3), new float[] {value, value, value})))
                    .getFirst()
                    .toFloats());
      }
      List<Future<float[]>> answers = callers.invokeAll(calls);
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).containsOnly(2f * i + 1);
      }
    }
  }

  @Test
  void a_closed_model_says_so() {
    TensorModel line = load("line");
    line.close();
    line.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> line.run(List.of(Tensor.ofFloats(List.of(1, 3), new float[3]))))
        .withMessageContaining("closed");
  }

  @Test
  void without_libraries_for_a_card_only_the_processor_is_told() {
    assertThat(engine.providers()).containsExactly(Provider.CPU);
  }

  @ParameterizedTest
  @EnumSource(
      value = Provider.class,
      names = {"CUDA", "TENSORRT"})
  void a_provider_that_cannot_be_had_is_refused_or_falls_back(Provider provider) {
    EngineOptions strict = new EngineOptions(1, provider, 0, false, Arena.DEFAULT);
    assertThatExceptionOfType(EdgewiseException.class)
        .isThrownBy(() -> engine.load("line", file("line"), strict))
        .withMessageContainingAll(provider.word(), "'line'", "docs/engines.md", "engineFallback")
        .extracting(EdgewiseException::code)
        .isEqualTo(ErrorCode.NO_ENGINE);

    EngineOptions lenient = new EngineOptions(1, provider, 0, true, Arena.DEFAULT);
    try (TensorModel line = engine.load("line", file("line"), lenient)) {
      assertThat(answer(line)).containsExactly(1, 3, 5);
    }
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void a_broken_model_is_called_broken_whatever_was_to_compute(Provider provider) {
    ByteBuffer half = file("line").limit(file("line").remaining() / 2).slice();
    for (boolean fallback : new boolean[] {false, true}) {
      EngineOptions options = new EngineOptions(1, provider, 0, fallback, Arena.DEFAULT);
      assertThatExceptionOfType(EdgewiseException.class)
          .isThrownBy(() -> engine.load("line", half, options))
          .withMessageContainingAll("'line'", "cut off", "export it again")
          .extracting(EdgewiseException::code)
          .isEqualTo(ErrorCode.BROKEN_MODEL);
    }
  }

  @ParameterizedTest
  @EnumSource(Arena.class)
  void working_memory_changes_no_answer(Arena arena) {
    EngineOptions options = new EngineOptions(1, Provider.CPU, 0, false, arena);
    try (TensorModel line = engine.load("line", file("line"), options)) {
      for (int i = 0; i < 3; i++) {
        assertThat(answer(line)).containsExactly(1, 3, 5);
      }
    }
  }

  private static float[] answer(TensorModel line) {
    Tensor given = Tensor.ofFloats(List.of(1, 3), new float[] {0, 1, 2});
    return line.run(List.of(given)).getFirst().toFloats();
  }
}
