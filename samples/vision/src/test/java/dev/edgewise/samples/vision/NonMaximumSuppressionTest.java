package dev.edgewise.samples.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class NonMaximumSuppressionTest {
  @Test
  void detections_of_one_face_become_their_mean_weighted_by_score() {
    List<Detection> faces =
        NonMaximumSuppression.apply(
            List.of(
                new Detection(0.5, new Region(0.2, 0, 1.2, 1)),
                new Detection(1, new Region(0, 0, 1, 1))));

    assertThat(faces).hasSize(1);
    assertThat(faces.getFirst().score()).isEqualTo(1);
    assertThat(faces.getFirst().region().left()).isCloseTo(0.0667, within(1e-4));
    assertThat(faces.getFirst().region().right()).isCloseTo(1.0667, within(1e-4));
  }

  @Test
  void faces_apart_stay_apart_and_come_best_first() {
    Detection one = new Detection(0.6, new Region(0, 0, 0.2, 0.2));
    Detection other = new Detection(0.9, new Region(0.5, 0.5, 0.7, 0.7));

    assertThat(NonMaximumSuppression.apply(List.of(one, other)))
        .extracting(Detection::score)
        .containsExactly(0.9, 0.6);
    assertThat(NonMaximumSuppression.apply(List.of())).isEmpty();
  }

  @Test
  void any_input_ends_with_no_more_than_came_and_each_inside_what_came() {
    Random random = new Random(3);
    for (int round = 0; round < 500; round++) {
      List<Detection> detections = new ArrayList<>();
      for (int i = random.nextInt(40); i > 0; i--) {
        // Sizes below zero happen: nothing keeps a model from putting them out.
        detections.add(
            new Detection(
                0.5 + random.nextDouble() / 2,
                Region.around(
                    random.nextDouble(),
                    random.nextDouble(),
                    random.nextDouble() - 0.1,
                    random.nextDouble() - 0.1)));
      }
      List<Detection> faces = NonMaximumSuppression.apply(detections);

      assertThat(faces.size()).isLessThanOrEqualTo(detections.size());
      assertThat(faces).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
      double least = detections.stream().mapToDouble(d -> d.region().left()).min().orElse(0);
      assertThat(faces).allMatch(face -> face.region().left() >= least - 1e-9);
      assertThat(NonMaximumSuppression.apply(faces).size()).isLessThanOrEqualTo(faces.size());
      if (!detections.isEmpty()) {
        double best = detections.stream().mapToDouble(Detection::score).max().orElseThrow();
        assertThat(faces.getFirst().score()).isEqualTo(best);
      }
    }
  }
}
