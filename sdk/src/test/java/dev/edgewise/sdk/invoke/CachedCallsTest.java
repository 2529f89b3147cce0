package dev.edgewise.sdk.invoke;

import static dev.edgewise.sdk.invoke.TestMethods.PLAIN;
import static dev.edgewise.sdk.invoke.TestMethods.encoded;
import static dev.edgewise.sdk.invoke.TestMethods.name;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.CacheNote;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a caller asks of a cache goes with the call; what the cache did comes back with it. */
final class CachedCallsTest {
  private static final CacheNote ALIKE =
      new CacheNote(
          CacheNote.Kind.SEMANTIC,
          Duration.ofSeconds(12),
          OptionalDouble.of(0.912),
          OptionalDouble.of(0.02));

  private final FakeTime time = new FakeTime();
  private final ScriptedTransport transport = new ScriptedTransport(time);
  private final ListedCalls log = new ListedCalls();
  private @Nullable Invoker invoker;

  private void startAndSettle() {
    invoker = transport.client(log);
    time.passMillis(100);
  }

  private Outcome<Double> call(String tenant, CacheControl control) {
    CompletableFuture<Outcome<Double>> outcome =
        requireNonNull(invoker)
            .invoke(
                new CallRequest<>(
                    PLAIN,
                    new Object[] {1.0},
                    Duration.ofSeconds(1),
                    Label.INTERNAL,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    new Origin("", tenant),
                    control,
                    true));
    time.passMillis(50);
    return outcome.join();
  }

  private static Reply kept(CacheNote note) {
    return new Reply.Answered(Message.of(encoded(42)), Optional.empty(), Optional.of(note));
  }

  @Test
  void each_attempt_carries_the_tenant_and_what_is_asked_of_caches() {
    var edge = transport.edge("edge-1", name(PLAIN));
    edge.script =
        request ->
            Optional.of(edge.received.size() == 1 ? new Reply.Lost("gone") : kept(CacheNote.NONE));
    var other = transport.edge("edge-2", name(PLAIN));
    other.script = edge.script;
    startAndSettle();

    call("shop-7", CacheControl.NONE.withExactOnly());

    List<Request> sent =
        java.util.stream.Stream.of(edge, other).flatMap(node -> node.received.stream()).toList();
    assertThat(sent)
        .isNotEmpty()
        .allSatisfy(
            request -> {
              assertThat(request.tenant()).isEqualTo("shop-7");
              assertThat(request.cacheControl()).isEqualTo(CacheControl.NONE.withExactOnly());
            });
  }

  @Test
  void what_the_cache_did_stands_in_the_outcome_and_in_the_record() {
    transport.edge("edge-1", name(PLAIN)).replies(kept(ALIKE));
    startAndSettle();

    Outcome<Double> outcome = call("", CacheControl.NONE);

    assertThat(((Outcome.Completed<Double>) outcome).cache()).contains(ALIKE);
    assertThat(log.records.get(0).steps().get(0).detail())
        .isEqualTo("cache: semantic; age=12; similarity=0.912; bound=0.02");
    assertThat(log.records.get(0).isNotable()).isFalse();
  }

  @Test
  void a_method_that_keeps_nothing_says_nothing() {
    transport.edge("edge-1", name(PLAIN)).answers(encoded(42));
    startAndSettle();

    assertThat(((Outcome.Completed<Double>) call("", CacheControl.NONE)).cache()).isEmpty();
    assertThat(log.records.get(0).steps().get(0).detail()).isEmpty();
  }

  @Test
  void a_wrong_answer_is_told_to_the_node_that_gave_it() {
    var first = transport.edge("edge-1", name(PLAIN)).replies(kept(ALIKE));
    var second = transport.edge("edge-2", "other.v1.Service/other");
    startAndSettle();
    String decision = call("", CacheControl.NONE).decisionId();
    first.gave.add(decision);

    CompletableFuture<Boolean> answer = requireNonNull(invoker).wrong(decision);
    time.passMillis(10);

    assertThat(answer).isCompletedWithValue(true);
    assertThat(first.wrong).containsExactly(decision);
    assertThat(second.wrong).isEmpty();
  }

  @Test
  void when_nobody_knows_which_node_answered_all_are_asked() {
    var first = transport.edge("edge-1", name(PLAIN));
    var second = transport.edge("edge-2", name(PLAIN));
    startAndSettle();
    second.gave.add("of another client");

    CompletableFuture<Boolean> known = requireNonNull(invoker).wrong("of another client");
    CompletableFuture<Boolean> unknown = requireNonNull(invoker).wrong("of nobody");
    time.passMillis(10);

    assertThat(known).isCompletedWithValue(true);
    assertThat(unknown).isCompletedWithValue(false);
    assertThat(first.wrong).containsExactly("of another client", "of nobody");
  }
}
