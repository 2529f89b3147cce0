package dev.edgewise.samples.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OrderLineTest {
  private static final Instant DUE = Instant.parse("2026-11-30T18:00:00.250Z");

  private static Order order(long tookMillis, Optional<String> node, String error) {
    return new Order(DUE, Duration.ofMillis(3), Duration.ofMillis(tookMillis), node, error);
  }

  @Test
  void an_order_is_one_json_object() {
    assertThat(OrderLine.of(order(112, Optional.of("west1-2"), "")))
        .isEqualTo(
            "{\"event\":\"order\",\"at\":1796061600250.000,\"late\":3.000,\"took\":112.000,"
                + "\"node\":\"west1-2\",\"ok\":true,\"error\":\"\"}");
  }

  @Test
  void words_of_others_are_quoted() {
    assertThat(OrderLine.trouble("a \"b\"\n\\")).contains("\"a \\\"b\\\"\\u000a\\\\\"");
    assertThat(OrderLine.done("load")).isEqualTo("{\"event\":\"done\",\"stage\":\"load\"}");
  }

  @Test
  void the_till_says_what_was_sold_where_what_was_late_and_what_failed() {
    Till till = new Till();
    till.add(order(112, Optional.of("west1-2"), ""));
    till.add(order(5_001, Optional.of("west1-3"), ""));
    till.add(order(20_000, Optional.empty(), "EW6002 too late"));

    assertThat(till.take())
        .isEqualTo("2 sold, 1 of them late: west1-2 1, west1-3 1; 1 failed: EW6002 too late");
    assertThat(till.take()).isEqualTo("0 sold");
  }
}
