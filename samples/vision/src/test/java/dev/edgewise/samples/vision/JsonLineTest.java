package dev.edgewise.samples.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonLineTest {
  @Test
  void fields_keep_their_order_and_kind() {
    String line =
        new JsonLine()
            .add("text", "a")
            .add("flag", true)
            .add("whole", 7)
            .add("real", 0.92134)
            .addObjects("list", List.of("{}", "{\"x\":1}"))
            .toString();

    assertThat(line)
        .isEqualTo(
            "{\"text\":\"a\",\"flag\":true,\"whole\":7,\"real\":0.921,\"list\":[{},{\"x\":1}]}");
  }

  @Test
  void large_numbers_are_written_out() {
    assertThat(new JsonLine().add("at", 1_764_000_000_123.25).toString())
        .isEqualTo("{\"at\":1764000000123.250}");
  }

  @Test
  void whatever_is_in_a_text_the_line_stays_one_line() {
    assertThat(new JsonLine().add("m", "say \"hi\"\\\n\tö\u0000").toString())
        .isEqualTo("{\"m\":\"say \\\"hi\\\"\\\\\\u000a\\u0009ö\\u0000\"}");
  }
}
