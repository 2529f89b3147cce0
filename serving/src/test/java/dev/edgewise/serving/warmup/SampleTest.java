package dev.edgewise.serving.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SampleTest {
  @Test
  void zeros_take_open_sizes_as_one() {
    Tensor zeros = Sample.zeros(new TensorSpec("x", ElementType.FLOAT32, List.of(-1, 4)));

    assertThat(zeros.shape()).containsExactly(1, 4);
    assertThat(zeros.toFloats()).containsOnly(0f);
  }
}
