package dev.edgewise.core.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class WaitTableTest {
  @Test
  void with_few_servers_and_much_variation_it_tells_what_the_simulation_tells() {
    double[] waits = WaitSimulation.waits(1, 0.7, 2.25, 60_000, 99);
    Waiting told = new WaitTable(10).waiting(1, Traffic.poisson(0.35, 2, 2.25));

    for (double time : new double[] {0, 1, 3, 8}) {
      double share = Arrays.stream(waits).filter(wait -> wait > time).count() / 60_000.0;
      assertThat(told.longerThan(2 * time)).as("beyond %s", time).isCloseTo(share, within(0.05));
    }
  }

  @Test
  void with_many_servers_and_little_variation_it_is_the_formula() {
    Traffic traffic = Traffic.poisson(10, 1, 0.5);
    WaitTable nothingAllowed = new WaitTable(0);
    assertThat(nothingAllowed.waiting(12, traffic).longerThan(0.3))
        .isEqualTo(Waiting.formula(12, traffic).longerThan(0.3));
  }

  @Test
  void what_may_not_be_simulated_now_is_told_by_formula_and_simulated_when_it_may() {
    Traffic traffic = Traffic.poisson(0.7, 1, 2);
    WaitTable table = new WaitTable(0);
    double formula = Waiting.formula(1, traffic).longerThan(4);
    assertThat(table.waiting(1, traffic).longerThan(4)).isEqualTo(formula);

    table.allow(2);
    double simulated = table.waiting(1, traffic).longerThan(4);
    assertThat(simulated).isNotEqualTo(formula);

    table.allow(0);
    assertThat(table.waiting(1, traffic).longerThan(4)).isEqualTo(simulated);
  }

  @Test
  void equal_questions_get_equal_answers_whatever_was_asked_before() {
    Traffic traffic = Traffic.poisson(1.3, 1, 3);
    WaitTable fresh = new WaitTable(100);
    WaitTable used = new WaitTable(100);
    used.waiting(3, Traffic.poisson(2, 1, 3)).longerThan(1);
    assertThat(used.waiting(2, traffic).longerThan(2))
        .isEqualTo(fresh.waiting(2, traffic).longerThan(2));
  }
}
