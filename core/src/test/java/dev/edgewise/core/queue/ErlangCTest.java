package dev.edgewise.core.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ErlangCTest {
  @ParameterizedTest
  @CsvSource({
    // One server waits with its utilisation; two by 2ρ²/(1+ρ); the rest by the textbook's sums.
    "1, 0.5, 0.5",
    "1, 0.9, 0.9",
    "2, 1, 0.333333",
    "2, 1.6, 0.711111",
    "3, 2, 0.444444",
    "5, 4, 0.554113",
    "10, 8, 0.409180"
  })
  void known_values_come_out(int servers, double load, double expected) {
    assertThat(ErlangC.waits(servers, load)).isCloseTo(expected, within(1e-5));
  }

  @Test
  void the_sums_of_the_textbook_give_the_same_where_they_do_not_overflow() {
    for (int servers = 1; servers <= 100; servers += 9) {
      for (double busy = 0.1; busy < 1; busy += 0.2) {
        double load = busy * servers;
        double term = 1;
        double sum = 0;
        for (int k = 0; k < servers; k++) {
          sum += term;
          term *= load / (k + 1);
        }
        double last = term / (1 - busy);
        assertThat(ErlangC.waits(servers, load))
            .as("%d servers, load %s", servers, load)
            .isCloseTo(last / (sum + last), within(1e-9));
      }
    }
  }

  @Test
  void more_servers_never_wait_more_and_more_load_never_less() {
    for (int servers = 1; servers < 300; servers += 7) {
      double before = 0;
      for (double load = 0; load < 320; load += 3.7) {
        double share = ErlangC.waits(servers, load);
        assertThat(share).isBetween(before, 1.0);
        assertThat(ErlangC.waits(servers + 1, load)).isLessThanOrEqualTo(share);
        before = share;
      }
    }
  }

  @Test
  void ten_thousand_servers_do_not_overflow() {
    assertThat(ErlangC.waits(10_000, 9_900)).isBetween(0.2, 0.3);
  }

  @Test
  void what_makes_no_sense_is_refused() {
    assertThatThrownBy(() -> ErlangC.waits(0, 1)).hasMessageContaining("servers: 0");
    assertThatThrownBy(() -> ErlangC.waits(1, Double.NaN)).hasMessageContaining("load: NaN");
  }
}
