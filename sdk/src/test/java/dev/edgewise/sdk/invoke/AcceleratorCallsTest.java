package dev.edgewise.sdk.invoke;

import static dev.edgewise.sdk.invoke.TestMethods.PLAIN;
import static dev.edgewise.sdk.invoke.TestMethods.UNSURE;
import static dev.edgewise.sdk.invoke.TestMethods.encoded;
import static dev.edgewise.sdk.invoke.TestMethods.name;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Escalation;
import dev.edgewise.core.Needs;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.spi.MethodDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Calls that need an accelerator, with all their retries and second legs, on virtual time. */
final class AcceleratorCallsTest {
  private static final Accelerator GPU = new Accelerator("gpu", "T4", 16_000_000_000L);
  private static final Needs NEED = new Needs("gpu", 4_000_000_000L);

  private final FakeTime time = new FakeTime();
  private final ScriptedTransport transport = new ScriptedTransport(time);
  private final ListedCalls log = new ListedCalls();
  private @Nullable Invoker invoker;

  private void startAndSettle() {
    invoker = transport.client(log);
    time.passMillis(100);
  }

  private static MethodDefinition<Double> needing(MethodDefinition<Double> method) {
    return new MethodDefinition<>(
        method.contract().needing(NEED),
        method.request(),
        method.response(),
        method.confidence(),
        method.zero());
  }

  private CompletableFuture<Outcome<Double>> call(
      MethodDefinition<Double> method, Optional<Needs> needs, Optional<Needs> wish) {
    return requireNonNull(invoker)
        .invoke(
            new CallRequest<>(
                method,
                new Object[] {1.0},
                Duration.ofSeconds(1),
                Label.INTERNAL,
                needs,
                wish,
                Optional.empty(),
                Origin.APPLICATION,
                CacheControl.NONE,
                true));
  }

  private CompletableFuture<Outcome<Double>> call(MethodDefinition<Double> method) {
    return call(method, Optional.empty(), Optional.empty());
  }

  private ScriptedTransport.ScriptedNode with(ScriptedTransport.ScriptedNode node) {
    node.accelerators = List.of(GPU);
    return node;
  }

  @Test
  void neither_the_first_try_nor_a_retry_goes_to_a_node_without_it() {
    var plain = transport.edge("edge-1", name(PLAIN)).answers(encoded(1));
    Reply full = new Reply.NotRun(ErrorCode.OVERLOADED, "queue full", Optional.empty());
    var first = with(transport.edge("edge-2", name(PLAIN))).replies(full);
    var second = with(transport.cloud("west1", name(PLAIN))).replies(full);
    startAndSettle();

    var outcome = call(needing(PLAIN));
    time.passMillis(50);

    assertThat(first.received).hasSize(1);
    assertThat(second.received).hasSize(1);
    assertThat(plain.received).isEmpty();
    assertThat(outcome.join())
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.cause().code()).isEqualTo(ErrorCode.OVERLOADED));
  }

  @Test
  void nor_does_a_call_that_was_lost_with_its_node() {
    var plain = transport.edge("edge-1", name(PLAIN)).answers(encoded(1));
    var node = with(transport.edge("edge-2", name(PLAIN))).neverReplies();
    startAndSettle();

    var outcome = call(needing(PLAIN));
    node.crash();
    time.passMillis(50);

    assertThat(plain.received).isEmpty();
    assertThat(outcome.join())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.cause().code()).isEqualTo(ErrorCode.NODE_LOST));
  }

  @Test
  void nor_does_the_second_leg_of_a_cascade() {
    with(transport.edge("edge-1", name(UNSURE))).answers(encoded(0.5));
    var plain = transport.cloud("west1", name(UNSURE)).answers(encoded(0.1));
    startAndSettle();

    var outcome = call(needing(UNSURE));
    time.passMillis(100);

    assertThat(plain.received).isEmpty();
    assertThat(((Outcome.Completed<Double>) outcome.join()).escalation())
        .isInstanceOf(Escalation.Kept.class);
  }

  @Test
  void a_call_that_no_node_can_run_hears_what_the_fleet_has() {
    with(transport.edge("edge-1", name(PLAIN)));
    transport.edge("edge-2", name(PLAIN));
    startAndSettle();

    var outcome = call(PLAIN, Optional.of(Needs.accelerator("tpu-v4")), Optional.empty());
    time.passMillis(1);

    assertThat(outcome.join())
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> {
              assertThat(refused.cause().code()).isEqualTo(ErrorCode.NO_ACCELERATOR);
              assertThat(refused.cause())
                  .hasMessageContaining("it needs tpu-v4, which no node has that offers it")
                  .hasMessageContaining("The fleet has gpu T4, 16.0 GB on edge-1.");
            });
  }

  @Test
  void a_node_that_knows_better_is_left_for_another() {
    Reply none = new Reply.NotRun(ErrorCode.NO_ACCELERATOR, "has none", Optional.empty());
    transport.edge("edge-1", name(PLAIN)).replies(none);
    transport.cloud("west1", name(PLAIN)).answers(encoded(2));
    startAndSettle();

    // An older caller, which knows of no need.
    var outcome = call(PLAIN);
    time.passMillis(50);

    assertThat(((Outcome.Completed<Double>) outcome.join()).value()).isEqualTo(2.0);
  }

  @Test
  void a_wish_goes_before_the_tier_and_a_retry_takes_what_is_left() {
    var plain = transport.edge("edge-1", name(PLAIN)).answers(encoded(1));
    Reply full = new Reply.NotRun(ErrorCode.OVERLOADED, "queue full", Optional.empty());
    var wished = with(transport.cloud("west1", name(PLAIN))).replies(full);
    startAndSettle();

    var outcome = call(PLAIN, Optional.empty(), Optional.of(NEED));
    time.passMillis(50);

    assertThat(wished.received).hasSize(1);
    assertThat(plain.received).hasSize(1);
    assertThat(((Outcome.Completed<Double>) outcome.join()).value()).isEqualTo(1.0);
    assertThat(log.records.get(0).steps())
        .extracting(step -> step.decision().placement().reason())
        .satisfiesExactly(
            first -> assertThat(first).contains("only it has gpu with 4.0 GB, which it would"),
            then -> assertThat(then).contains("no node that may run it has gpu with 4.0 GB"));
  }

  @Test
  void a_node_that_gets_one_takes_such_calls_from_then_on() {
    var node = transport.edge("edge-1", name(PLAIN)).answers(encoded(3));
    startAndSettle();
    assertThat(call(needing(PLAIN)).join()).isInstanceOf(Outcome.Refused.class);

    node.crash();
    node.accelerators = List.of(GPU);
    time.passMillis(500);
    node.comesBack();
    time.passMillis(500);

    var outcome = call(needing(PLAIN));
    time.passMillis(50);
    assertThat(outcome.join()).isInstanceOf(Outcome.Completed.class);
  }
}
