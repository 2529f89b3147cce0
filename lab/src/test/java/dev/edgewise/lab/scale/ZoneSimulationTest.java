package dev.edgewise.lab.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.edgewise.core.queue.WaitTable;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ZoneSimulationTest {
  /** As many nodes as are said, whatever comes. */
  private record Always(int nodes, boolean wakes) implements Policy {
    @Override
    public double period() {
      return 1;
    }

    @Override
    public int wanted(Seen seen) {
      return wakes && seen.ready + seen.starting + seen.inFlight + seen.queued + seen.arrived == 0
          ? 0
          : nodes;
    }
  }

  private static Workload load(double[] arrivals, double service, double deadline, int slots) {
    float[] services = new float[arrivals.length];
    Arrays.fill(services, (float) service);
    return new Workload(Trace.MONDAY, 100, 0, arrivals, services, service, deadline, slots);
  }

  @Test
  void calls_wait_in_one_line_and_are_late_when_it_is_too_long() {
    // One node of one slot is ready at 3: calls of 1 s end at 4, 5, 6; deadlines are at 5.5.
    Workload load = load(new double[] {0.5, 0.5, 0.5}, 1, 5, 1);
    Outcome outcome = ZoneSimulation.run(load, 2.5, new Always(1, true));
    assertThat(outcome.calls()).isEqualTo(3);
    assertThat(outcome.onTime()).isEqualTo(2);
    assertThat(outcome.coldStarts()).isEqualTo(1);
    assertThat(outcome.nodeSeconds()).isCloseTo(99.5, within(1e-6));
  }

  @Test
  void a_call_that_can_not_be_finished_any_more_takes_no_slot() {
    // The second would end at 6.5, beyond its deadline of 6; the third still can.
    Workload load = load(new double[] {2, 2.5, 4.5}, 3, 3.5, 1);
    Outcome outcome = ZoneSimulation.run(load, 0, new Always(1, true));
    assertThat(outcome.onTime()).isEqualTo(2);
  }

  @Test
  void a_node_that_is_given_back_finishes_what_it_has_and_is_paid_until_then() {
    Workload load = load(new double[] {0}, 30, 60, 1);
    Policy once =
        new Policy() {
          @Override
          public double period() {
            return 10;
          }

          @Override
          public boolean wakes() {
            return true;
          }

          @Override
          public int wanted(Seen seen) {
            return seen.now < 5 ? 1 : 0;
          }
        };
    Outcome outcome = ZoneSimulation.run(load, 0, once);
    assertThat(outcome.onTime()).isEqualTo(1);
    assertThat(outcome.nodeSeconds()).isCloseTo(30, within(1e-6));
  }

  @Test
  void what_comes_before_the_end_of_the_warm_up_is_run_and_not_counted() {
    Workload cold = load(new double[] {1, 60}, 1, 5, 1);
    Workload load = new Workload(Trace.MONDAY, 100, 50, cold.arrivals(), cold.services(), 1, 5, 1);
    Outcome outcome = ZoneSimulation.run(load, 20, new Always(1, true));
    assertThat(outcome.calls()).isEqualTo(1);
    assertThat(outcome.onTime()).isEqualTo(1);
    assertThat(outcome.coldStarts()).isZero();
    assertThat(outcome.nodeSeconds()).isCloseTo(50, within(1e-6));
  }

  @Test
  void enough_nodes_serve_all_and_none_serve_nothing() {
    Workload load = new Trace.Drawn("steady", Shape::steady, 600, false).draw(3);
    assertThat(ZoneSimulation.run(load, 2, new Always(20, false)).onTimePercent())
        .isGreaterThan(98);
    assertThat(ZoneSimulation.run(load, 2, new Always(0, false)).onTime()).isZero();
  }

  @Test
  void equal_seeds_give_equal_runs() {
    Trace trace = new Trace.Drawn("flash-crowd", Shape::flash, 3_600, false);
    Outcome first =
        ZoneSimulation.run(
            trace.draw(5),
            20,
            Contender.all().getFirst().maker().make(trace.draw(5), 20, new WaitTable(1_000)));
    Outcome second =
        ZoneSimulation.run(
            trace.draw(5),
            20,
            Contender.all().getFirst().maker().make(trace.draw(5), 20, new WaitTable(1_000)));
    assertThat(first).isEqualTo(second);
    assertThat(first.calls()).isGreaterThan(1_000);
  }

  @Test
  void zones_that_nobody_tuned_for_differ_by_number_and_their_calls_by_seed() {
    Workload first = new HoldOut(1).draw(1);
    assertThat(new HoldOut(1).draw(1).arrivals()).isEqualTo(first.arrivals());
    assertThat(new HoldOut(1).draw(2).arrivals()).isNotEqualTo(first.arrivals());
    assertThat(new HoldOut(1).draw(2).deadline()).isEqualTo(first.deadline());
    assertThat(new HoldOut(2).draw(1).deadline()).isNotEqualTo(first.deadline());
    for (int number = 1; number <= 30; number++) {
      Workload load = new HoldOut(number).draw(1);
      assertThat(load.arrivals()).isSorted();
      assertThat(load.arrivals().length).as("calls of zone %d", number).isGreaterThan(100);
    }
  }
}
