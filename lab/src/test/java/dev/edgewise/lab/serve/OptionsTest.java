package dev.edgewise.lab.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OptionsTest {
  @Test
  void options_are_taken_as_they_are_typed() throws Options.Wrong {
    Options options =
        Options.parse(
            new String[] {
              "-o", "json", "--quick", "--seed", "7", "--pairs", "6", "--scenario", "4 Models"
            });
    assertThat(options).isEqualTo(new Options(true, true, 7, 6, List.of("4 models")));
    assertThat(options.wants("4 models, 300 rps")).isTrue();
    assertThat(options.wants("1 model, 700 rps")).isFalse();
  }

  @Test
  void what_cannot_be_met_is_said() {
    assertThatThrownBy(() -> Options.parse(new String[] {"--fast"})).hasMessageContaining("--fast");
    assertThatThrownBy(() -> Options.parse(new String[] {"-o", "xml"})).hasMessageContaining("xml");
    assertThatThrownBy(() -> Options.parse(new String[] {"--pairs", "4"}))
        .hasMessageContaining("from 5");
    assertThatThrownBy(() -> Options.parse(new String[] {"--seed"})).hasMessageContaining("value");
  }
}
