package dev.edgewise.sdk.invoke;

import static dev.edgewise.sdk.invoke.TestMethods.ONCE;
import static dev.edgewise.sdk.invoke.TestMethods.UNSURE;
import static dev.edgewise.sdk.invoke.TestMethods.encoded;
import static dev.edgewise.sdk.invoke.TestMethods.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Escalation;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.sdk.fleet.ScaledZone;
import dev.edgewise.sdk.fleet.Selection;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.spi.MethodDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Calls that come to a zone at rest on their second leg, on virtual time. */
final class CascadeToZoneTest {
  private static final Duration COLD = Duration.ofMillis(600);

  private final FakeTime time = new FakeTime();
  private final ScriptedTransport transport = new ScriptedTransport(time);
  private final ScriptedFeed feed = new ScriptedFeed();
  private final ListedCalls log = new ListedCalls();
  private final Invoker invoker =
      Invoker.start(
          new Surroundings(time, time, new Random(7), transport, log, Optional.of(feed)),
          Optional.empty(),
          List.of(),
          Selection.everything());

  private static ScaledZone zone(int nodes, MethodDefinition<?> method) {
    return new ScaledZone(
        new Site("zone", Trust.OWN), nodes, 0, 4, COLD, Set.of(name(method)), List.of(), true, "");
  }

  private CompletableFuture<Outcome<Double>> call(
      MethodDefinition<Double> method, Duration allowed) {
    return invoker.invoke(
        new CallRequest<>(method, new Object[] {1.0}, allowed, Label.INTERNAL, Optional.empty()));
  }

  private ScriptedTransport.ScriptedNode unsureEdge() {
    ScriptedTransport.ScriptedNode edge =
        transport.edge("edge-1", name(UNSURE)).answers(encoded(0.5));
    feed.says(List.of(zone(0, UNSURE)), ScriptedFeed.edge("edge-1", UNSURE));
    time.passMillis(100);
    return edge;
  }

  @Test
  void an_unsure_answer_waits_for_a_cloud_that_is_there_within_the_deadline() {
    ScriptedTransport.ScriptedNode edge = unsureEdge();
    var call = call(UNSURE, Duration.ofSeconds(2));
    time.passMillis(300);
    assertThat(edge.received).hasSize(1);
    assertThat(feed.woken).containsExactly("zone");
    assertThat(call).isNotDone();

    transport.cloud("zone-1", name(UNSURE)).answers(encoded(0.9));
    feed.says(
        List.of(zone(1, UNSURE)),
        ScriptedFeed.edge("edge-1", UNSURE),
        ScriptedFeed.cloud("zone-1", UNSURE));
    time.passMillis(100);

    assertThat(call).isDone();
    Outcome.Completed<Double> completed = (Outcome.Completed<Double>) call.join();
    assertThat(completed.node().name()).isEqualTo("zone-1");
    assertThat(completed.escalation()).isInstanceOf(Escalation.Escalated.class);
  }

  @Test
  void an_unsure_answer_stands_when_the_cloud_would_come_too_late() {
    ScriptedTransport.ScriptedNode edge = unsureEdge();
    var call = call(UNSURE, Duration.ofMillis(500));
    time.passMillis(100);
    assertThat(edge.received).hasSize(1);
    assertThat(call).as("at once").isDone();
    assertThat(((Outcome.Completed<Double>) call.join()).escalation())
        .isInstanceOfSatisfying(
            Escalation.Kept.class,
            kept -> assertThat(kept.because()).contains("starts in about 0.6 s"));
    assertThat(feed.woken).as("for the next one").containsExactly("zone");
  }

  @Test
  void a_call_that_may_have_run_is_not_held_for_another_node() {
    transport.cloud("zone-1", name(ONCE)).replies(new Reply.Lost("connection reset"));
    feed.says(List.of(zone(1, ONCE)), ScriptedFeed.cloud("zone-1", ONCE));
    time.passMillis(100);
    var call = call(ONCE, Duration.ofSeconds(2));
    time.passMillis(100);

    assertThat(call.join())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.cause().code()).isEqualTo(ErrorCode.NODE_LOST));
    assertThat(feed.woken).isEmpty();
  }
}
