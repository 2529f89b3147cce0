package dev.edgewise.sdk.invoke;

import static dev.edgewise.sdk.invoke.TestMethods.PLAIN;
import static dev.edgewise.sdk.invoke.TestMethods.WATCH;
import static dev.edgewise.sdk.invoke.TestMethods.WATCH_ONCE;
import static dev.edgewise.sdk.invoke.TestMethods.encoded;
import static dev.edgewise.sdk.invoke.TestMethods.name;
import static dev.edgewise.sdk.invoke.TestMethods.tooMuch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.invoke.ScriptedTransport.ScriptedNode;
import dev.edgewise.sdk.invoke.ScriptedTransport.ScriptedStream;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.spi.MethodDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stories of streams on virtual time; the test is the node and the reader. */
final class StreamTest {
  private final FakeTime time = new FakeTime();
  private final ScriptedTransport transport = new ScriptedTransport(time);
  private final ListedCalls log = new ListedCalls();
  private final List<Invoker> invokers = new ArrayList<>();

  @AfterEach
  void close() {
    // An interrupt that a test left behind would hit the next one.
    assertThat(Thread.interrupted()).isFalse();
  }

  private Items<Double> watch(MethodDefinition<Double> method) {
    Invoker invoker = transport.client(log);
    invokers.add(invoker);
    time.passMillis(100);
    return invoker.stream(request(method));
  }

  private static CallRequest<Double> request(MethodDefinition<Double> method) {
    return new CallRequest<>(
        method, new Object[] {1.0}, Duration.ofSeconds(10), Label.INTERNAL, Optional.empty());
  }

  private static ScriptedStream only(ScriptedNode node) {
    assertThat(node.streams).hasSize(1);
    return node.streams.get(0);
  }

  private static double next(Items<Double> items) throws Exception {
    assertThat(items.isReady()).isTrue();
    return items.next().orElseThrow();
  }

  private CallRecord record() {
    assertThat(log.records).hasSize(1);
    return log.records.get(0);
  }

  @Test
  void items_come_in_order_and_then_the_end() throws Exception {
    ScriptedNode node = transport.edge("edge-1", name(WATCH));
    Items<Double> items = watch(WATCH);
    assertThat(items.isReady()).isFalse();

    only(node).opens(node.report(Duration.ofMillis(1)));
    only(node).gives(encoded(1));
    only(node).gives(encoded(2), encoded(3));
    only(node).ends();

    assertThat(next(items)).isEqualTo(1);
    assertThat(next(items)).isEqualTo(2);
    assertThat(next(items)).isEqualTo(3);
    assertThat(items.next()).isEmpty();
    assertThat(items.next()).as("as often as one asks").isEmpty();
    assertThat(items.outcome().join().orThrow()).isEqualTo(3);
    assertThat(record().steps().get(0).detail()).isEqualTo("after 3 items");
    assertThat(record().isNotable()).isFalse();
  }

  @Test
  void a_reader_that_stops_makes_the_node_stop_too() throws Exception {
    ScriptedNode node = transport.edge("edge-1", name(WATCH));
    Items<Double> items = watch(WATCH);
    ScriptedStream stream = only(node);

    assertThat(stream.asked).as("the first alone, since its size is unknown").isEqualTo(1);
    stream.gives(encoded(0));
    for (int i = 1; i < 100; i++) {
      stream.gives(encoded(i));
    }
    assertThat(stream.given).isEqualTo(ItemWindow.MOST_ITEMS);

    for (int i = 0; i < 5; i++) {
      assertThat(next(items)).isEqualTo(i);
    }
    assertThat(stream.asked).isEqualTo(ItemWindow.MOST_ITEMS + 5);
  }

  @Test
  void of_large_items_few_are_asked_for() {
    ItemWindow window = new ItemWindow();
    assertThat(window.more()).isEqualTo(1);
    window.arrived(300_000);
    assertThat(window.more()).isEqualTo(2);
    window.arrived(4_000_000);
    assertThat(window.more()).isZero();
    window.taken();
    assertThat(window.more()).as("one is still on its way").isZero();
    window.arrived(1);
    window.taken();
    window.taken();
    assertThat(window.more()).as("the largest so far decides").isEqualTo(1);
  }

  @Test
  void lost_before_its_first_item_it_is_placed_again() throws Exception {
    ScriptedNode first = transport.edge("edge-1", name(WATCH));
    ScriptedNode second = transport.edge("edge-2", name(WATCH));
    Items<Double> items = watch(WATCH);
    ScriptedNode used = first.streams.isEmpty() ? second : first;
    ScriptedNode other = used == first ? second : first;

    only(used).opens(used.report(Duration.ofMillis(1)));
    only(used).ends(new Reply.Lost("connection reset"));
    only(other).gives(encoded(7));
    only(other).ends();

    assertThat(next(items)).isEqualTo(7);
    assertThat(items.next()).isEmpty();
    assertThat(record().steps()).hasSize(2);
  }

