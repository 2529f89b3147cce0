package dev.edgewise.sdk.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SettingsTest {
  enum Speed {
    SLOW,
    FAST
  }

  record Tuning(
      double threshold,
      int reach,
      boolean loud,
      Duration patience,
      Speed speed,
      String name,
      Optional<Long> most) {}

  record Positive(int value) {
    Positive {
      if (value < 1) {
        throw new IllegalArgumentException("value: " + value + " (expected: above 0)");
      }
    }
  }

  @Test
  void a_record_is_filled_by_the_names_of_its_components() {
    Settings settings =
        Settings.parse(
            "Tuning.threshold=0.3, Tuning.reach=2,Tuning.loud=true,Tuning.patience=250ms,"
                + "Tuning.speed=fast,Tuning.name=a=b,Tuning.most=9");

    assertThat(settings.fill(Tuning.class))
        .isEqualTo(
            new Tuning(0.3, 2, true, Duration.ofMillis(250), Speed.FAST, "a=b", Optional.of(9L)));
    settings.checkAllUsed();
  }

  @Test
  void all_that_is_missing_or_wrong_is_named_at_once() {
    Settings settings = Settings.parse("Tuning.threshold=high,Tuning.loud=yes");

    assertThatThrownBy(() -> settings.fill(Tuning.class))
        .isInstanceOf(EdgewiseException.class)
        .hasMessageContaining("EW7001")
        .hasMessageContaining("Tuning.threshold: \"high\" (expected: a number)")
        .hasMessageContaining("Tuning.loud: \"yes\" (expected: true or false)")
        .hasMessageContaining("Tuning.reach is not set (expected: a whole number)")
        .hasMessageContaining("Tuning.speed is not set (expected: SLOW, FAST)")
        .hasMessageContaining("--set NAME=VALUE")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("Tuning.most"));
  }

  @Test
  void what_no_record_takes_is_refused_with_what_they_take() {
    Settings settings = Settings.parse("Positive.value=3,Positive.valeu=4");
    settings.fill(Positive.class);

    assertThatThrownBy(settings::checkAllUsed)
        .hasMessageContaining("Positive.valeu is set, but no hosted body takes it")
        .hasMessageContaining("They take Positive.value");
  }

  @Test
  void a_records_own_check_is_told() {
    assertThatThrownBy(() -> Settings.parse("Positive.value=0").fill(Positive.class))
        .hasMessageContaining("EW7003")
        .hasMessageContaining("value: 0 (expected: above 0)");
  }

  @Test
  void text_without_an_equals_sign_is_no_setting() {
    assertThatThrownBy(() -> Settings.parse("Tuning.reach"))
        .hasMessageContaining("\"Tuning.reach\" is no setting");
  }
}
