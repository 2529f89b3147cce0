package dev.edgewise.orchestrator.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PositionTest {
  private static final String ID = "abcdefghijklmnopqrstuv";

  @Test
  void a_position_is_read_as_it_was_written() {
    for (long number : new long[] {0, 1, 5, 999_999_999_999_999L}) {
      Position position = new Position(ID, number);
      assertThat(Position.parse(position.text())).contains(position);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "5",
        ID,
        ID + "/",
        ID + "/-1",
        ID + "/01",
        ID + "/1.0",
        ID + "/1 ",
        " " + ID + "/1",
        ID + "/1000000000000000",
        ID + "x/1",
        "abcdefghijklmnopqrstu/1",
        "abcdefghijklmnopqrst==/1",
        ID + "/1/1",
        ID + "\n/1",
        ID + "/1\n",
        ID + "/\u0661"
      })
  void what_is_none_is_none(String text) {
    assertThat(Position.parse(text)).isEmpty();
  }

  @Test
  void whatever_strangers_send_is_a_position_or_nothing() {
    String letters = ID + "/0123456789-_=+ \u0000\u00e9";
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      Position.parse(text.toString())
          .ifPresent(position -> assertThat(position.text()).isEqualTo(text.toString()));
    }
  }
}
