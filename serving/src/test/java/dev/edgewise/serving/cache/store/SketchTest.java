package dev.edgewise.serving.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SketchTest {
  @Test
  void a_key_is_never_counted_too_low_before_halving() {
    Sketch sketch = new Sketch(1_024);
    for (int i = 0; i < 1_000; i++) {
      for (int n = 0; n < 1 + i % 5; n++) {
        sketch.count(Samples.key("k" + i));
      }
    }
    List<Integer> tooHigh = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      int frequency = sketch.frequency(Samples.key("k" + i));
      assertThat(frequency).isGreaterThanOrEqualTo(1 + i % 5);
      if (frequency > 1 + i % 5) {
        tooHigh.add(i);
      }
    }
    assertThat(tooHigh).as("counted too high").hasSizeLessThan(50);
  }

  @Test
  void old_questions_are_forgotten() {
    Sketch sketch = new Sketch(64);
    Key old = Samples.key("old");
    for (int i = 0; i < 20; i++) {
      sketch.count(old);
    }
    assertThat(sketch.frequency(old)).isEqualTo(15);
    for (int i = 0; i < 5_000; i++) {
      sketch.count(Samples.key("k" + i % 40));
    }
    assertThat(sketch.frequency(old)).isLessThan(4);
  }

  @Test
  void what_was_not_asked_for_has_no_uses() {
    assertThat(new Sketch(64).frequency(Samples.key("never"))).isZero();
  }
}
