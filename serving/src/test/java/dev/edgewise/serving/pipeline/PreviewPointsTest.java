package dev.edgewise.serving.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class PreviewPointsTest {
  @Test
  void previews_are_spread_evenly() {
    assertThat(points(1, 30)).containsExactly(15);
    assertThat(points(2, 30)).containsExactly(10, 20);
    assertThat(points(3, 30)).containsExactly(8, 15, 23);
    assertThat(points(0, 30)).isEmpty();
  }

  @Test
  void there_is_none_after_the_last_step_and_none_twice() {
    assertThat(points(30, 4)).containsExactly(1, 2, 3);
    assertThat(points(3, 1)).isEmpty();
    assertThat(points(29, 30)).hasSize(29);
  }

  @Property
  void there_are_as_many_as_fit(
      @ForAll @IntRange(max = 1_000) int previews,
      @ForAll @IntRange(min = 1, max = 1_000) int steps) {
    assertThat(points(previews, steps))
        .hasSize(Math.min(previews, steps - 1))
        .hasSize(new PreviewPoints(previews, steps).count());
  }

  private static List<Integer> points(int previews, int steps) {
    PreviewPoints points = new PreviewPoints(previews, steps);
    return IntStream.rangeClosed(0, steps + 1).filter(points::after).boxed().toList();
  }
}
