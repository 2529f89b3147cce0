package dev.edgewise.serving.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.serving.batch.Simulation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The policy against the table that it is measured by, and what is lost without its rules. */
final class SimulationTest {
  private static final long SEED = 1;

  @ParameterizedTest
  @EnumSource
  void as_many_calls_are_in_time_as_the_table_wants(Target target) {
    Simulation.Outcome outcome = Simulation.run(target.cell(), Schedule.Rules.USUAL, SEED);
    // Differences below half a point are noise; so the table itself says.
    assertThat(outcome.inTime()).isGreaterThanOrEqualTo(target.wanted - 0.5);
    assertThat(outcome.verdicts()).isEqualTo(target.cell().calls());
  }

  @Test
  void without_look_ahead_it_collapses_under_load() {
    assertThat(without(new Schedule.Rules(false, true, true), Target.ONE_800)).isLessThan(60);
    assertThat(without(new Schedule.Rules(false, true, true), Target.ONE_900)).isLessThan(50);
  }

  @Test
  void without_the_other_lanes_four_models_lose() {
    assertThat(without(new Schedule.Rules(true, false, true), Target.FOUR_800)).isLessThan(76);
  }

  @Test
  void without_sharing_work_between_workers_four_workers_lose() {
    assertThat(without(new Schedule.Rules(true, true, false), Target.WORKERS_3600)).isLessThan(92);
  }

  @Test
  void an_idle_device_never_waits() {
    Simulation.Outcome outcome = Simulation.run(Target.ONE_20.cell(), Schedule.Rules.USUAL, SEED);
    assertThat(outcome.p50()).isBetween(5.5, 6.5);
    assertThat(outcome.meanBatch()).isLessThan(1.2);
  }

  @Test
  void the_tail_at_80_percent_load_is_within_five_times_the_median() {
    Simulation.Outcome outcome = Simulation.run(Target.ONE_700.cell(), Schedule.Rules.USUAL, SEED);
    assertThat(outcome.p99() / outcome.p50()).isLessThan(5);
  }

  private static double without(Schedule.Rules rules, Target target) {
    return Simulation.run(target.cell(), rules, SEED).inTime();
  }
}
