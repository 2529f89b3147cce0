package dev.edgewise.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestNamesTest {
  private static final List<String> METHODS =
      List.of("shop.v1.Vision/detect", "samples.hello.Hello/greet");

  @ParameterizedTest
  @CsvSource({
    "Hello/great, samples.hello.Hello/greet",
    "Helo/greet, samples.hello.Hello/greet",
    "hello/GREET, samples.hello.Hello/greet",
    "shop.v1.Vison/detect, shop.v1.Vision/detect"
  })
  void a_name_that_is_nearly_right_is_known_again(String mistyped, String meant) {
    assertThat(NearestNames.hint(mistyped, METHODS)).startsWith("Did you mean " + meant + "? ");
  }

  @Test
  void of_another_name_is_told_what_there_is() {
    assertThat(NearestNames.hint("Prices/price", METHODS))
        .isEqualTo("There is shop.v1.Vision/detect, samples.hello.Hello/greet.");
  }
}
