package dev.edgewise.orchestrator.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MethodMixTest {
  private final MethodMix mix = new MethodMix();

  private void see(double perSecond, double meanSeconds) {
    mix.see(
        List.of(
            new MethodDemand(
                "Tickets/buy", perSecond, meanSeconds, 1, Duration.ofSeconds(5), 0, 0)),
        1);
  }

  @Test
  void a_first_call_that_was_slow_counts_as_one_call_and_not_as_two_minutes() {
    see(1, 2.0);
    assertThat(mix.demand().mean()).isEqualTo(2.0);
    for (int second = 0; second < 10; second++) {
      see(2, 0.1);
    }

    assertThat(mix.demand().mean()).isLessThan(0.25);
  }

  @Test
  void what_was_measured_for_long_is_believed_bit_by_bit() {
    for (int second = 0; second < 1_000; second++) {
      see(10, 0.1);
    }
    see(10, 0.2);

    assertThat(mix.demand().mean()).isCloseTo(0.1, within(0.002));
  }
}
