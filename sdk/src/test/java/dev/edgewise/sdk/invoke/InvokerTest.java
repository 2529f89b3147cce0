package dev.edgewise.sdk.invoke;

import static dev.edgewise.sdk.invoke.TestMethods.ONCE;
import static dev.edgewise.sdk.invoke.TestMethods.PLAIN;
import static dev.edgewise.sdk.invoke.TestMethods.UNSURE;
import static dev.edgewise.sdk.invoke.TestMethods.encoded;
import static dev.edgewise.sdk.invoke.TestMethods.name;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Escalation;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.fleet.Fleet;
import dev.edgewise.sdk.invoke.CallRecord.StepKind;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.spi.MethodDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Stories of calls on virtual time. */
final class InvokerTest {
  private final FakeTime time = new FakeTime();
  private final ScriptedTransport transport = new ScriptedTransport(time);
  private final ListedCalls log = new ListedCalls();
  private final List<CallRecord> records = log.records;
  private @Nullable Invoker invoker;

  private void start() {
    invoker = transport.client(log);
  }

  private Fleet fleet() {
    return invoker().fleet();
  }

  private Invoker invoker() {
    return requireNonNull(invoker);
  }

  private void startAndSettle() {
    start();
    time.passMillis(100);
  }

  private CompletableFuture<Outcome<Double>> call(MethodDefinition<Double> method) {
    return call(method, Duration.ofSeconds(1));
  }

  private CompletableFuture<Outcome<Double>> call(
      MethodDefinition<Double> method, Duration allowed) {
    return invoker()
        .invoke(
            new CallRequest<>(
                method, new Object[] {1.0}, allowed, Label.INTERNAL, Optional.empty()));
  }

  private Liveness liveness(String node) {
    return fleet().statuses().stream()
        .filter(status -> status.node().map(n -> n.name().equals(node)).orElse(false))
        .findFirst()
        .orElseThrow()
        .liveness();
  }

  @Test
  void completes_on_the_node_that_answers() {
    transport.edge("edge-1", name(PLAIN)).answers(encoded(42));
    startAndSettle();

    var outcome = call(PLAIN);
    time.passMillis(20);

    assertThat(outcome.join())
        .isInstanceOfSatisfying(
            Outcome.Completed.class,
            completed -> {
              assertThat(completed.value()).isEqualTo(42.0);
              assertThat(completed.node().name()).isEqualTo("edge-1");
            });
    assertThat(records).singleElement().matches(record -> !record.isNotable());
  }

  @Test
  void waits_for_nodes_that_have_not_said_who_they_are() {
    transport.edge("edge-1", name(PLAIN)).answers(encoded(1));
    start();

    var outcome = call(PLAIN);
    assertThat(outcome).isNotDone();
    time.passMillis(50);

    assertThat(outcome.join()).isInstanceOf(Outcome.Completed.class);
  }

  @Test
  void a_node_counts_only_when_it_has_been_warmed() {
    transport.edge("edge-1", name(PLAIN));
    start();
    time.passMillis(2);
    assertThat(fleet().view().nodes()).noneMatch(node -> node.liveness().takesCalls());
    time.passMillis(10);
    assertThat(fleet().view().nodes()).allMatch(node -> node.liveness().takesCalls());
  }

  @Test
  void an_unsent_call_goes_elsewhere_even_if_it_is_not_idempotent() {
    var first = transport.edge("edge-1", name(ONCE));
    var second = transport.edge("edge-2", name(ONCE)).answers(encoded(2));
    startAndSettle();
    // The process is gone, but the client has not noticed.
    first.up = false;
    second.up = true;

    for (int i = 0; i < 4; i++) {
      var outcome = call(ONCE);
      time.passMillis(50);
      assertThat(outcome.join().orThrow()).isEqualTo(2.0);
    }
    assertThat(first.received).isEmpty();
  }

