package dev.edgewise.sdk.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.BatchRule;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.CallMerging;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Batched methods where nothing puts calls together. */
final class LoneCallsTest {
  private static final MethodContract CONTRACT =
      new MethodContract(
              "shop.v1.Vision",
              "shout",
              Tier.EDGE,
              Duration.ofSeconds(10),
              true,
              Label.INTERNAL,
              Optional.empty())
          .inBatches(new BatchRule(3, Duration.ofMillis(100)));

  private final List<List<String>> runs = new ArrayList<>();

  private CallMerging.Merged<String, String> open(CallMerging.Body<String, String> body) {
    return new LoneCalls().open(CONTRACT, body);
  }

  private List<String> twice(List<CallMerging.Item<String>> items) {
    List<String> values = items.stream().map(CallMerging.Item::value).toList();
    runs.add(values);
    return values.stream().map(value -> value + value).toList();
  }

  private static CallMerging.Item<String> item(String value, String lane) {
    CallContext context =
        CallContext.of(
            "shop.v1.Vision/shout",
            "d1",
            Label.INTERNAL,
            TraceContext.begin(new Random(1)),
            Clock.system().nanos() + 60_000_000_000L,
            Clock.system(),
            () -> false);
    return new CallMerging.Item<>(value, lane, context);
  }

  @Test
  void the_items_of_a_call_run_together_as_far_as_the_rule_lets_them() throws Exception {
    List<CallMerging.Item<String>> items = new ArrayList<>();
    for (String value : List.of("a", "b", "c", "d")) {
      items.add(item(value, "x"));
    }
    assertThat(open(this::twice).call(items)).containsExactly("aa", "bb", "cc", "dd");
    assertThat(runs).containsExactly(List.of("a", "b", "c"), List.of("d"));
  }

  @Test
  void items_of_other_lanes_run_apart_and_the_order_of_results_is_that_of_items() throws Exception {
    assertThat(
            open(this::twice)
                .call(List.of(item("a", "x"), item("b", "y"), item("c", "y"), item("d", "x"))))
        .containsExactly("aa", "bb", "cc", "dd");
    assertThat(runs).containsExactly(List.of("a"), List.of("b", "c"), List.of("d"));
  }

  @Test
  void what_the_body_throws_can_be_told_from_what_the_host_throws() {
    IOException thrown = new IOException("disk");
    assertThatThrownBy(
            () ->
                open(items -> {
                      throw thrown;
                    })
                    .call(List.of(item("a", "x"))))
        .isInstanceOfSatisfying(
            CallMerging.BodyThrew.class, e -> assertThat(e.thrown()).isSameAs(thrown));
    assertThatThrownBy(
            () ->
                open(items -> {
                      throw new InterruptedException("gone");
                    })
                    .call(List.of(item("a", "x"))))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void another_number_of_results_is_an_error_with_a_code() {
    assertThatThrownBy(() -> open(items -> List.of("1", "2")).call(List.of(item("a", "x"))))
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_BATCH))
        .hasMessageContaining("2 results for a batch of 1");
  }
}
