package dev.edgewise.core.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class WaitingTest {
  private static final int CALLS = 60_000;

  /** The cases that the errors were published for: response times that 1 % of calls exceed. */
  @Test
  void the_formula_is_as_near_to_the_simulation_as_was_published() {
    double sum = 0;
    int cases = 0;
    for (int servers : new int[] {1, 2, 4, 8, 16}) {
      for (double busy : new double[] {0.5, 0.7, 0.85}) {
        for (double deviation : new double[] {0.3, 1, 1.5}) {
          double simulated = simulatedP99(servers, busy, deviation * deviation);
          double told = toldP99(servers, busy, deviation * deviation);
          double error = told / simulated - 1;
          String which = "%d servers, %s busy, cs %s".formatted(servers, busy, deviation);
          assertThat(error).as(which).isBetween(-0.3, 0.3);
          if (servers >= 4) {
            assertThat(error).as(which).isBetween(-0.12, 0.12);
          }
          sum += Math.abs(error);
          cases++;
        }
      }
    }
    assertThat(sum / cases).as("mean error of %d cases", cases).isLessThan(0.06);
  }

  private static double simulatedP99(int servers, double busy, double variation) {
    // The busier, the longer what happened once is felt, and the more calls it takes.
    double[] all =
        WaitSimulation.waits(servers, busy, variation, busy < 0.8 ? CALLS : 5 * CALLS, 7);
    double[] waits = new double[CALLS];
    Arrays.setAll(waits, i -> all[(int) ((i + 0.5) * all.length / CALLS)]);
    double[] services = services(variation);
    double[] responses = new double[CALLS];
    // A wait knows nothing of the service that follows it.
    shuffle(waits);
    Arrays.setAll(responses, i -> waits[i] + services[i]);
    Arrays.sort(responses);
    return responses[(int) (0.99 * CALLS)];
  }

  private static double toldP99(int servers, double busy, double variation) {
    Waiting waiting = Waiting.formula(servers, Traffic.poisson(busy * servers, 1, variation));
    double[] services = Arrays.copyOf(services(variation), 20_000);
    double low = 0;
    double high = 200;
    while (high - low > 1e-3) {
      double middle = (low + high) / 2;
      double late = 0;
      for (double service : services) {
        late += waiting.longerThan(middle - service);
      }
      if (late / services.length > 0.01) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double[] services(double variation) {
    SplittableRandom random = new SplittableRandom(11);
    double spread = Math.sqrt(Math.log1p(variation));
    double[] services = new double[CALLS];
    Arrays.setAll(
        services, i -> Math.exp(spread * random.nextGaussian()) / Math.sqrt(1 + variation));
    return services;
  }

  private static void shuffle(double[] values) {
    SplittableRandom random = new SplittableRandom(13);
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double kept = values[i];
      values[i] = values[j];
      values[j] = kept;
    }
  }

  @Test
  void shares_stay_shares_and_fall_with_time_and_with_servers() {
    for (long seed = 1; seed <= 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double mean = random.nextDouble(0.001, 10);
      int servers = random.nextInt(1, 80);
      Traffic traffic =
          new Traffic(
              random.nextDouble(0, 1.2) * servers / mean,
              random.nextDouble(0, 5),
              mean,
              random.nextDouble(0, 5));
      Waiting fewer = Waiting.formula(servers, traffic);
      Waiting more = Waiting.formula(servers + 1, traffic);
      double before = 1;
      for (double time = 0; time < 5 * mean; time += mean / 3) {
        double share = fewer.longerThan(time);
        assertThat(share).as("seed %d", seed).isBetween(0.0, before);
        assertThat(more.longerThan(time)).as("seed %d", seed).isLessThanOrEqualTo(share + 1e-12);
        before = share;
      }
    }
  }

  @Test
  void nothing_waits_where_nothing_comes_and_everything_where_too_much_comes() {
    assertThat(Waiting.formula(3, Traffic.poisson(0, 1, 1)).longerThan(0)).isZero();
    assertThat(Waiting.formula(3, Traffic.poisson(3, 1, 1)).longerThan(1e6)).isEqualTo(1);
  }

  @Test
  void a_call_is_on_time_when_wait_and_service_fit_into_its_deadline() {
    // By hand: M/M/1 at a half with equal services of 1 s; waits beyond 1 s with 0.5·e^-1.
    Waiting waiting = Waiting.formula(1, Traffic.poisson(0.5, 1, 1));
    assertThat(OnTime.share(waiting, 1, 0, 2)).isCloseTo(1 - 0.5 * Math.exp(-0.5), within(1e-9));
  }

  @Test
  void calls_that_no_server_can_finish_in_time_do_not_count_against_the_wait() {
    assertThat(OnTime.share(seconds -> 0, 1, 4, 1.5)).isEqualTo(1);
    assertThat(OnTime.share(seconds -> seconds > 0 ? 0 : 0.3, 10, 0, 1)).isEqualTo(0.7);
  }
}
