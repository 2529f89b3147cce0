package dev.edgewise.samples.vision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AnchorsTest {
  @Test
  void short_range_has_two_anchors_a_cell_of_16_then_six_a_cell_of_8() {
    Anchors anchors = Anchors.shortRange();

    assertThat(anchors.points()).hasSize(896);
    assertThat(anchors.points().get(0))
        .isEqualTo(new Anchors.Point(0.5 / 16, 0.5 / 16))
        .isEqualTo(anchors.points().get(1));
    assertThat(anchors.points().get(2)).isEqualTo(new Anchors.Point(1.5 / 16, 0.5 / 16));
    assertThat(anchors.points().get(512))
        .isEqualTo(new Anchors.Point(0.5 / 8, 0.5 / 8))
        .isEqualTo(anchors.points().get(517));
    assertThat(anchors.points().getLast()).isEqualTo(new Anchors.Point(7.5 / 8, 7.5 / 8));
  }

  @Test
  void full_range_has_one_anchor_a_cell_of_48() {
    Anchors anchors = Anchors.fullRange();

    assertThat(anchors.points()).hasSize(2304);
    assertThat(anchors.points().get(49)).isEqualTo(new Anchors.Point(1.5 / 48, 1.5 / 48));
  }

  @Test
  void all_points_lie_inside_the_square() {
    for (Anchors anchors : new Anchors[] {Anchors.shortRange(), Anchors.fullRange()}) {
      assertThat(anchors.points()).allMatch(p -> p.x() > 0 && p.x() < 1 && p.y() > 0 && p.y() < 1);
    }
  }
}
