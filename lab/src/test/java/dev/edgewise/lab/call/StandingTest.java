package dev.edgewise.lab.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.bench.command.Arguments;
import dev.edgewise.bench.load.ClosedLoop;
import dev.edgewise.bench.report.Row;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class StandingTest {
  private static Round round(long calls, double perSecond, double p50, double p99) {
    return new Round(
        new ClosedLoop.Sample(calls, perSecond, p50, p99), new Spent(5_000 * calls, 80 * calls));
  }

  /** Ours at these shares, more or less; the machine's moods are the same for both. */
  private static Standing at(double throughput, double p50, double floats) {
    Standing standing = new Standing(1);
    SplittableRandom random = new SplittableRandom(4);
    for (Cell cell : Cell.all()) {
      double share = cell.payload() == Payload.FLOATS ? floats : p50;
      for (int i = 0; i < 7; i++) {
        double machine = 0.8 + 0.4 * random.nextDouble();
        long calls = cell.callers() == 1 ? 458 : 459;
        standing.add(
            cell,
            Contender.EDGEWISE,
            round(calls, throughput * 9_000 / machine, share * machine, 4 * machine));
        standing.add(cell, Contender.BARE, round(calls, 9_000 / machine, machine, 4 * machine));
      }
    }
    return standing;
  }

  @Test
  void ours_is_held_against_the_round_beside_it() {
    assertThat(at(0.92, 1.1, 0.5).missed()).isFalse();
    assertThat(at(0.80, 1.1, 0.5).missed()).isTrue();
    assertThat(at(0.92, 1.2, 0.5).missed()).isTrue();
    assertThat(at(0.92, 1.1, 0.7).missed()).isTrue();
  }

  @Test
  void results_have_what_is_promised() {
    List<Row> results = at(0.92, 1.1, 0.5).ratios(Contender.EDGEWISE);
    assertThat(results).hasSize(6);
    assertThat(results.get(1).cells())
        .containsEntry("payloadBytes", 100L)
        .containsEntry("concurrency", 64L)
        .containsEntry("throughputRatio", 0.92)
        .containsEntry("p50Ratio", 1.1)
        .containsEntry("p99Ratio", 1.0)
        .containsEntry("cpuRatio", 1.0)
        .containsEntry("allocRatio", 1.0);
    assertThat(results.get(4).cells())
        .containsEntry("payload", "floats")
        .containsEntry("payloadBytes", 1L << 20)
        .containsEntry("p50Ratio", 0.5);
    assertThat(at(1, 1, 1).ratios(Contender.LOCAL)).isEmpty();
  }

  @Test
  void a_tail_of_too_few_calls_is_not_told() {
    assertThat(at(1, 1, 1).ratios(Contender.EDGEWISE).getFirst().cells().get("p99Ratio"))
        .isNotInstanceOf(Number.class);
  }

  @Test
  void a_round_goes_over_a_line_and_back() {
    Round round = round(7, 1e-7, 0.25, 3.5);
    assertThat(Round.read(round.line())).isEqualTo(round);
    for (String line : List.of("", "ready", "round 1 2 3", "round 1 2 x 4 5 6")) {
      assertThatThrownBy(() -> Round.read(line)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void options_are_checked() throws Arguments.Wrong {
    Options quick =
        Options.parse(Arguments.of(List.of("--quick", "--seed", "7", "--cell", "100 B, 64")));
    assertThat(quick).isEqualTo(new Options(true, 5, 300, 6, 7, List.of("100 B, 64")));
    assertThat(Cell.all().stream().filter(quick::wants))
        .containsExactly(new Cell(Payload.SMALL, 64));
    for (List<String> wrong :
        List.of(
            List.of("--rounds", "4"),
            List.of("--millis", "99"),
            List.of("--seed"),
            List.of("--cell", "1 TiB"),
            List.of("x"))) {
      assertThatThrownBy(() -> Options.parse(Arguments.of(wrong)))
          .isInstanceOf(Arguments.Wrong.class);
    }
  }
}