  @Test
  void a_lost_call_goes_elsewhere_when_it_is_idempotent() {
    var first = transport.edge("edge-1", name(PLAIN)).neverReplies();
    var second = transport.edge("edge-2", name(PLAIN)).neverReplies();
    startAndSettle();

    var outcome = call(PLAIN);
    var hit = first.received.isEmpty() ? second : first;
    var other = hit == first ? second : first;
    other.answers(encoded(3));
    hit.crash();
    time.passMillis(50);

    assertThat(outcome.join().orThrow()).isEqualTo(3.0);
    assertThat(records.get(0).steps())
        .extracting(CallRecord.Step::kind)
        .containsExactly(StepKind.FIRST, StepKind.RETRY);
    assertThat(records.get(0).isNotable()).isTrue();
  }

  @Test
  void a_lost_call_that_is_not_idempotent_fails_and_says_so() {
    var first = transport.edge("edge-1", name(ONCE)).neverReplies();
    var second = transport.edge("edge-2", name(ONCE)).neverReplies();
    startAndSettle();

    var outcome = call(ONCE);
    (first.received.isEmpty() ? second : first).crash();

    assertThatThrownBy(() -> outcome.join().orThrow())
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NODE_LOST))
        .hasMessageContaining("@Idempotent");
    assertThat(first.received.size() + second.received.size()).isEqualTo(1);
  }

  @Test
  void a_refusal_is_taken_elsewhere_and_when_all_refuse_the_call_says_overloaded() {
    Reply full = new Reply.NotRun(ErrorCode.OVERLOADED, "queue full", Optional.empty());
    var first = transport.edge("edge-1", name(ONCE)).replies(full);
    var second = transport.edge("edge-2", name(ONCE)).replies(full);
    startAndSettle();

    var outcome = call(ONCE);
    time.passMillis(50);

    assertThat(first.received).hasSize(1);
    assertThat(second.received).hasSize(1);
    assertThat(outcome.join())
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.cause().code()).isEqualTo(ErrorCode.OVERLOADED));
  }

  @Test
  void a_node_that_stops_answering_is_suspect_within_four_seconds_and_its_idempotent_calls_move() {
    var first = transport.edge("edge-1", name(PLAIN)).neverReplies();
    var second = transport.edge("edge-2", name(PLAIN)).neverReplies();
    startAndSettle();
    var outcome = call(PLAIN, Duration.ofSeconds(10));
    var hit = first.received.isEmpty() ? second : first;
    var other = hit == first ? second : first;
    other.answers(encoded(5));
    hit.silent = true;

    time.passMillis(4_000);

    assertThat(liveness(hit.node.name())).isEqualTo(Liveness.SUSPECT);
    time.passMillis(100);
    assertThat(outcome.join().orThrow()).isEqualTo(5.0);
    assertThat(hit.cancelled).isEqualTo(1);
    int before = hit.received.size();
    for (int i = 0; i < 10; i++) {
      var next = call(PLAIN);
      time.passMillis(20);
      assertThat(next.join().orThrow()).isEqualTo(5.0);
    }
    assertThat(hit.received).hasSize(before);
  }

  @Test
  void a_suspect_that_answers_again_is_used_again() {
    var node = transport.edge("edge-1", name(PLAIN)).answers(encoded(1));
    startAndSettle();
    node.silent = true;
    time.passMillis(4_000);
    assertThat(liveness("edge-1")).isEqualTo(Liveness.SUSPECT);

    node.silent = false;
    time.passMillis(1_500);

    assertThat(liveness("edge-1")).isEqualTo(Liveness.ALIVE);
  }

  @Test
  void a_sure_answer_stands() {
    transport.edge("edge-1", name(UNSURE)).answers(encoded(0.9));
    var cloud = transport.cloud("west1", name(UNSURE)).answers(encoded(0.1));
    startAndSettle();

    var outcome = call(UNSURE);
    time.passMillis(50);

    assertThat(((Outcome.Completed<Double>) outcome.join()).escalation())
        .isEqualTo(new Escalation.Sure(0.9));
    assertThat(cloud.received).isEmpty();
  }

  @Test
  void an_unsure_answer_is_asked_again_in_the_cloud_bounds_included() {
    for (double confidence : new double[] {0.3, 0.5, 0.7}) {
      ScriptedTransport.ScriptedNode edge = transport.edge("edge-1", name(UNSURE));
      edge.answers(encoded(confidence));
      transport.cloud("west1", name(UNSURE)).answers(encoded(0.1));
      startAndSettle();

      var outcome = call(UNSURE);
      time.passMillis(100);

      var completed = (Outcome.Completed<Double>) outcome.join();
      assertThat(completed.value()).isEqualTo(0.1);
      assertThat(completed.node().name()).isEqualTo("west1");
      assertThat(completed.escalation()).isEqualTo(new Escalation.Escalated(confidence, "edge-1"));
    }
  }

  @Test
  void without_a_cloud_the_unsure_answer_stays_and_says_so() {
    transport.edge("edge-1", name(UNSURE)).answers(encoded(0.5));
    var cloud = transport.cloud("west1", name(UNSURE));
    startAndSettle();
    cloud.crash();

    var outcome = call(UNSURE);
    time.passMillis(100);

    var completed = (Outcome.Completed<Double>) outcome.join();
    assertThat(completed.value()).isEqualTo(0.5);
    assertThat(completed.escalation()).isInstanceOf(Escalation.Kept.class);
    assertThat(((Escalation.Kept) completed.escalation()).because()).contains("west1");
    assertThat(records.get(0).isNotable()).isTrue();
  }

  @Test
  void when_the_deadline_comes_before_the_clouds_answer_the_edges_answer_stays() {
    transport.edge("edge-1", name(UNSURE)).answers(encoded(0.5));
    transport.cloud("west1", name(UNSURE)).neverReplies();
    startAndSettle();

    var outcome = call(UNSURE);
    time.passMillis(1_100);

    var completed = (Outcome.Completed<Double>) outcome.join();
    assertThat(completed.value()).isEqualTo(0.5);
    assertThat(((Escalation.Kept) completed.escalation()).because()).contains("deadline");
  }

  @Test
  void when_the_cloud_fails_the_edges_answer_stays() {
    transport.edge("edge-1", name(UNSURE)).answers(encoded(0.5));
    transport
        .cloud("west1", name(UNSURE))
        .replies(new Reply.Failed(ErrorCode.BODY_FAILED, "no memory", Optional.empty()));
    startAndSettle();

    var outcome = call(UNSURE);
    time.passMillis(100);

    assertThat(
            ((Escalation.Kept) ((Outcome.Completed<Double>) outcome.join()).escalation()).because())
        .contains("no memory");
  }

  @Test
  void with_all_edges_gone_the_cloud_body_answers_at_once() {
    var edge = transport.edge("edge-1", name(UNSURE));
    transport.cloud("west1", name(UNSURE)).answers(encoded(0.5));
    startAndSettle();
    edge.crash();

    var outcome = call(UNSURE);
    time.passMillis(100);

    var completed = (Outcome.Completed<Double>) outcome.join();
    assertThat(completed.node().name()).isEqualTo("west1");
    assertThat(completed.escalation()).isEqualTo(new Escalation.None());
  }

  @Test
  void with_all_nodes_gone_the_call_is_refused_at_once_and_names_them() {
    var edge = transport.edge("edge-1", name(PLAIN));
    startAndSettle();
    edge.crash();

    var outcome = call(PLAIN);
    time.passMillis(1);

    assertThatThrownBy(() -> outcome.join().orThrow())
        .isInstanceOfSatisfying(
            EdgewiseException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.NO_NODE);
              assertThat(e.decisionId()).contains(outcome.join().decisionId());
            })
        .hasMessageContaining("edge-1");
  }

  @Test
  void a_node_that_was_never_reached_is_named_with_its_address_when_a_call_is_refused() {
    transport.edge("edge-1", name(UNSURE)).answers(encoded(0.5));
    transport.cloud("west1", name(UNSURE)).up = false;
    startAndSettle();

    var unsure = call(UNSURE);
    var elsewhere = call(PLAIN);
    time.passMillis(50);

    assertThat(
            ((Escalation.Kept) ((Outcome.Completed<Double>) unsure.join()).escalation()).because())
        .contains("Never reached: west1 at west1 (connection refused)");
    assertThatThrownBy(() -> elsewhere.join().orThrow())
        .hasMessageContaining("EW6001")
        .hasMessageContaining("west1 (connection refused)");
  }

  @Test
  void a_node_that_no_longer_offers_a_method_is_asked_again_what_it_offers() {
    var edge = transport.edge("edge-1", name(PLAIN));
    startAndSettle();
    edge.methods = Set.of();
    edge.replies(new Reply.NotRun(ErrorCode.UNKNOWN_METHOD, "gone", Optional.empty()));

    var first = call(PLAIN);
    time.passMillis(300);
    var second = call(PLAIN);
    time.passMillis(50);

    assertThat(List.of(first.join(), second.join())).allMatch(Outcome.Refused.class::isInstance);
    assertThat(edge.received).as("the second call knows better").hasSize(1);
  }

  @Test
  void a_node_that_comes_back_is_used_again() {
    var edge = transport.edge("edge-1", name(PLAIN)).answers(encoded(1));
    startAndSettle();
    edge.crash();
    time.passMillis(500);
    edge.comesBack();
    time.passMillis(100);

    var outcome = call(PLAIN);
    time.passMillis(50);

    assertThat(outcome.join()).isInstanceOf(Outcome.Completed.class);
  }

  @Test
  void a_call_without_an_answer_expires_at_its_deadline_and_the_node_is_told() {
    var edge = transport.edge("edge-1", name(ONCE)).neverReplies();
    startAndSettle();

    var outcome = call(ONCE);
    time.passMillis(999);
    assertThat(outcome).isNotDone();
    time.passMillis(1);

    assertThat(outcome.join()).isInstanceOf(Outcome.Expired.class);
    assertThat(edge.cancelled).isEqualTo(1);
  }

  @Test
  void cancelling_the_future_cancels_the_call() {
    var edge = transport.edge("edge-1", name(PLAIN)).neverReplies();
    startAndSettle();

    var outcome = call(PLAIN);
    outcome.cancel(true);

    assertThat(edge.cancelled).isEqualTo(1);
    assertThat(records.get(0).result().outcome()).isEqualTo("cancelled");
  }

  @Test
  void a_draining_node_gets_no_new_calls() {
    var first = transport.edge("edge-1", name(PLAIN)).answers(encoded(1));
    transport.edge("edge-2", name(PLAIN)).answers(encoded(2));
    startAndSettle();
    first.draining = true;
    time.passMillis(1_500);
    int before = first.received.size();

    for (int i = 0; i < 10; i++) {
      var outcome = call(PLAIN);
      time.passMillis(20);
      assertThat(outcome.join().orThrow()).isEqualTo(2.0);
    }
    assertThat(first.received).hasSize(before);
  }

  @Test
  void an_answer_that_cannot_be_read_is_an_error_of_its_own() {
    transport.edge("edge-1", name(PLAIN)).answers(new byte[] {9, 1});
    startAndSettle();

    var outcome = call(PLAIN);
    time.passMillis(50);

    assertThatThrownBy(() -> outcome.join().orThrow()).hasMessageContaining("EW6013");
  }

  @Test
  void arguments_that_cannot_be_encoded_are_refused_before_anything_is_sent() {
    var edge = transport.edge("edge-1", name(PLAIN));
    startAndSettle();

    assertThatThrownBy(
            () ->
                invoker()
                    .invoke(
                        new CallRequest<>(
                            PLAIN,
                            new Object[1],
                            Duration.ofSeconds(1),
                            Label.INTERNAL,
                            Optional.empty())))
        .hasMessageContaining("EW6007");
    assertThat(edge.received).isEmpty();
  }

  @Test
  void a_closed_invoker_ends_its_calls_and_takes_no_more() {
    transport.edge("edge-1", name(PLAIN)).neverReplies();
    startAndSettle();
    var outcome = call(PLAIN);

    invoker().close();

    assertThat(outcome.join()).isInstanceOf(Outcome.Cancelled.class);
    assertThatThrownBy(() -> call(PLAIN)).hasMessageContaining("EW6014");
  }
}
