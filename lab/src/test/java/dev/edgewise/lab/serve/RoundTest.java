package dev.edgewise.lab.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.edgewise.bench.load.LoadResult;
import dev.edgewise.bench.report.Mark;
import dev.edgewise.bench.report.Row;
import dev.edgewise.bench.stats.Comparison;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The race over virtual time gives what {@code serving.md} section 4 found for the peers. */
final class RoundTest {
  private static final Contender EAGER = new Peer("triton eager", rig -> Rules.triton(0));
  private static final Contender BENTO =
      new Peer("bentoml", rig -> Rules.bento(rig.cost(), rig.deadlineNanos()));
  private static final Contender WINDOW =
      new Peer("window 100 ms", rig -> Rules.window(100_000_000));

  private static Cell cell(String scenario, String load) {
    return Cell.emulated().stream()
        .filter(cell -> cell.scenario().equals(scenario) && cell.load().startsWith(load))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void the_peers_are_as_the_reference_found_them() {
    Cell busy = cell("1 model", "800");
    assertThat(Round.virtual(busy, EAGER, 20_000, 1).onTimePercent()).isCloseTo(86.3, within(8.0));
    assertThat(Round.virtual(busy, BENTO, 20_000, 1).onTimePercent()).isCloseTo(97.7, within(1.5));
    assertThat(Round.virtual(busy, WINDOW, 20_000, 1).onTimePercent()).isCloseTo(48, within(4.0));
    LoadResult idle = Round.virtual(cell("1 model", "idle"), WINDOW, 1_000, 1);
    assertThat(idle.latency().millis(50).orElseThrow()).isCloseTo(85, within(6.0));
  }

  @Test
  void ours_is_ahead_of_eager_batching_where_that_loses_a_tenth() {
    Cell many = cell("4 models", "600");
    double ours = Round.virtual(many, new Ours(), 6_000, 1).onTimePercent();
    double eager = Round.virtual(many, EAGER, 6_000, 1).onTimePercent();
    assertThat(ours).isGreaterThan(eager + 2);
  }

  @Test
  void every_call_of_every_contender_is_answered_once() {
    for (Contender contender :
        List.of(
            new Ours(), EAGER, BENTO, WINDOW, new Peer("unbatched", rig -> Rules.unbatched()))) {
      for (String scenario : List.of("4 shapes", "4 workers", "bursts, 4 models")) {
        LoadResult result = Round.virtual(cell(scenario, ""), contender, 500, 3);
        assertThat(result.completed() + result.refused())
            .as(contender.name() + ", " + scenario)
            .isEqualTo(500);
      }
    }
  }

  @Test
  void the_same_seed_gives_the_same_round() {
    Cell cell = cell("bursts, 1 model", "450");
    assertThat(Round.virtual(cell, new Ours(), 1_000, 9))
        .isEqualTo(Round.virtual(cell, new Ours(), 1_000, 9));
  }

  @Test
  void a_standing_says_who_won_and_the_exit_code_follows() {
    Standing standing = new Standing(cell("1 model", "idle"), Mark.EMULATED, true);
    for (int seed = 0; seed < 5; seed++) {
      standing.add(Ours.NAME, Round.virtual(cell("1 model", "idle"), WINDOW, 200, seed));
      standing.add("eager", Round.virtual(cell("1 model", "idle"), EAGER, 200, seed));
    }
    List<Standing.Verdict> verdicts = standing.verdicts(1);
    assertThat(verdicts.getFirst().verdict()).isEqualTo(Comparison.Verdict.BEHIND);
    assertThat(verdicts.getFirst().row().cells()).containsEntry("winner", "eager");
    assertThat(BenchServe.behind(verdicts, true)).isTrue();
    for (Row row : standing.rows(1)) {
      assertThat(row.cells())
          .containsKeys("system", "load", "onTimePercent", "p50Millis", "p99Millis", "throughput");
    }
  }

  @Test
  void in_the_short_form_a_verdict_of_real_time_does_not_decide() {
    Row row = Row.of(Mark.MEASURED);
    List<Standing.Verdict> measured =
        List.of(new Standing.Verdict(Comparison.Verdict.BEHIND, false, row));
    assertThat(BenchServe.behind(measured, true)).isFalse();
    assertThat(BenchServe.behind(measured, false)).isTrue();
  }
}
