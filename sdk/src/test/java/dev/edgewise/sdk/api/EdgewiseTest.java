package dev.edgewise.sdk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.spi.CallContext;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

final class EdgewiseTest {
  private interface NotTagged {}

  @Test
  void local_mode_runs_a_call_through_the_codecs() {
    try (Edgewise eco = Edgewise.local()) {
      Greeter greeter = eco.client(Greeter.class);
      assertThat(greeter.greet("Ada")).isEqualTo("Hello, Ada!");
      assertThat(greeter.twice(21)).isEqualTo(42);
      greeter.forget();
    }
  }

  @Test
  void call_tells_who_answered() {
    try (Edgewise eco = Edgewise.local()) {
      Outcome<Integer> outcome = eco.call(Greeter.class, g -> g.twice(4));
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.Completed.class,
              completed -> {
                assertThat(completed.value()).isEqualTo(8);
                assertThat(completed.node().name()).isEqualTo("local-edge");
                assertThat(completed.decisionId()).hasSize(13);
              });
    }
  }

  @Test
  void async_gives_the_result_and_fails_with_the_codes_of_a_plain_call() throws Exception {
    try (Edgewise eco = Edgewise.local()) {
      assertThat(eco.async(Greeter.class, g -> g.greet("Ada")).get()).isEqualTo("Hello, Ada!");
      assertThatThrownBy(() -> eco.async(Greeter.class, g -> g.greet("trouble")).get())
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BODY_FAILED));
    }
  }

  @Test
  void a_failing_body_is_named_with_code_node_and_decision() {
    try (Edgewise eco = Edgewise.local()) {
      Greeter greeter = eco.client(Greeter.class);
      assertThatThrownBy(() -> greeter.greet("trouble"))
          .isInstanceOfSatisfying(
              EdgewiseException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.BODY_FAILED);
                assertThat(e.node()).contains("local-edge");
                assertThat(e.decisionId()).isPresent();
                assertThat(e.getStackTrace())
                    .as("shows the caller, not a thread of the transport")
                    .anyMatch(frame -> frame.getClassName().contains("EdgewiseTest"));
              });
    }
  }

  @Test
  void an_exception_that_the_method_declares_reaches_its_caller_as_itself() {
    try (Edgewise eco = Edgewise.local()) {
      Greeter greeter = eco.client(Greeter.class);
      assertThatThrownBy(() -> greeter.enter("Bob"))
          .isInstanceOfSatisfying(
              Greeter.Unwelcome.class, e -> assertThat(e.name()).isEqualTo("Bob"));
      assertThatThrownBy(
              () ->
                  eco.async(
                          Greeter.class,
                          g -> {
                            g.enter("Bob");
                            return null;
                          })
                      .get())
          .cause()
          .isInstanceOf(Greeter.Unwelcome.class);
      assertThat(
              eco.call(
                  Greeter.class,
                  g -> {
                    g.enter("Bob");
                    return null;
                  }))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> {
                assertThat(failed.fault().isPresent()).isTrue();
                assertThat(failed.cause().code()).isEqualTo(ErrorCode.FAULT);
              });
    }
  }

  @Test
  void one_that_is_too_large_to_travel_says_so() {
    try (Edgewise eco = Edgewise.local()) {
      Greeter greeter = eco.client(Greeter.class);
      assertThatThrownBy(() -> greeter.enter("B".repeat(4_200)))
          .isInstanceOfSatisfying(
              EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE))
          .hasMessageContainingAll("Unwelcome", "4096");
    }
  }

  @Test
  void null_where_none_may_be_is_refused_before_sending() {
    try (Edgewise eco = Edgewise.local()) {
      Greeter greeter = eco.client(Greeter.class);
      assertThatThrownBy(() -> greeter.greet(null))
          .hasMessageContaining("EW6007")
          .hasMessageContaining("name");
    }
  }

  @Test
  void a_lambda_that_does_not_make_exactly_one_call_is_refused() {
    try (Edgewise eco = Edgewise.local()) {
      assertThatThrownBy(() -> eco.async(Greeter.class, g -> "none"))
          .hasMessageContaining("EW6010");
      assertThatThrownBy(() -> eco.async(Greeter.class, g -> g.twice(1) + g.twice(2)))
          .hasMessageContaining("second call");
      assertThatThrownBy(() -> eco.async(Greeter.class, g -> g.greet("a").length() + g.twice(1)))
          .hasMessageContaining("EW6010");
      assertThatThrownBy(() -> eco.async(Greeter.class, g -> g.twice(1) + 1))
          .hasMessageContaining("something else");
    }
  }

  @Test
  void a_nested_call_inherits_label_and_the_rest_of_the_deadline() throws Exception {
    try (Edgewise eco = Edgewise.local()) {
      Greeter greeter = eco.client(Greeter.class);
      CallContext outer =
          CallContext.of(
              "test.Outer/run",
              "outer",
              Label.CONFIDENTIAL,
              TraceContext.begin(new Random(3)),
              Clock.system().nanos() + Duration.ofSeconds(5).toNanos(),
              Clock.system(),
              () -> false);

      assertThat(outer.<String>run(() -> greeter.greet("context"))).isEqualTo("CONFIDENTIAL true");
      assertThat(greeter.greet("context")).isEqualTo("INTERNAL false");
    }
  }

  @Test
  void options_change_deadline_and_raise_the_label() {
    try (Edgewise eco = Edgewise.local()) {
      CallOptions options =
          CallOptions.none().withDeadline(Duration.ofSeconds(5)).withLabel(Label.LOCAL_ONLY);
      assertThat(eco.client(Greeter.class, options).greet("context")).isEqualTo("LOCAL_ONLY true");
      CallOptions traced =
          options.withTraceparent("00-" + "4b".repeat(16) + "-00f067aa0ba902b7-01");
      assertThat(traced.trace().orElseThrow().traceId()).isEqualTo("4b".repeat(16));
      assertThat(traced.deadline()).isEqualTo(options.deadline());
      assertThat(options.withTraceparent("nonsense").trace()).isEmpty();
      CallOptions lower = CallOptions.none().withLabel(Label.PUBLIC);
      assertThat(eco.client(Greeter.class, lower).greet("context")).isEqualTo("INTERNAL false");
    }
  }

  @Test
  void a_type_that_is_no_service_is_refused_with_what_to_do() {
    try (Edgewise eco = Edgewise.local()) {
      assertThatThrownBy(() -> eco.client(NotTagged.class))
          .hasMessageContaining("EW6012")
          .hasMessageContaining("annotationProcessorPaths");
    }
  }

  @Test
  void addresses_that_cannot_be_read_are_refused_with_an_example() {
    for (String wrong :
        new String[] {"nyc edge01", "", "=h:1", "a b=h:1", "a=h", "a=h:0", "a=h:70000", "a=:1"}) {
      assertThatThrownBy(() -> Edgewise.builder().edgeNodes(wrong))
          .as(wrong)
          .isInstanceOf(EdgewiseException.class)
          .hasMessageContaining("EW6016");
    }
    assertThatThrownBy(() -> Edgewise.builder().build()).hasMessageContaining("edgeNodes");
    assertThatThrownBy(() -> Edgewise.builder().cloudZone("west 1"))
        .hasMessageContaining("west1=host:port");
    assertThatThrownBy(() -> Edgewise.builder().orchestrator("nowhere"))
        .hasMessageContaining("EW6016")
        .hasMessageContaining("host:port");
  }
}
