package dev.edgewise.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuantitiesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "17, 17",
    "17B, 17",
    "1kB, 1000",
    "1KB, 1000",
    "8GB, 8000000000",
    "4MiB, 4194304",
    "1 KiB, 1024",
    "2TiB, 2199023255552"
  })
  void sizes_are_decimal_unless_their_unit_has_an_i(String text, long bytes) {
    assertThat(Quantities.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "MiB",
        "-1",
        "1.5MB",
        "1mb",
        "1 M",
        "1MiBs",
        "9999999999999999999",
        "9000000TiB "
      })
  void what_is_no_size_is_refused(String text) {
    assertThatThrownBy(() -> Quantities.bytes(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void durations_need_a_unit() {
    assertThat(Quantities.duration("500ms")).isEqualTo(Duration.ofMillis(500));
    assertThat(Quantities.duration("10s")).isEqualTo(Duration.ofSeconds(10));
    assertThat(Quantities.duration("2 m")).isEqualTo(Duration.ofMinutes(2));
    assertThat(Quantities.duration("1h")).isEqualTo(Duration.ofHours(1));
    for (String wrong : new String[] {"", "10", "s", "-1s", "1.5s", "1d", "1s ", "9999999999s"}) {
      assertThatThrownBy(() -> Quantities.duration(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whatever_is_typed_is_a_size_or_an_illegal_argument() {
    Random random = new Random(1);
    String letters = "0123456789 kKMGTiBms.-";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(25);
      for (int j = 0; j < length; j++) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      try {
        assertThat(Quantities.bytes(text.toString())).isNotNegative();
      } catch (IllegalArgumentException refused) {
        assertThat(refused).isNotNull();
      }
    }
  }
}
