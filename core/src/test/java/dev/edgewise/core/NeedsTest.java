package dev.edgewise.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which accelerators will do. */
final class NeedsTest {
  @ParameterizedTest
  @CsvSource({
    "gpu, gpu, NVIDIA T4, true",
    "gpu, gpu, '', true",
    "gpu, GPU, NVIDIA T4, true",
    "gpu, npu, NVIDIA T4, false",
    "tpu-v4, tpu, Cloud TPU V4, true",
    "tpu-v4, tpu, TPUv4, true",
    "tpu-v4, tpu, TPU v4i, true",
    "tpu-v4, tpu, TPU v5, false",
    "tpu-v4, tpu, TPU v40, false",
    "tpu-v4, gpu, TPU v4, false",
    "tpu-v4, tpu, '', false",
    "gpu-t4, gpu, NVIDIA T400, false",
    "gpu-t4, gpu, NVIDIA T400 beside T4, true",
    "gpu-rtx-4090, gpu, NVIDIA GeForce RTX 4090, true",
    "gpu-a100, gpu, NVIDIA A100-SXM4-80GB, true"
  })
  void finds_kind_and_model_by_name(String wanted, String kind, String model, boolean met) {
    assertThat(Needs.accelerator(wanted).metBy(List.of(new Accelerator(kind, model, 0))))
        .isEqualTo(met);
  }

  @Test
  void memory_is_that_of_one_accelerator_and_unknown_memory_is_not_enough() {
    Needs needs = new Needs("gpu", 4_000_000_000L);
    Accelerator exact = new Accelerator("gpu", "A", 4_000_000_000L);
    Accelerator small = new Accelerator("gpu", "B", 3_999_999_999L);
    Accelerator unknown = new Accelerator("gpu", "C", 0);

    assertThat(needs.metBy(List.of(exact))).isTrue();
    assertThat(needs.metBy(List.of(small, unknown, small))).isFalse();
    assertThat(needs.metBy(List.of(small, exact))).isTrue();
    assertThat(needs.metBy(List.of())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GPU", "gpu-", "-v4", "gpu v4", "4gpu", "gpu\n"})
  void refuses_other_words(String word) {
    assertThatThrownBy(() -> Needs.accelerator(word))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gpu or tpu-v4");
  }

  @Test
  void an_operator_declares_kind_model_and_memory() {
    assertThat(Accelerator.declared("tpu-v4")).isEqualTo(new Accelerator("tpu", "v4", 0, true));
    assertThat(Accelerator.declared("gpu-t4=16GB"))
        .isEqualTo(new Accelerator("gpu", "t4", 16_000_000_000L, true))
        .extracting(Accelerator::words)
        .isEqualTo("gpu t4, 16.0 GB (declared)");
    assertThat(
            new Needs("gpu-t4", 16_000_000_000L).metBy(List.of(Accelerator.declared("gpu=16GB"))))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GPU", "gpu=", "gpu=much", "=4GB", "gpu=4GB=5GB", "gpu t4"})
  void nothing_else_declares_one(String text) {
    assertThatThrownBy(() -> Accelerator.declared(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_accelerator_has_bounds() {
    assertThatThrownBy(() -> new Accelerator("", "x", 0)).hasMessageContaining("accelerators.kind");
    assertThatThrownBy(() -> new Accelerator("gpu", "x".repeat(201), 0))
        .hasMessageContaining("accelerators.model");
    assertThatThrownBy(() -> new Accelerator("gpu", "a\nb", 0))
        .hasMessageContaining("control character");
    assertThatThrownBy(() -> new Accelerator("gpu", "", -1))
        .hasMessageContaining("accelerators.memory_bytes");
  }

  @Test
  void says_what_is_needed_and_what_is_there() {
    assertThat(new Needs("gpu", 4_000_000_000L).words()).isEqualTo("gpu with 4.0 GB");
    assertThat(Needs.words(List.of())).isEqualTo("none");
    assertThat(
            Needs.words(
                List.of(
                    new Accelerator("gpu", "T4", 16_000_000_000L), new Accelerator("npu", "", 0))))
        .isEqualTo("gpu T4, 16.0 GB; npu");
  }
}
