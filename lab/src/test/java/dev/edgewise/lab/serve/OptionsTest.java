package dev.edgewise.lab.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.bench.command.Arguments;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OptionsTest {
  private static Options parse(String... words) throws Arguments.Wrong {
    return Options.parse(Arguments.of(List.of(words)));
  }

  @Test
  void options_are_taken_as_they_are_typed() throws Arguments.Wrong {
    Options options = parse("--quick", "--seed", "7", "--pairs", "6", "--scenario", "4 Models");
    assertThat(options).isEqualTo(new Options(true, 7, 6, List.of("4 models")));
    assertThat(options.wants("4 models, 300 rps")).isTrue();
    assertThat(options.wants("1 model, 700 rps")).isFalse();
  }

  @Test
  void what_cannot_be_met_is_said() {
    assertThatThrownBy(() -> parse("--fast")).hasMessageContaining("--fast");
    assertThatThrownBy(() -> parse("--pairs", "4")).hasMessageContaining("from 5");
    assertThatThrownBy(() -> parse("--seed")).hasMessageContaining("value");
  }
}
