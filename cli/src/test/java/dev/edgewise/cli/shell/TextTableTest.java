package dev.edgewise.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TextTableTest {
  @Test
  void columns_line_up_and_lines_end_without_spaces() {
    String text = new TextTable("NAME", ">N").row("a", 1).row("longer", 12).text("  ");

    assertThat(text).isEqualTo("  NAME     N\n  a        1\n  longer  12\n");
  }

  @Test
  void a_row_has_a_cell_for_each_column() {
    assertThatThrownBy(() -> new TextTable("A", "B").row("one"))
        .hasMessage("cells: 1 (expected: 2)");
  }
}
