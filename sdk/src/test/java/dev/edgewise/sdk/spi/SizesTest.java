package dev.edgewise.sdk.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SizesTest {
  @Test
  void sizesComeBackInTheOrderInWhichTheyWereReserved() {
    Sizes sizes = new Sizes();
    int outer = sizes.reserve();
    for (int i = 0; i < 100; i++) {
      sizes.set(sizes.reserve(), i);
    }
    assertThat(sizes.set(outer, 4711)).isEqualTo(4711);

    assertThat(sizes.next()).isEqualTo(4711);
    for (int i = 0; i < 100; i++) {
      assertThat(sizes.next()).isEqualTo(i);
    }
  }
}
