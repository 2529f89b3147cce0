package dev.edgewise.bench.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.edgewise.bench.report.Mark;
import dev.edgewise.bench.report.Row;
import dev.edgewise.bench.report.Table;
import dev.edgewise.core.Clock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BenchTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> own = new ArrayList<>();

  private int run(boolean lost, String... typed) throws Exception {
    return Bench.run(
        "bench",
        "x",
        "how to\n",
        List.of(typed),
        (arguments, progress) -> {
          progress.accept("half way");
          while (arguments.hasNext()) {
            own.add(arguments.next());
          }
          if (own.contains("--wrong")) {
            throw Arguments.unknown("--wrong");
          }
          return new Found(
              Map.of("seed", "1"),
              List.of(new Table("results", "", List.of(Row.of(Mark.MEASURED).with("a", 1)))),
              "",
              lost);
        },
        Clock.system(),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8));
  }

  @Test
  void the_form_is_taken_out_wherever_it_stands() throws Exception {
    assertThat(run(false, "--quick", "-o", "json", "--seed", "7")).isZero();
    assertThat(own).containsExactly("--quick", "--seed", "7");
    JsonObject document = JsonParser.parseString(out.toString(UTF_8)).getAsJsonObject();
    assertThat(document.get("schema").getAsString()).isEqualTo("edgewise.bench.x/1");
    assertThat(document.get("command").getAsString())
        .isEqualTo("edgewise bench x --quick -o json --seed 7");
    assertThat(document.getAsJsonArray("results")).hasSize(1);
    assertThat(err.toString(UTF_8)).isEqualTo("edgewise: half way\n");
  }

  @Test
  void who_lost_ends_with_1_and_tells_the_figures_all_the_same() throws Exception {
    assertThat(run(true)).isEqualTo(1);
    assertThat(out.toString(UTF_8)).startsWith("a  mark\n1  MEASURED\n\nedgewise bench x, ");
  }

  @Test
  void help_runs_nothing() throws Exception {
    assertThat(run(true, "--quick", "--help")).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("how to\n");
    assertThat(err.size()).isZero();
  }

  @Test
  void what_cannot_be_met_is_said() throws Exception {
    for (String[] wrong : new String[][] {{"--wrong"}, {"-o"}, {"--output", "xml"}}) {
      assertThat(run(false, wrong)).isEqualTo(2);
    }
    assertThat(err.toString(UTF_8))
        .contains(
            "EW9001 there is no option --wrong. 'edgewise bench x --help' shows what it takes",
            "EW9001 -o wants a value.",
            "EW9001 --output wants table or json, not xml.");
    assertThat(out.size()).isZero();
  }

  @Test
  void numbers_keep_to_their_bounds() throws Exception {
    assertThat(Arguments.of(List.of("5")).number("--n", 5, 6)).isEqualTo(5);
    assertThatThrownBy(() -> Arguments.of(List.of("7")).number("--n", 5, 6))
        .hasMessage("--n wants a whole number from 5 to 6");
    assertThatThrownBy(() -> Arguments.of(List.of("x")).number("--n", 0L, Long.MAX_VALUE))
        .hasMessage("--n wants a whole number from 0");
  }
}
