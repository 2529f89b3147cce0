package dev.edgewise.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TextTest {
  @Test
  void putsEverythingOnOneLine() {
    assertThat(Text.line(" a\r\n\tb\u0000\u001b[31mc ", 100)).isEqualTo("a b [31mc");
  }

  @Test
  void marksWhatItCutsOff() {
    assertThat(Text.line("abcdef", 6)).isEqualTo("abcdef");
    assertThat(Text.line("abcdefg", 6)).isEqualTo("abcde…");
  }

  @Test
  void neverCutsACharacterInTwo() {
    assertThat(Text.line("abcd😀fgh", 6)).isEqualTo("abcd…");
  }
}
