package dev.edgewise.lab.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.bench.report.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Few and short traces under all rules, compared byte by byte with what they gave when somebody
 * last looked: a change of any rule, of the simulation or of the scaler shows as a difference of
 * figures. {@code -Dgolden=rewrite} writes it anew.
 */
final class GoldenReportTest {
  private static final Path GOLDEN = Path.of("src/test/resources/scale.txt");

  @Test
  void a_small_set_of_traces_gives_the_report_that_it_gave() throws Exception {
    List<Contender> contenders = Contender.all();
    Season season = new Season(contenders, List.of(2.0, 20.0), 1, 2);
    Standing standing = new Standing(contenders);
    for (Trace trace :
        List.of(
            new Trace.Drawn("steady", Shape::steady, 1_800, false),
            new Trace.Drawn("on-off", Shape::onOff, 3_600, false))) {
      season.run(trace, 1).forEach(standing::add);
    }
    StringBuilder text = new StringBuilder();
    standing.rows().forEach(row -> line(text, row));
    standing.verdicts().forEach(row -> line(text, row));
    check(text.toString());
  }

  private static void line(StringBuilder text, Row row) {
    row.cells().forEach((name, value) -> text.append(name).append(' ').append(value).append("; "));
    text.append('\n');
  }

  private static void check(String text) throws IOException {
    if ("rewrite".equals(System.getProperty("golden"))) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, text);
    }
    assertThat(text).isEqualTo(Files.readString(GOLDEN, StandardCharsets.UTF_8));
  }

  @Test
  void the_same_on_two_threads() throws InterruptedException {
    Trace trace = new Trace.Drawn("steady", Shape::steady, 900, false);
    List<Contender> ours = List.of(Contender.all().getFirst());
    assertThat(new Season(ours, List.of(20.0), 1, 3).run(trace, 2))
        .isEqualTo(new Season(ours, List.of(20.0), 1, 3).run(trace, 1));
  }
}
