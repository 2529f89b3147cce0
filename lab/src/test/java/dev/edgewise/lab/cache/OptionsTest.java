package dev.edgewise.lab.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OptionsTest {
  @Test
  void have_defaults() throws Options.Wrong {
    assertThat(Options.parse(new String[0]))
        .isEqualTo(new Options(false, QuestionBook.REPORT, 6_000, 4, 40));
  }

  @Test
  void are_read_in_any_order() throws Options.Wrong {
    assertThat(Options.parse("--seed 7 -o json --quick --callers 8 --body-millis 5".split(" ", -1)))
        .isEqualTo(new Options(true, 7, 800, 8, 5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--what",
        "-o",
        "-o xml",
        "--calls 1",
        "--calls many",
        "--callers 65",
        "--seed -1"
      })
  void say_what_is_wrong(String arguments) {
    assertThatExceptionOfType(Options.Wrong.class)
        .isThrownBy(() -> Options.parse(arguments.split(" ", -1)))
        .withMessageNotContaining("null");
  }
}
