package dev.edgewise.sdk.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ShapesTest {
  private final Shapes shapes = new Shapes();

  record Frame(String camera, Tensor pixels) {}

  record Pair(Frame left, Frame right) {}

  record Deep(Pair pair) {}

  record TooDeep(Deep deep) {}

  record Perhaps(@Nullable Tensor tensor, int count) {}

  private static Tensor floats(int... sizes) {
    List<Integer> shape = java.util.Arrays.stream(sizes).boxed().toList();
    return Tensor.allocate(ElementType.FLOAT32, shape);
  }

  private static Frame frame(String camera, int... sizes) {
    return new Frame(camera, floats(sizes));
  }

  @Test
  void items_without_tensors_are_all_alike() {
    assertThat(shapes.of("text")).isEmpty();
    assertThat(shapes.of(7)).isEqualTo(shapes.of(8));
  }

  @Test
  void tensors_are_alike_in_type_and_shape_whatever_is_in_them() {
    assertThat(shapes.of(floats(2, 3))).isEqualTo(shapes.of(floats(2, 3)));
    assertThat(shapes.of(floats(2, 3))).isNotEqualTo(shapes.of(floats(3, 2)));
    assertThat(shapes.of(floats(2)))
        .isNotEqualTo(shapes.of(Tensor.allocate(ElementType.INT32, List.of(2))));
  }

  @Test
  void records_are_looked_into_and_their_other_components_do_not_count() {
    assertThat(shapes.of(frame("a", 4))).isEqualTo(shapes.of(frame("b", 4)));
    assertThat(shapes.of(frame("a", 4))).isNotEqualTo(shapes.of(frame("a", 5)));
    assertThat(shapes.of(new Pair(frame("a", 4), frame("a", 5))))
        .isNotEqualTo(shapes.of(new Pair(frame("a", 5), frame("a", 4))));
  }

  @Test
  void no_deeper_than_three_records() {
    Deep deep = new Deep(new Pair(frame("a", 4), frame("a", 5)));
    assertThat(shapes.of(deep)).hasSize(4);
    assertThat(shapes.of(new TooDeep(deep))).isEmpty();
  }

  @Test
  void what_is_absent_has_no_shape() {
    assertThat(shapes.of(new Perhaps(null, 1))).isEmpty();
    assertThat(shapes.of(new Perhaps(floats(1), 1))).hasSize(2);
  }
}
