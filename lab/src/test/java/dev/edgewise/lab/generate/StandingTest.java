package dev.edgewise.lab.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.bench.command.Arguments;
import dev.edgewise.bench.report.Row;
import dev.edgewise.bench.stats.Bar.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class StandingTest {
  private static final long SECOND = 1_000_000_000;

  private static Run run(double perSecond, int streams) {
    long nanos = Math.round(100 * streams / perSecond * SECOND);
    return new Run(nanos, Collections.nCopies(streams, new Run.Stream(100, 50_000_000)));
  }

  /** Ours at that share of the binding, more or less; the machine's moods are the same for both. */
  private static Standing at(double share, double noise) {
    Standing standing = new Standing(1);
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < 9; round++) {
      double machine = 70 + random.nextDouble() * 20;
      for (int streams : new int[] {1, 4}) {
        double ours = share * machine * (round % 2 == 0 ? 1 - noise : 1 + noise);
        standing.add(Agent.NAME, streams, run(ours, streams));
        standing.add(
            BindingProcesses.NAME, streams, run(streams == 1 ? machine : 1.6 * machine, streams));
      }
    }
    return standing;
  }

  @Test
  void ours_is_measured_against_the_round_beside_it() {
    assertThat(at(0.98, 0.02).verdict()).isEqualTo(Verdict.MET);
    assertThat(at(0.80, 0.02).verdict()).isEqualTo(Verdict.NOT_MET);
    assertThat(at(0.95, 0.06).verdict()).isEqualTo(Verdict.UNCLEAR);
  }

  @Test
  void rows_have_what_is_promised() {
    List<Row> rows = at(1, 0.01).rows();
    assertThat(rows).hasSize(4);
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(row.cells())
                    .containsKeys("system", "streams", "tokensPerSecond", "ttftMillis")
                    .containsEntry("ttftMillis", 50.0));
    assertThat(rows.get(0).cells())
        .containsEntry("system", "edgewise")
        .containsEntry("streams", 1L);
  }

  @Test
  void what_does_not_batch_is_said_to_be_so_and_not_judged() {
    List<Row> verdicts = at(1, 0.01).verdicts();
    assertThat(verdicts).hasSize(4);
    assertThat(verdicts.get(2).cells())
        .containsEntry("figure", "edgewise, 4 streams / 1 stream")
        .containsEntry("verdict", "TOLD");
    assertThat(verdicts.get(3).cells()).containsEntry("verdict", "MET");
  }

  @Test
  void a_run_goes_over_a_line_and_back() {
    Run run = new Run(77, List.of(new Run.Stream(3, 4), new Run.Stream(5, 6)));
    assertThat(Run.of(run.line())).isEqualTo(run);
    for (String line : List.of("", "ready", "run", "run 7", "run 7 8", "run x 1:2", "run 7 :2")) {
      assertThatThrownBy(() -> Run.of(line)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void no_two_prompts_begin_alike() {
    List<String> all = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      all.addAll(Prompts.of(1, round, 1));
      all.addAll(Prompts.of(1, round, 4).subList(1, 4));
    }
    assertThat(all.stream().map(prompt -> prompt.substring(0, 10)).distinct()).hasSize(all.size());
  }

  @Test
  void contenders_take_turns_and_the_first_round_is_for_nothing() throws Exception {
    List<String> order = new ArrayList<>();
    Standing standing = new Standing(1);
    Options options = Options.parse(Arguments.of(List.of("--rounds", "5")), 2);
    BenchGenerate.race(
        options, List.of(new Fake("a", order), new Fake("b", order)), standing, s -> {});
    assertThat(order.subList(0, 8)).containsExactly("a1", "b1", "a4", "b4", "b1", "a1", "b4", "a4");
    assertThat(order).hasSize(6 * 4);
    assertThat(standing.rows())
        .allSatisfy(row -> assertThat(row.cells()).containsEntry("rounds", 5L));
  }

  @Test
  void options_are_checked() throws Exception {
    Options quick = Options.parse(Arguments.of(List.of("--quick", "--threads", "3")), 2);
    assertThat(quick.rounds()).isEqualTo(5);
    assertThat(quick.threads()).isEqualTo(3);
    assertThat(Options.parse(Arguments.of(List.of()), 200).threads()).isEqualTo(64);
    for (List<String> wrong :
        List.of(
            List.of("--rounds", "4"),
            List.of("--tokens", "7"),
            List.of("--threads", "0"),
            List.of("--model"),
            List.of("x"))) {
      assertThatThrownBy(() -> Options.parse(Arguments.of(wrong), 2))
          .isInstanceOf(Arguments.Wrong.class);
    }
    assertThatThrownBy(() -> quick.file(Map.of(), Optional.empty()))
        .isInstanceOf(Arguments.Wrong.class)
        .hasMessageContaining("edgewise model pull");
    assertThatThrownBy(
            () -> quick.file(Map.of(Options.VARIABLE, "/nowhere/x.gguf"), Optional.empty()))
        .isInstanceOf(Arguments.Wrong.class)
        .hasMessageContaining("/nowhere/x.gguf");
  }

  private record Fake(String name, List<String> order) implements Contender {
    @Override
    public Run run(List<String> prompts, int tokens) throws IOException {
      order.add(name + prompts.size());
      return StandingTest.run(70, prompts.size());
    }

    @Override
    public void close() {}
  }
}
