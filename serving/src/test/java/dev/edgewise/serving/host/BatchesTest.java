package dev.edgewise.serving.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.model.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BatchesTest {
  @Test
  void what_is_joined_comes_apart_again() {
    List<Tensor> one = List.of(Tensor.ofFloats(List.of(1, 2), new float[] {1, 2}));
    List<Tensor> two = List.of(Tensor.ofFloats(List.of(2, 2), new float[] {3, 4, 5, 6}));

    List<Tensor> joined = Batches.join(List.of(one, two));
    assertThat(joined.getFirst().shape()).containsExactly(3, 2);
    List<List<Tensor>> apart = Batches.split(joined, List.of(1, 2));

    assertThat(apart.get(0).getFirst().toFloats()).containsExactly(1, 2);
    assertThat(apart.get(1).getFirst().toFloats()).containsExactly(3, 4, 5, 6);
    assertThat(apart.get(1).getFirst().shape()).containsExactly(2, 2);
  }

  @Test
  void texts_of_different_lengths_too() {
    List<Tensor> one = List.of(Tensor.ofTexts(List.of(1), List.of("long one".getBytes(UTF_8))));
    List<Tensor> two =
        List.of(Tensor.ofTexts(List.of(2), List.of(new byte[0], "b".getBytes(UTF_8))));

    List<List<Tensor>> apart = Batches.split(Batches.join(List.of(one, two)), List.of(1, 2));

    assertThat(new String(apart.get(0).getFirst().toTexts().getFirst(), UTF_8))
        .isEqualTo("long one");
    assertThat(new String(apart.get(1).getFirst().toTexts().getLast(), UTF_8)).isEqualTo("b");
  }

  @Test
  void a_call_alone_is_not_copied() {
    List<Tensor> one = List.of(Tensor.ofFloats(List.of(1, 1), new float[] {1}));
    assertThat(Batches.join(List.of(one))).isSameAs(one);
    assertThat(Batches.split(one, List.of(1)).getFirst()).isSameAs(one);
  }

  @Test
  void an_output_of_another_size_is_told() {
    List<Tensor> outputs = List.of(Tensor.ofFloats(List.of(2, 1), new float[] {1, 2}));
    assertThatThrownBy(() -> Batches.split(outputs, List.of(1, 2))).hasMessageContaining("3 rows");
  }
}
