package dev.edgewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ReportTest {
  private static final Row FULL =
      Row.of(Mark.EMULATED)
          .with("system", "edgewise")
          .with("p50Millis", 6.12345)
          .with("p99Millis", OptionalDouble.empty())
          .with("n", 12);

  private final Report report =
      new Report(
          "edgewise.bench.serve/1",
          "edgewise bench serve",
          Instant.parse("2026-01-01T00:00:00Z"),
          Machine.here(),
          Map.of("seed", "1"),
          List.of(
              new Table("rows", "", List.of(FULL, Row.of(Mark.MEASURED)), Set.of("n")),
              new Table(
                  "verdicts",
                  "Ours against theirs:",
                  List.of(Row.of(Mark.EMULATED).with("verdict", "AHEAD"))),
              new Table("none", "Nothing:", List.of())),
          "Read it so.");

  @Test
  void every_row_and_every_verdict_has_its_mark() {
    JsonObject document = JsonParser.parseString(report.json()).getAsJsonObject();
    for (String list : List.of("rows", "verdicts")) {
      for (JsonElement row : document.getAsJsonArray(list)) {
        assertThat(row.getAsJsonObject().get("mark").getAsString()).isIn("MEASURED", "EMULATED");
      }
    }
    assertThat(TextTable.of(List.of(FULL), Set.of("mark")).lines())
        .allMatch(line -> line.endsWith("mark") || line.endsWith("EMULATED"));
  }

  @Test
  void people_read_tables_under_their_headings_and_then_how_to_read_them() {
    assertThat(report.text())
        .startsWith("system    p50Millis  p99Millis    mark\n")
        .contains(
            "\n\nOurs against theirs:\n\nverdict  mark\n", "\n\nRead it so.\n\nedgewise bench")
        .doesNotContain("Nothing:");
  }

  @Test
  void a_percentile_that_is_not_told_is_null_in_json_and_words_in_the_table() {
    JsonObject row =
        JsonParser.parseString(report.json())
            .getAsJsonObject()
            .getAsJsonArray("rows")
            .get(0)
            .getAsJsonObject();
    assertThat(row.get("p99Millis").isJsonNull()).isTrue();
    assertThat(row.get("p50Millis").getAsDouble()).isEqualTo(6.123);
    assertThat(TextTable.of(List.of(FULL), Set.of())).contains("n too small");
  }

  @Test
  void a_mark_is_not_a_cell_and_a_number_is_finite() {
    assertThatThrownBy(() -> FULL.with("mark", "MEASURED")).hasMessageContaining("mark");
    assertThatThrownBy(() -> FULL.with("x", Double.NaN)).hasMessageContaining("finite");
  }

  @Test
  void columns_line_up() {
    assertThat(
            TextTable.of(
                List.of(
                    Row.of(Mark.MEASURED).with("system", "a").with("load", 9.0),
                    Row.of(Mark.EMULATED).with("system", "long").with("load", 123.456)),
                Set.of()))
        .isEqualTo(
            """
            system   load  mark
            a        9.00  MEASURED
            long    123.5  EMULATED
            """);
  }
}
