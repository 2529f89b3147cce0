package dev.edgewise.core.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The constants know their bounds. */
final class RouterSettingsTest {
  private static final RouterSettings DEFAULT = RouterSettings.DEFAULT;

  @Test
  void the_defaults_are_those_of_the_documentation() {
    assertThat(DEFAULT.queue().exponent()).isEqualTo(3);
    assertThat(DEFAULT.queue().reportMemory()).isEqualTo(Duration.ofMillis(400));
    assertThat(DEFAULT.service().priorSamples()).isEqualTo(3);
    assertThat(DEFAULT.service().nodeSamples()).isEqualTo(20);
    assertThat(DEFAULT.service().retryAfter()).isEqualTo(Duration.ofSeconds(4));
    assertThat(DEFAULT.failures().step()).isEqualTo(0.34);
    assertThat(DEFAULT.link().bulkyFrom()).isEqualTo(20_000);
  }

  @Test
  void a_value_out_of_bounds_is_refused_with_name_and_bounds() {
    assertThatThrownBy(() -> settings(0.8, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tieTolerance: NaN (expected: 0.0 to 1.0)");
    assertThatThrownBy(() -> settings(0, 0.1)).hasMessageContaining("deadlineShare: 0.0");
    assertThatThrownBy(
            () -> new RouterSettings.Failures(0.34, Duration.ZERO, 9, Duration.ZERO, 0.5))
        .hasMessage("memory: PT0S (expected: PT0.01S to PT1H)");
  }

  @Test
  void an_attempt_keeps_its_own_copy_of_what_was_tried() {
    Set<String> tried = new HashSet<>(Set.of("a"));
    Attempt attempt = new Attempt(Optional.empty(), tried);
    tried.add("b");
    assertThat(attempt.tried()).containsExactly("a");
    assertThat(Attempt.FIRST.tried()).isEmpty();
  }

  @Test
  void times_are_told_as_people_tell_them() {
    assertThat(Words.time(0)).isEqualTo("0 ms");
    assertThat(Words.time(440_000)).isEqualTo("0.4 ms");
    assertThat(Words.time(9_940_000)).isEqualTo("9.9 ms");
    assertThat(Words.time(9_960_000)).isEqualTo("10 ms");
    assertThat(Words.time(999_600_000)).isEqualTo("1 s");
    assertThat(Words.time(12_340_000_000.0)).isEqualTo("12.3 s");
  }

  private static RouterSettings settings(double deadlineShare, double tieTolerance) {
    return new RouterSettings(
        DEFAULT.link(),
        DEFAULT.queue(),
        DEFAULT.service(),
        DEFAULT.failures(),
        deadlineShare,
        tieTolerance,
        DEFAULT.tieFloor());
  }
}
