package dev.edgewise.engines.djltflite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.Engines;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The face models through both builds of TensorFlow Lite, in one process: the same answers and the
 * same refusals.
 */
final class ConformanceTest {
  /**
   * Kernels of 2.6 and 2.20 may add in another order. Raw outputs of these models are some hundreds
   * at most, so this is a few units in the last place of a float.
   */
  private static final float TOLERANCE = 1e-3f;

  private static final Path SAMPLE =
      Path.of("../../samples/vision/src/main/resources/dev/edgewise/samples/vision/pictures");

  private static ModelEngine engine(String name) {
    return Engines.prefer(Engines.found(), List.of(name)).getFirst();
  }

  private static TensorModel load(String engine, String model) {
    return engine(engine).load(model, file(model), EngineOptions.DEFAULT);
  }

  private static ByteBuffer file(String model) {
    try (InputStream in =
        ConformanceTest.class.getResourceAsStream(
            "/META-INF/edgewise/models/" + model + ".tflite")) {
      if (in == null) {
        throw new IllegalStateException("no model " + model);
      }
      return ByteBuffer.wrap(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sample's pictures, and more where the evaluation's data are. */
  private static List<Path> pictures() throws IOException {
    List<Path> folders = new ArrayList<>(List.of(SAMPLE));
    String data = System.getenv("EDGEWISE_EVAL_DATA");
    if (data != null) {
      folders.add(Path.of(data, "media"));
    }
    List<Path> pictures = new ArrayList<>();
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          files
              .filter(file -> file.toString().matches(".*\\.(png|jpg)"))
              .sorted()
              .forEach(pictures::add);
        }
      }
    }
    return pictures;
  }

  /** As the models take it: side × side, red, green, blue from −1 to 1. */
  private static Tensor picture(Path file, int side) throws IOException {
    BufferedImage scaled = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(ImageIO.read(file.toFile()), 0, 0, side, side, null);
    graphics.dispose();
    float[] values = new float[side * side * 3];
    int at = 0;
    for (int pixel : scaled.getRGB(0, 0, side, side, null, 0, side)) {
      for (int shift = 16; shift >= 0; shift -= 8) {
        values[at++] = (pixel >> shift & 0xff) / 127.5f - 1;
      }
    }
    return Tensor.ofFloats(List.of(1, side, side, 3), values);
  }

  private static Tensor noise(int seed, int side) {
    Random random = new Random(seed);
    float[] values = new float[side * side * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return Tensor.ofFloats(List.of(1, side, side, 3), values);
  }

  @ParameterizedTest
  @CsvSource({"face_detection_short_range,128", "face_detection_full_range,192"})
  void both_give_the_same_answers(String model, int side) throws IOException {
    List<Tensor> inputs = new ArrayList<>();
    for (Path picture : pictures()) {
      inputs.add(picture(picture, side));
    }
    assertThat(inputs).as("pictures").hasSizeGreaterThanOrEqualTo(4);
    for (int seed = 0; seed < 20; seed++) {
      inputs.add(noise(seed, side));
    }
    try (TensorModel ours = load("tflite", model);
        TensorModel djl = load("djl-tflite", model)) {
      assertThat(djl.signature()).isEqualTo(ours.signature());
      float most = 0;
      for (Tensor input : inputs) {
        List<Tensor> expected = ours.run(List.of(input));
        List<Tensor> answer = djl.run(List.of(input));
        assertThat(answer).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
          assertThat(answer.get(i).shape()).isEqualTo(expected.get(i).shape());
          most = Math.max(most, difference(answer.get(i).toFloats(), expected.get(i).toFloats()));
        }
      }
      System.out.println(model + ": " + inputs.size() + " inputs, largest difference " + most);
      assertThat(most).isLessThanOrEqualTo(TOLERANCE);
    }
  }

  /** By hand: what AssertJ has for it takes time by the square of the length. */
  private static float difference(float[] one, float[] other) {
    assertThat(one).hasSameSizeAs(other);
    float most = 0;
    for (int i = 0; i < one.length; i++) {
      most = Math.max(most, Math.abs(one[i] - other[i]));
    }
    return most;
  }

  @Test
  void both_refuse_the_same_inputs_with_the_same_words() {
    String model = "face_detection_short_range";
    try (TensorModel ours = load("tflite", model);
        TensorModel djl = load("djl-tflite", model)) {
      for (List<Tensor> wrong :
          List.of(
              List.<Tensor>of(),
              List.of(noise(1, 128), noise(2, 128)),
              List.of(noise(1, 64)),
              List.of(Tensor.allocate(ElementType.FLOAT32, List.of(128, 128, 3))),
              List.of(Tensor.allocate(ElementType.FLOAT32, List.of(0, 128, 128, 3))),
              List.of(Tensor.allocate(ElementType.UINT8, List.of(1, 128, 128, 3))))) {
        EdgewiseException expected = refusal(() -> ours.run(wrong));
        EdgewiseException refused = refusal(() -> djl.run(wrong));
        assertThat(refused.code()).isEqualTo(expected.code()).isEqualTo(ErrorCode.WRONG_TENSOR);
        assertThat(refused).hasMessage(expected.getMessage());
      }
      // Neither is worse for it.
      assertThat(djl.run(List.of(noise(3, 128)))).hasSize(2);
    }
  }

  @Test
  void both_refuse_the_same_files() {
    byte[] whole = file("face_detection_short_range").array();
    for (byte[] wrong :
        List.of(new byte[0], "not a model at all".getBytes(UTF_8), Arrays.copyOf(whole, 5_000))) {
      for (String engine : List.of("tflite", "djl-tflite")) {
        assertThat(
                refusal(
                        () ->
                            engine(engine)
                                .load("wrong", ByteBuffer.wrap(wrong), EngineOptions.DEFAULT))
                    .code())
            .as(engine + " on " + wrong.length + " bytes")
            .isEqualTo(ErrorCode.BROKEN_MODEL);
      }
    }
  }

  private static EdgewiseException refusal(Runnable action) {
    @Nullable EdgewiseException refused =
        catchThrowableOfType(EdgewiseException.class, action::run);
    assertThat(refused).isNotNull();
    return requireNonNull(refused);
  }

  @Test
  void many_threads_get_the_answers_of_one() throws Exception {
    String model = "face_detection_short_range";
    try (TensorModel djl = load("djl-tflite", model);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<float[]> expected = new ArrayList<>();
      List<Callable<float[]>> calls = new ArrayList<>();
      for (int seed = 0; seed < 16; seed++) {
        Tensor input = noise(seed, 128);
        expected.add(djl.run(List.of(input)).getFirst().toFloats());
        calls.add(() -> djl.run(List.of(input)).getFirst().toFloats());
      }
      List<Future<float[]>> answers = threads.invokeAll(calls);
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo(expected.get(i));
      }
    }
  }

  @Test
  void nothing_of_djl_is_seen_outside() {
    try (TensorModel djl = load("djl-tflite", "face_detection_short_range")) {
      assertThat(djl.run(List.of(noise(1, 128)))).hasSize(2);
    }
    assertThatExceptionOfType(ClassNotFoundException.class)
        .isThrownBy(() -> Class.forName("ai.djl.engine.Engine"));
  }

  @Test
  void it_stands_back_unless_it_is_asked_for() {
    assertThat(Engines.found())
        .extracting(ModelEngine::name)
        .containsExactly("tflite", "djl-tflite");
    assertThat(engine("djl-tflite")).isInstanceOf(DjlTfliteEngine.class);
  }
}
