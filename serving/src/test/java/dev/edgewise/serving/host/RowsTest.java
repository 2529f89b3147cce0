package dev.edgewise.serving.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The largest batch counts rows, as a model sees them. */
final class RowsTest {

  private final AddingEngine engine = new AddingEngine();

  @Test
  void a_call_of_more_rows_than_a_batch_may_have_runs_in_pieces(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("m/1/model.onnx");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "1");
    try (ServingHost host = open(folder);
        var model = host.tensors(Hosts.LOADER, "m")) {
      Tensor out =
          model
              .run(
                  List.of(
                      Tensor.ofFloats(List.of(10, 1), new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})))
              .getFirst();
      assertThat(out.shape()).containsExactly(10, 1);
      assertThat(out.toFloats()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
      assertThat(engine.runs).as("4, 4 and 2 rows").hasValue(3);

      var unused = model.run(List.of(Tensor.ofFloats(List.of(2, 1), new float[] {0, 1})));
      assertThat(host.lanes())
          .anySatisfy(
              lane -> {
                assertThat(lane.key()).contains("2 rows");
                assertThat(lane.cap()).isEqualTo(2);
              });
    }
  }

  private ServingHost open(Path folder) {
    return Hosts.open(folder, Map.of("maxBatchSize", "4", "warmupMillis", "0"), engine);
  }

  @Test
  void what_is_not_a_number_is_not_sound_in_any_type() {
    assertThat(Sound.all(List.of(Tensor.ofFloats(List.of(2), new float[] {1, Float.NaN}))))
        .isFalse();
    assertThat(
            Sound.all(
                List.of(
                    Tensor.ofFloats(List.of(3), new float[] {1, Float.POSITIVE_INFINITY, -0f}))))
        .isTrue();
    assertThat(Sound.all(List.of(halves(ElementType.FLOAT16, 0x3C00, 0x7C00)))).isTrue();
    assertThat(Sound.all(List.of(halves(ElementType.FLOAT16, 0x3C00, 0xFE00)))).isFalse();
    assertThat(Sound.all(List.of(halves(ElementType.BFLOAT16, 0x3F80, 0xFF80)))).isTrue();
    assertThat(Sound.all(List.of(halves(ElementType.BFLOAT16, 0x3F80, 0x7FC0)))).isFalse();
    ByteBuffer doubles = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
    doubles.putDouble(0, 1).putDouble(8, Double.NaN);
    assertThat(Sound.all(List.of(Tensor.of(ElementType.FLOAT64, List.of(2), doubles)))).isFalse();
    assertThat(Sound.all(List.of(Tensor.allocate(ElementType.INT64, List.of(2))))).isTrue();
  }

  private static Tensor halves(ElementType type, int one, int two) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder());
    bytes.putShort(0, (short) one).putShort(2, (short) two);
    return Tensor.of(type, List.of(2), bytes);
  }
}