  @Test
  void one_that_may_not_run_twice_is_placed_again_only_when_it_certainly_did_not_run() {
    ScriptedNode first = transport.edge("edge-1", name(WATCH_ONCE));
    ScriptedNode second = transport.edge("edge-2", name(WATCH_ONCE));
    Items<Double> items = watch(WATCH_ONCE);
    ScriptedNode used = first.streams.isEmpty() ? second : first;
    ScriptedNode other = used == first ? second : first;

    only(used).ends(new Reply.NotRun(ErrorCode.OVERLOADED, "full", Optional.empty()));
    only(other).ends(new Reply.Lost("connection reset"));

    assertThatThrownBy(items::next)
        .hasMessageContaining("EW6003")
        .hasMessageContaining("not marked @Idempotent");
  }

  @Test
  void lost_after_an_item_it_fails_and_says_how_many_came() throws Exception {
    ScriptedNode node = transport.edge("edge-1", name(WATCH));
    ScriptedNode other = transport.edge("edge-2", name(WATCH));
    Items<Double> items = watch(WATCH);
    ScriptedNode used = node.streams.isEmpty() ? other : node;
    only(used).gives(encoded(1));
    only(used).gives(encoded(2));

    used.crash();

    assertThat(next(items)).isEqualTo(1);
    assertThat(next(items)).isEqualTo(2);
    assertThatThrownBy(items::next)
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NODE_LOST))
        .hasMessageContaining("2 items had come");
    assertThat(node.streams.size() + other.streams.size()).isEqualTo(1);
    assertThat(record().steps().get(0).detail()).isEqualTo("connection reset, after 2 items");
  }

  @Test
  void a_declared_exception_comes_after_the_items_before_it() throws Exception {
    ScriptedNode node = transport.edge("edge-1", name(WATCH));
    Items<Double> items = watch(WATCH);
    only(node).gives(encoded(1));
    only(node)
        .ends(
            new Reply.Failed(
                ErrorCode.FAULT, "at most 3.0", Optional.empty(), Optional.of(tooMuch(3))));

    assertThat(next(items)).isEqualTo(1);
    assertThatThrownBy(items::next).isInstanceOf(TestMethods.TooMuch.class);
  }

  @Test
  void the_deadline_is_that_of_the_whole_stream() {
    ScriptedNode node = transport.edge("edge-1", name(WATCH));
    Items<Double> items = watch(WATCH);
    only(node).gives(encoded(1));

    time.pass(Duration.ofSeconds(10));

    assertThat(only(node).cancelled).isTrue();
    assertThatThrownBy(items::next)
        .as("also when something is left to read")
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXPIRED))
        .hasMessageContaining("1 item had come");
  }

  @Test
  void closing_it_gives_the_call_up() {
    ScriptedNode node = transport.edge("edge-1", name(WATCH));
    Items<Double> items = watch(WATCH);
    only(node).gives(encoded(1));

    items.close();
    items.close();

    assertThat(only(node).cancelled).isTrue();
    assertThat(items.outcome().join()).isInstanceOf(Outcome.Cancelled.class);
    assertThatThrownBy(items::next).hasMessageContaining("EW6005");
    assertThat(record().result().message()).contains("the caller closed it, after 1 item");
  }

  @Test
  void interrupting_the_reader_gives_the_call_up() {
    ScriptedNode node = transport.edge("edge-1", name(WATCH));
    Items<Double> items = watch(WATCH);

    Thread.currentThread().interrupt();

    assertThatThrownBy(items::next).isInstanceOf(InterruptedException.class);
    assertThat(only(node).cancelled).isTrue();
  }

  @Test
  void an_item_that_cannot_be_read_ends_it() {
    ScriptedNode node = transport.edge("edge-1", name(WATCH));
    Items<Double> items = watch(WATCH);
    only(node).gives(new byte[] {9, 1});

    assertThatThrownBy(items::next).hasMessageContaining("EW6013");
    assertThat(only(node).cancelled).isTrue();
  }

  @Test
  void without_any_node_it_is_refused_as_a_call_is() {
    transport.edge("edge-1", name(PLAIN));

    assertThatThrownBy(watch(WATCH)::next).hasMessageContaining("EW6001");
  }

  @Test
  void a_silent_node_is_left_before_the_first_item_and_never_after_it() {
    ScriptedNode first = transport.edge("edge-1", name(WATCH));
    ScriptedNode second = transport.edge("edge-2", name(WATCH));
    Items<Double> items = watch(WATCH);
    ScriptedNode used = first.streams.isEmpty() ? second : first;
    ScriptedNode other = used == first ? second : first;

    used.silent = true;
    time.pass(Duration.ofSeconds(4));
    assertThat(only(used).cancelled).isTrue();
    only(other).gives(encoded(1));
    used.silent = false;
    other.silent = true;
    time.pass(Duration.ofSeconds(4));

    assertThat(only(other).cancelled).isFalse();
    items.close();
  }

  @Test
  void how_long_a_stream_flows_makes_no_node_look_slow() {
    ScriptedNode first = transport.edge("edge-1", name(WATCH));
    Items<Double> items = watch(WATCH);
    only(first).opens(first.report(Duration.ofMillis(1)));
    time.pass(Duration.ofSeconds(9));
    only(first).ends();
    assertThat(items.outcome().join()).isInstanceOf(Outcome.Completed.class);

    Items<Double> again = invokers.get(0).stream(request(WATCH));
    first.streams.get(1).ends();

    assertThat(again.outcome()).isCompleted();
    assertThat(log.records.get(1).steps().get(0).decision().candidates().toString())
        .as("nothing near nine seconds is expected")
        .doesNotContain("PT9");
  }
}
