package dev.edgewise.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A tensor holds exactly what its type and shape say. */
final class TensorTest {
  @Test
  void floats_come_back_as_they_were_given() {
    float[] values = {1.5f, -2f, Float.NaN, Float.MIN_VALUE, 0f, -0f};
    Tensor tensor = Tensor.ofFloats(List.of(2, 3), values);
    assertThat(tensor.toFloats()).containsExactly(values);
    assertThat(tensor.shape()).containsExactly(2, 3);
    assertThat(tensor).hasToString("Tensor FLOAT32[2, 3]");
  }

  @ParameterizedTest
  @EnumSource(value = ElementType.class, mode = EnumSource.Mode.EXCLUDE, names = "BYTES")
  void an_allocated_tensor_is_direct_zero_and_of_the_right_size(ElementType type) {
    Tensor tensor = Tensor.allocate(type, List.of(3, 2));
    ByteBuffer data = tensor.data();
    assertThat(data.isDirect()).isTrue();
    assertThat(data.order()).isEqualTo(ByteOrder.nativeOrder());
    assertThat(data.remaining()).isEqualTo(6 * type.bytes());
    while (data.hasRemaining()) {
      assertThat(data.get()).isZero();
    }
  }

  @Test
  void a_scalar_has_one_element_and_an_empty_dimension_none() {
    assertThat(Tensor.allocate(ElementType.INT64, List.of()).data().remaining()).isEqualTo(8);
    assertThat(Tensor.allocate(ElementType.INT64, List.of(4, 0)).data().remaining()).isZero();
  }

  @Test
  void views_of_the_data_share_the_memory_but_not_the_position() {
    Tensor tensor = Tensor.ofFloats(List.of(2), new float[] {1, 2});
    ByteBuffer first = tensor.data();
    first.putFloat(9);
    assertThat(tensor.data().position()).isZero();
    assertThat(tensor.toFloats()).containsExactly(9, 2);
  }

  @Test
  void a_tensor_over_a_buffer_takes_what_lies_between_position_and_limit() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
    buffer.putFloat(1).putFloat(2).putFloat(3).putFloat(4);
    buffer.position(4).limit(12);
    assertThat(Tensor.of(ElementType.FLOAT32, List.of(2), buffer).toFloats()).containsExactly(2, 3);
    assertThat(buffer.position()).isEqualTo(4);
  }

  @Test
  void a_buffer_that_does_not_fit_is_refused_with_both_sizes() {
    assertThatThrownBy(
            () -> Tensor.of(ElementType.FLOAT32, List.of(2), ByteBuffer.allocateDirect(7)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("data: 7 bytes (expected: 8 for FLOAT32[2])");
    assertThatThrownBy(() -> Tensor.of(ElementType.FLOAT32, List.of(2), ByteBuffer.allocate(8)))
        .hasMessageContaining("a heap buffer");
    assertThatThrownBy(() -> Tensor.ofFloats(List.of(3), new float[2]))
        .hasMessageContaining("values: 2 (expected: 3");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE})
  void a_negative_dimension_is_refused(int size) {
    assertThatThrownBy(() -> Tensor.allocate(ElementType.UINT8, List.of(2, size)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no negative size");
  }

  @Test
  void a_shape_beyond_the_memory_is_refused_before_anything_is_allocated() {
    int most = Integer.MAX_VALUE;
    assertThatThrownBy(() -> Tensor.allocate(ElementType.INT8, List.of(most, most)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("less than 2 GiB");
    assertThatThrownBy(() -> Tensor.allocate(ElementType.FLOAT64, List.of(most, most, most, most)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("less than 2 GiB");
    assertThatThrownBy(
            () ->
                Tensor.of(
                    ElementType.FLOAT64, List.of(most, most, 2), ByteBuffer.allocateDirect(8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void other_types_are_not_read_as_floats() {
    assertThatThrownBy(() -> Tensor.allocate(ElementType.INT32, List.of(1)).toFloats())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("INT32");
  }

  @Test
  void texts_come_back_as_they_went_in() {
    byte[] word = "tür".getBytes(StandardCharsets.UTF_8);
    Tensor tensor = Tensor.ofTexts(List.of(1, 2), List.of(word, new byte[0]));

    assertThat(tensor.toTexts()).containsExactly(word, new byte[0]);
    assertThat(tensor.data().remaining()).isEqualTo(4 + word.length + 4);
    assertThat(Tensor.of(ElementType.BYTES, List.of(2, 1), tensor.data()).toTexts()).hasSize(2);
  }

  @Test
  void texts_that_are_cut_off_or_of_another_number_are_refused() {
    ByteBuffer whole = Tensor.ofTexts(List.of(2), List.of(new byte[3], new byte[1])).data();
    for (int size = 1; size < whole.remaining(); size++) {
      ByteBuffer cut = whole.slice(0, size);
      assertThatThrownBy(() -> Tensor.of(ElementType.BYTES, List.of(2), cut))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("BYTES");
    }
    assertThatThrownBy(() -> Tensor.of(ElementType.BYTES, List.of(3), whole))
        .hasMessageContaining("2 elements of BYTES (expected: 3");
    assertThatThrownBy(() -> Tensor.ofTexts(List.of(3), List.of(new byte[1])))
        .hasMessageContaining("elements: 1 (expected: 3");
    assertThatThrownBy(() -> Tensor.allocate(ElementType.BYTES, List.of(3)))
        .hasMessageContaining("type: BYTES");
  }
}
