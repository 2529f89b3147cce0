package dev.edgewise.samples.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BoxDecoderTest {
  private static final Anchors TWO =
      new Anchors(100, List.of(new Anchors.Point(0.25, 0.5), new Anchors.Point(0.5, 0.5)));

  @Test
  void a_box_is_an_offset_from_its_anchor_and_a_size_in_pixels_of_the_square() {
    float[] boxes = new float[32];
    boxes[16] = 10;
    boxes[17] = -20;
    boxes[18] = 40;
    boxes[19] = 60;

    List<Detection> detections = BoxDecoder.decode(boxes, new float[] {-3, 2}, TWO, 0.5);

    assertThat(detections).hasSize(1);
    Region region = detections.getFirst().region();
    assertThat(region.left()).isCloseTo(0.4, within(1e-9));
    assertThat(region.top()).isCloseTo(0.0, within(1e-9));
    assertThat(region.right()).isCloseTo(0.8, within(1e-9));
    assertThat(region.bottom()).isCloseTo(0.6, within(1e-9));
    assertThat(detections.getFirst().score()).isCloseTo(0.8808, within(1e-4));
  }

  @Test
  void any_logit_gives_a_score_from_0_to_1_that_grows_with_it() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      float a = Float.intBitsToFloat(random.nextInt());
      float b = Float.intBitsToFloat(random.nextInt());
      assertThat(BoxDecoder.score(a)).isBetween(0.0, 1.0);
      if (a <= b) {
        assertThat(BoxDecoder.score(a)).isLessThanOrEqualTo(BoxDecoder.score(b));
      }
    }
    assertThat(BoxDecoder.score(0)).isEqualTo(0.5);
    assertThat(BoxDecoder.score(Float.NaN)).isZero();
  }

  @Test
  void the_best_score_counts_also_below_the_threshold() {
    assertThat(BoxDecoder.best(new float[] {-3, Float.NaN, -1})).isCloseTo(0.2689, within(1e-4));
    assertThat(BoxDecoder.best(new float[0])).isZero();
  }

  @Test
  void numbers_of_another_model_are_refused() {
    assertThatThrownBy(() -> BoxDecoder.decode(new float[31], new float[2], TWO, 0.5))
        .hasMessage("boxes: 31 numbers (expected: 32)");
    assertThatThrownBy(() -> BoxDecoder.decode(new float[32], new float[3], TWO, 0.5))
        .hasMessage("logits: 3 numbers (expected: 2)");
  }
}
