package dev.edgewise.samples.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class RegionTest {
  @Test
  void overlap_is_shared_area_over_covered_area() {
    Region unit = new Region(0, 0, 1, 1);

    assertThat(unit.intersectionOverUnion(unit)).isEqualTo(1);
    assertThat(unit.intersectionOverUnion(new Region(0.5, 0, 1.5, 1)))
        .isCloseTo(1 / 3.0, within(1e-9));
    assertThat(unit.intersectionOverUnion(new Region(2, 2, 3, 3))).isZero();
    assertThat(new Region(0, 0, 0, 0).intersectionOverUnion(new Region(0, 0, 0, 0))).isZero();
  }

  @Test
  void a_box_is_cut_to_the_picture() {
    assertThat(new Region(-0.5, 0.5, 0.5, 1.5).toBox(100, 200)).contains(new Box(0, 100, 50, 100));
    assertThat(new Region(1.1, 0, 1.4, 1).toBox(100, 200)).isEmpty();
    assertThat(new Region(0.6, 0, 0.4, 1).toBox(100, 200)).isEmpty();
  }

  @Test
  void any_region_gives_a_box_inside_the_picture_or_none() {
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      int width = 1 + random.nextInt(3000);
      int height = 1 + random.nextInt(3000);
      Region region = new Region(any(random), any(random), any(random), any(random));
      region
          .toBox(width, height)
          .ifPresent(
              box -> {
                assertThat(box.x() + box.w()).isLessThanOrEqualTo(width);
                assertThat(box.y() + box.h()).isLessThanOrEqualTo(height);
              });
    }
  }

  private static double any(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> Double.NaN;
      case 1 -> Double.POSITIVE_INFINITY;
      case 2 -> -1e300;
      default -> random.nextDouble() * 3 - 1;
    };
  }
}
