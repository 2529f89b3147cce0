package dev.edgewise.lab.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.bench.command.Arguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OptionsTest {
  @TempDir private Path folder = Path.of("");

  private static Options parse(String... words) throws Arguments.Wrong {
    return Options.parse(Arguments.of(List.of(words)));
  }

  @Test
  void options_are_taken_as_they_are_typed() throws Arguments.Wrong {
    assertThat(parse("--cold-start", "2s,0.5s,120", "--seeds", "3", "--only", "day", "--seed", "9"))
        .isEqualTo(
            new Options(false, 3, 9, List.of(2.0, 0.5, 120.0), List.of("day"), List.of(), 0));
    assertThat(parse("--hold-out", "12").holdOut()).isEqualTo(12);
    assertThat(parse("--quick").seeds()).isEqualTo(2);
    assertThat(parse().coldStarts()).containsExactly(2.0, 20.0, 120.0);
  }

  @Test
  void what_cannot_be_met_is_said() {
    assertThatThrownBy(() -> parse("--cold-start", "2s,soon")).hasMessageContaining("2s,soon");
    assertThatThrownBy(() -> parse("--cold-start", "-1s")).hasMessageContaining("0s to 3600s");
    assertThatThrownBy(() -> parse("--seeds", "0")).hasMessageContaining("1 to 100");
    assertThatThrownBy(() -> parse("--fast")).hasMessageContaining("--fast");
  }

  @Test
  void a_recorded_trace_is_read_and_what_is_wrong_with_it_is_said_with_its_line()
      throws IOException {
    Path good = Files.writeString(folder.resolve("good.csv"), "arrived_at,seconds\n5,0.1\n6,0.2\n");
    RealTrace trace = RealTrace.read("good", good);
    assertThat(trace.arrivals()).containsExactly(0, 1);
    assertThat(trace.services()).containsExactly(0.1f, 0.2f);

    wrong("seconds,arrived_at\n1,2\n", ":1: wanted is arrived_at");
    wrong("arrived_at,seconds\n1,x\n", ":2: column 2 is no number");
    wrong("arrived_at,seconds\n5,1\n4,1\n", ":3: earlier than the line before");
    wrong("arrived_at,seconds\n", "has 1 lines");
    Path none = folder.resolve("none.csv");
    assertThatThrownBy(() -> RealTrace.read("none", none)).hasMessageContaining("there is no file");
  }

  private void wrong(String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("wrong.csv"), text);
    assertThatThrownBy(() -> RealTrace.read("wrong", file)).hasMessageContaining(message);
  }
}
