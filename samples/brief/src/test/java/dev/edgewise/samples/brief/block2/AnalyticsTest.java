package dev.edgewise.samples.brief.block2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.api.Edgewise;
import org.junit.jupiter.api.Test;

final class AnalyticsTest {
  @Test
  void a_call_on_the_class_runs_on_the_tier_of_the_methods_tag() {
    try (Edgewise eco = Edgewise.local()) {
      float[] samples = Orchestrator.samples();

      Outcome<float[]> clean = eco.call(Analytics.class, a -> a.realtimeFilter(samples));
      Outcome<Double> rhythm = eco.call(Analytics.class, a -> a.heavyComputation(samples));

      assertThat(tierOf(clean)).isEqualTo(Tier.EDGE);
      assertThat(tierOf(rhythm)).isEqualTo(Tier.CLOUD);
    }
  }

  @Test
  void the_result_is_that_of_the_plain_class() {
    try (Edgewise eco = Edgewise.local()) {
      Analytics plain = new Analytics();
      Analytics routed = eco.create(Analytics.class);
      float[] samples = Orchestrator.samples();

      float[] clean = routed.realtimeFilter(samples);

      assertThat(clean).isEqualTo(plain.realtimeFilter(samples));
      assertThat(routed.heavyComputation(clean))
          .isEqualTo(plain.heavyComputation(clean))
          .isEqualTo(7);
    }
  }

  @Test
  void arguments_that_the_constructor_does_not_take_are_named() {
    try (Edgewise eco = Edgewise.local()) {
      assertThatThrownBy(() -> eco.create(Analytics.class, "west1", 3))
          .isInstanceOf(EdgewiseException.class)
          .hasMessageContaining("EW6016")
          .hasMessageContaining("got String, Integer")
          .hasMessageContaining("takes nothing");
    }
  }

  private static Tier tierOf(Outcome<?> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Completed.class);
    return ((Outcome.Completed<?>) outcome).node().tier();
  }
}
