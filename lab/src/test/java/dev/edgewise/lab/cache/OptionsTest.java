package dev.edgewise.lab.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.edgewise.bench.command.Arguments;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OptionsTest {
  private static Options parse(String words) throws Arguments.Wrong {
    return Options.parse(Arguments.of(words.isEmpty() ? List.of() : List.of(words.split(" ", -1))));
  }

  @Test
  void have_defaults() throws Arguments.Wrong {
    assertThat(parse("")).isEqualTo(new Options(QuestionBook.REPORT, 6_000, 4, 40));
  }

  @Test
  void are_read_in_any_order() throws Arguments.Wrong {
    assertThat(parse("--seed 7 --quick --callers 8 --body-millis 5"))
        .isEqualTo(new Options(7, 800, 8, 5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--what", "--calls 1", "--calls many", "--callers 65", "--seed -1"})
  void say_what_is_wrong(String arguments) {
    assertThatExceptionOfType(Arguments.Wrong.class)
        .isThrownBy(() -> parse(arguments))
        .withMessageNotContaining("null");
  }
}
