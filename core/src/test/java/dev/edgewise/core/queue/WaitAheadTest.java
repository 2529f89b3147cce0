package dev.edgewise.core.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WaitAheadTest {
  private static final int SERVERS = 8;

  /** The wait of a call in so many seconds, when so many wait now and calls come as they do. */
  private static Waiting ahead(double perSecond, double queued, double seconds) {
    Traffic traffic = Traffic.poisson(perSecond, 1, 1);
    return WaitAhead.of(
        Waiting.formula(SERVERS, traffic),
        SERVERS,
        traffic,
        queued + (perSecond - SERVERS) * seconds,
        Math.sqrt((perSecond + SERVERS) * seconds));
  }

  @Test
  void far_ahead_it_is_the_long_run() {
    Traffic traffic = Traffic.poisson(7, 1, 1);
    assertThat(ahead(7, 20, 10_000).longerThan(1))
        .isCloseTo(Waiting.formula(SERVERS, traffic).longerThan(1), within(1e-6));
  }

  @Test
  void a_line_that_is_there_is_waited_for() {
    assertThat(ahead(4, 80, 1).longerThan(5)).isGreaterThan(0.99);
    assertThat(ahead(4, 80, 60).longerThan(5)).isLessThan(0.01);
  }

  @Test
  void where_more_comes_than_is_served_the_line_grows_but_not_at_once() {
    assertThat(ahead(10, 0, 2).longerThan(3)).isLessThan(0.01);
    assertThat(ahead(10, 0, 60).longerThan(3)).isGreaterThan(0.99);
  }

  /** By an event simulation of the same station, 2,000 runs each. */
  @ParameterizedTest
  @CsvSource({"7.5, 16, 10, 1.5, 0.48", "9, 0, 15, 1, 0.80", "6, 30, 8, 2, 0.46"})
  void it_is_near_to_a_simulation_that_begins_with_the_line(
      double perSecond, double queued, double seconds, double beyond, double simulated) {
    assertThat(LineSimulation.longerThan(SERVERS, perSecond, queued, seconds, beyond))
        .as("the simulation itself")
        .isCloseTo(simulated, within(0.03));
    assertThat(ahead(perSecond, queued, seconds).longerThan(beyond))
        .isCloseTo(simulated, within(0.12));
  }

  @Test
  void shares_stay_shares_and_fall_with_time() {
    for (double perSecond = 0; perSecond < 30; perSecond += 1.7) {
      for (double seconds = 0.5; seconds < 5_000; seconds *= 3) {
        double before = 1;
        for (double time = 0; time < 40; time += 0.7) {
          double share = ahead(perSecond, 11, seconds).longerThan(time);
          assertThat(share).isBetween(0.0, before + 1e-9);
          before = share;
        }
      }
    }
  }
}
