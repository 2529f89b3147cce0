package dev.edgewise.engines.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.TensorSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class TfliteEngineTest {
  private static final List<Integer> SHORT_INPUT = List.of(1, 128, 128, 3);

  private final ModelEngine engine = new TfliteEngine(2);

  @Test
  void is_found_as_a_service() {
    assertThat(ServiceLoader.load(ModelEngine.class))
        .singleElement()
        .isInstanceOf(TfliteEngine.class)
        .satisfies(found -> assertThat(found.format()).isEqualTo("tflite"));
  }

  @Test
  void tells_names_types_and_shapes_of_the_short_range_model() throws IOException {
    try (TensorModel model = load("face_detection_short_range")) {
      assertThat(model.signature().inputs())
          .containsExactly(new TensorSpec("input", ElementType.FLOAT32, SHORT_INPUT));
      assertThat(model.signature().outputs())
          .containsExactly(
              new TensorSpec("regressors", ElementType.FLOAT32, List.of(1, 896, 16)),
              new TensorSpec("classificators", ElementType.FLOAT32, List.of(1, 896, 1)));
    }
  }

  @Test
  void tells_shapes_of_the_full_range_model() throws IOException {
    try (TensorModel model = load("face_detection_full_range")) {
      assertThat(model.signature().inputs())
          .extracting(TensorSpec::shape)
          .containsExactly(List.of(1, 192, 192, 3));
      assertThat(model.signature().outputs())
          .extracting(TensorSpec::shape)
          .containsExactly(List.of(1, 2304, 16), List.of(1, 2304, 1));
    }
  }

  @Test
  void gives_the_golden_output_on_a_ramp() throws IOException {
    try (TensorModel model = load("face_detection_short_range")) {
      List<Tensor> outputs = model.run(List.of(ramp(0)));

      float[] boxes = outputs.get(0).toFloats();
      float[] scores = outputs.get(1).toFloats();
      // Taken with 2.20.0 on x86-64; other kernels may round differently in the last bits.
      assertThat(new float[] {boxes[0], boxes[1], boxes[2], scores[0], scores[447], scores[895]})
          .containsExactly(
              new float[] {0.5044f, -0.6322f, 25.8795f, -4.9233f, -4.5874f, -197.2837f},
              within(0.01f));
    }
  }

  @Test
  void outputs_belong_to_the_caller() throws IOException {
    try (TensorModel model = load("face_detection_short_range")) {
      Tensor first = model.run(List.of(ramp(0))).get(1);
      float[] before = first.toFloats();
      model.run(List.of(ramp(7)));

      assertThat(first.toFloats()).isEqualTo(before);
    }
  }

  @Test
  void the_file_may_lie_anywhere() throws IOException {
    byte[] file = file("face_detection_short_range");
    ByteBuffer direct =
        ByteBuffer.allocateDirect(file.length + 7).position(7).put(file).position(7);
    float[] expected;
    try (TensorModel model = engine.load("heap", ByteBuffer.wrap(file), EngineOptions.DEFAULT)) {
      expected = model.run(List.of(ramp(1))).get(1).toFloats();
    }
    try (TensorModel model = engine.load("odd", direct, EngineOptions.DEFAULT)) {
      assertThat(model.run(List.of(ramp(1))).get(1).toFloats()).isEqualTo(expected);
    }
    try (TensorModel model =
        engine.load("read-only", direct.asReadOnlyBuffer(), EngineOptions.DEFAULT)) {
      assertThat(model.run(List.of(ramp(1))).get(1).toFloats()).isEqualTo(expected);
    }
  }

  @Test
  void many_threads_at_once_get_the_answers_of_one_thread() throws Exception {
    try (TensorModel model = load("face_detection_short_range");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<float[]> expected = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        expected.add(model.run(List.of(ramp(i))).get(1).toFloats());
      }
      CountDownLatch start = new CountDownLatch(1);
      List<Future<float[]>> answers = new ArrayList<>();
      for (int i = 0; i < 48; i++) {
        int seed = i % 8;
        Callable<float[]> run =
            () -> {
              start.await();
              return model.run(List.of(ramp(seed))).get(1).toFloats();
            };
        answers.add(threads.submit(run));
      }
      start.countDown();
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo(expected.get(i % 8));
      }
    }
  }

  @Test
  void close_waits_for_runs_and_later_runs_are_refused() throws Exception {
    TensorModel model = load("face_detection_short_range");
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> runners = new ArrayList<>();
      CountDownLatch running = new CountDownLatch(4);
      for (int i = 0; i < 4; i++) {
        runners.add(
            threads.submit(
                () -> {
                  Tensor input = ramp(3);
                  model.run(List.of(input));
                  running.countDown();
                  int runs = 0;
                  try {
                    while (true) {
                      assertThat(model.run(List.of(input))).hasSize(2);
                      runs++;
                    }
                  } catch (IllegalStateException closed) {
                    return runs;
                  }
                }));
      }
      running.await();
      model.close();
      model.close();
      for (Future<Integer> runner : runners) {
        assertThat(runner.get()).isNotNegative();
      }
    }
    assertThatThrownBy(() -> model.run(List.of(ramp(0))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("face_detection_short_range");
  }

  @Test
  void says_what_is_wrong_with_a_tensor() throws IOException {
    try (TensorModel model = load("face_detection_short_range")) {
      assertCode(
          () -> model.run(List.of()),
          ErrorCode.WRONG_TENSOR,
          "face_detection_short_range",
          "1 inputs",
          "given are 0");
      assertCode(
          () -> model.run(List.of(Tensor.allocate(ElementType.FLOAT32, List.of(1, 192, 192, 3)))),
          ErrorCode.WRONG_TENSOR,
          "'input'",
          "FLOAT32[1, 128, 128, 3]",
          "given is FLOAT32[1, 192, 192, 3]");
      assertCode(
          () -> model.run(List.of(Tensor.allocate(ElementType.UINT8, SHORT_INPUT))),
          ErrorCode.WRONG_TENSOR,
          "given is UINT8");
      assertThat(model.run(List.of(ramp(0)))).as("the model is none the worse").hasSize(2);
    }
  }

  @Test
  void an_open_size_is_minus_one_and_takes_any() {
    try (TensorModel model =
        engine.load("relu", SmallModel.withOpenBatch(), EngineOptions.DEFAULT)) {
      assertThat(model.signature().inputs())
          .containsExactly(new TensorSpec("x", ElementType.FLOAT32, List.of(-1, 3)));
      assertThat(model.signature().outputs())
          .containsExactly(new TensorSpec("y", ElementType.FLOAT32, List.of(-1, 3)));
      for (int batch : List.of(1, 4, 2, 2)) {
        float[] x = new float[batch * 3];
        for (int i = 0; i < x.length; i++) {
          x[i] = i % 2 == 0 ? i : -i;
        }
        Tensor y = model.run(List.of(Tensor.ofFloats(List.of(batch, 3), x))).getFirst();
        assertThat(y.shape()).containsExactly(batch, 3);
        for (int i = 0; i < x.length; i++) {
          assertThat(y.toFloats()[i]).isCloseTo(Math.max(0, x[i]), within(0f));
        }
      }
      assertCode(
          () -> model.run(List.of(Tensor.allocate(ElementType.FLOAT32, List.of(0, 3)))),
          ErrorCode.WRONG_TENSOR,
          "[0, 3]");
      assertCode(
          () -> model.run(List.of(Tensor.allocate(ElementType.FLOAT32, List.of(2, 4)))),
          ErrorCode.WRONG_TENSOR,
          "[-1, 3]");
    }
  }

  @Test
  void an_operation_that_is_not_built_in_is_named() {
    assertCode(
        () ->
            engine.load(
                "segmenter",
                SmallModel.withOperation("Convolution2DTransposeBias"),
                EngineOptions.DEFAULT),
        ErrorCode.BROKEN_MODEL,
        "segmenter",
        "Convolution2DTransposeBias");
  }

  @Test
  void tensors_of_text_are_refused() {
    assertCode(
        () -> engine.load("text", SmallModel.withText(), EngineOptions.DEFAULT),
        ErrorCode.BROKEN_MODEL,
        "text");
  }

  @Test
  void a_file_that_is_no_model_is_refused() {
    assertCode(
        () -> engine.load("empty", ByteBuffer.allocate(0), EngineOptions.DEFAULT),
        ErrorCode.BROKEN_MODEL,
        "0 bytes");
    byte[] garbage = new byte[3000];
    new Random(1).nextBytes(garbage);
    assertCode(
        () -> engine.load("garbage", ByteBuffer.wrap(garbage), EngineOptions.DEFAULT),
        ErrorCode.BROKEN_MODEL,
        "TFL3");
    System.arraycopy(new byte[] {'T', 'F', 'L', '3'}, 0, garbage, 4, 4);
    assertCode(
        () -> engine.load("garbage", ByteBuffer.wrap(garbage), EngineOptions.DEFAULT),
        ErrorCode.BROKEN_MODEL,
        "not a valid");
  }

  @Test
  void a_file_cut_off_anywhere_is_refused() throws IOException {
    byte[] file = file("face_detection_short_range");
    Random random = new Random(2);
    for (int i = 0; i < 40; i++) {
      int length = random.nextInt(file.length);
      assertCode(
          () -> engine.load("cut", ByteBuffer.wrap(file, 0, length), EngineOptions.DEFAULT),
          ErrorCode.BROKEN_MODEL,
          "cut");
    }
  }

  private TensorModel load(String name) throws IOException {
    return engine.load(name, ByteBuffer.wrap(file(name)), EngineOptions.DEFAULT);
  }

  private static byte[] file(String name) throws IOException {
    try (InputStream in =
        TfliteEngineTest.class.getResourceAsStream(
            "/META-INF/edgewise/models/" + name + ".tflite")) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    }
  }

  /** The same input on every machine: no float arithmetic that could round in two ways. */
  private static Tensor ramp(int seed) {
    float[] values = new float[128 * 128 * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = ((i * 31 + seed * 101) % 256 - 128) / 128f;
    }
    return Tensor.ofFloats(SHORT_INPUT, values);
  }

  private static void assertCode(Runnable action, ErrorCode code, String... words) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContainingAll(words);
  }
}
