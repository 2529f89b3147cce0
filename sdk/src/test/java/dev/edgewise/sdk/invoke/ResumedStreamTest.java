package dev.edgewise.sdk.invoke;

import static dev.edgewise.sdk.invoke.TestMethods.WRITE;
import static dev.edgewise.sdk.invoke.TestMethods.encoded;
import static dev.edgewise.sdk.invoke.TestMethods.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.model.ChainKey;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.sdk.invoke.ScriptedTransport.ScriptedNode;
import dev.edgewise.sdk.invoke.ScriptedTransport.ScriptedStream;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Resumption;
import dev.edgewise.sdk.spi.Message;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Stories of streams that go on elsewhere, on virtual time; the test is the node and the reader.
 */
final class ResumedStreamTest {
  private final FakeTime time = new FakeTime();
  private final ScriptedTransport transport = new ScriptedTransport(time);
  private final ListedCalls log = new ListedCalls();

  private Items<Double> write() {
    Invoker invoker = transport.client(log);
    time.passMillis(100);
    return invoker.stream(
        new CallRequest<>(
            WRITE, new Object[] {1.0}, Duration.ofMinutes(1), Label.INTERNAL, Optional.empty()));
  }

  private static List<Double> readAll(Items<Double> items) throws Exception {
    List<Double> read = new ArrayList<>();
    while (items.isReady()) {
      Optional<Double> item = items.next();
      if (item.isEmpty()) {
        break;
      }
      read.add(item.get());
    }
    return read;
  }

  private static ScriptedStream newest(ScriptedNode node) {
    return node.streams.get(node.streams.size() - 1);
  }

  private static Resumption newestRequest(ScriptedNode node) {
    return node.received.get(node.received.size() - 1).generation().orElseThrow();
  }

  private static Checkpoint checkpoint(long step, long chunks) {
    return Checkpoint.of(
        ChainKey.root(List.of()), step, chunks, Duration.ofSeconds(1), ByteBuffer.allocate(4));
  }

  @Test
  void the_next_node_is_given_what_had_come_and_the_newest_checkpoint() throws Exception {
    ScriptedNode first = transport.edge("edge-1", name(WRITE));
    ScriptedNode second = transport.edge("edge-2", name(WRITE));
    Items<Double> items = write();
    ScriptedNode used = first.streams.isEmpty() ? second : first;
    ScriptedNode other = used == first ? second : first;
    Resumption begin = newestRequest(used);
    assertThat(begin.epoch()).isEqualTo(1);
    assertThat(begin.emitted()).isEmpty();

    newest(used).gives(encoded(1));
    newest(used).gives(encoded(2), encoded(3));
    newest(used).tells(checkpoint(3, 3));
    newest(used).tells(checkpoint(2, 2));
    newest(used).tells(checkpoint(9, 4));
    used.crash();

    Resumption goesOn = newestRequest(other);
    assertThat(goesOn.id()).isEqualTo(begin.id());
    assertThat(goesOn.seed()).isEqualTo(begin.seed());
    assertThat(goesOn.epoch()).isEqualTo(2);
    assertThat(goesOn.emitted())
        .extracting(Message::bytes)
        .containsExactly(encoded(1), encoded(2), encoded(3));
    assertThat(goesOn.checkpoint())
        .as("neither an old one nor one of the future")
        .contains(checkpoint(3, 3));

    newest(other).gives(encoded(4));
    newest(other).ends();
    assertThat(readAll(items)).containsExactly(1.0, 2.0, 3.0, 4.0);
    assertThat(items.outcome().join().orThrow()).isEqualTo(4);
    List<CallRecord.Step> steps = log.records.get(0).steps();
    assertThat(steps)
        .extracting(CallRecord.Step::detail)
        .containsExactly("connection reset, after 3 items", "from item 4 on, after 1 item");
  }

  @Test
  void what_waits_to_be_read_counts_for_the_next_node_too() throws Exception {
    ScriptedNode first = transport.edge("edge-1", name(WRITE));
    ScriptedNode second = transport.edge("edge-2", name(WRITE));
    Items<Double> items = write();
    ScriptedNode used = first.streams.isEmpty() ? second : first;
    ScriptedNode other = used == first ? second : first;
    newest(used).gives(encoded(0));
    for (int i = 1; i < 12; i++) {
      newest(used).gives(encoded(i));
    }
    used.crash();

    assertThat(newest(other).asked).isEqualTo(ItemWindow.MOST_ITEMS - 12);
    items.close();
  }

  @Test
  void only_the_newest_leg_is_listened_to_also_when_it_is_on_the_same_node() throws Exception {
    ScriptedNode only = transport.edge("edge-1", name(WRITE));
    Items<Double> items = write();
    ScriptedStream old = newest(only);
    old.gives(encoded(1));
    only.silent = true;
    time.pass(Duration.ofSeconds(5));
    assertThat(old.cancelled).isTrue();
    only.silent = false;
    time.pass(Duration.ofSeconds(2));
    ScriptedStream anew = newest(only);
    assertThat(anew).isNotSameAs(old);
    assertThat(newestRequest(only).emitted()).hasSize(1);

    old.givesAnyway(encoded(99));
    anew.gives(encoded(2));
    old.endsAnyway(new Reply.Failed(ErrorCode.BODY_FAILED, "late", Optional.empty()));
    anew.ends();
    assertThat(readAll(items)).containsExactly(1.0, 2.0);
  }

  @Test
  void a_node_that_hands_it_over_or_is_full_is_left_for_another() throws Exception {
    ScriptedNode first = transport.edge("edge-1", name(WRITE));
    ScriptedNode second = transport.edge("edge-2", name(WRITE));
    Items<Double> items = write();
    ScriptedNode used = first.streams.isEmpty() ? second : first;
    ScriptedNode other = used == first ? second : first;
    newest(used).gives(encoded(1));
    newest(used).ends(new Reply.Lost(used.node.name() + " is stopping"));
    newest(other).ends(new Reply.NotRun(ErrorCode.OVERLOADED, "full", Optional.empty()));
    assertThat(items.outcome()).as("it is asked again in a while").isNotDone();
    time.pass(Duration.ofSeconds(1));
    int asked = first.streams.size() + second.streams.size();
    assertThat(asked).isEqualTo(3);
    ScriptedNode third = used.streams.size() == 2 ? used : other;
    newest(third).gives(encoded(2));
    newest(third).ends();
    assertThat(readAll(items)).containsExactly(1.0, 2.0);
  }

  @Test
  void three_losses_without_getting_further_are_enough() throws Exception {
    List<ScriptedNode> nodes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      nodes.add(transport.edge("edge-" + i, name(WRITE)));
    }
    Items<Double> items = write();
    ScriptedNode used =
        nodes.stream().filter(node -> !node.streams.isEmpty()).findFirst().orElseThrow();
    newest(used).gives(encoded(1));
    newest(used).ends(new Reply.Lost("gone"));
    for (int i = 0; i < 3; i++) {
      assertThat(items.outcome()).isNotDone();
      ScriptedStream open = open(nodes);
      open.ends(new Reply.Lost("gone"));
    }
    assertThat(items.outcome()).isNotDone();
    open(nodes).ends(new Reply.Lost("gone"));
    assertThat(items.outcome().join()).isInstanceOf(Outcome.Failed.class);
    assertThat(readAllUntilFailure(items)).contains("EW6003").contains("too much was lost lately");
  }

  private static ScriptedStream open(List<ScriptedNode> nodes) {
    return nodes.stream()
        .flatMap(node -> node.streams.stream())
        .filter(stream -> !stream.isOver())
        .findFirst()
        .orElseThrow();
  }

  private static String readAllUntilFailure(Items<Double> items) {
    Throwable[] thrown = new Throwable[1];
    assertThatThrownBy(() -> readAll(items)).satisfies(failure -> thrown[0] = failure);
    return String.valueOf(thrown[0].getMessage());
  }

  @Test
  void more_than_is_kept_and_a_node_that_knows_no_generations_end_with_their_node()
      throws Exception {
    ScriptedNode first = transport.edge("edge-1", name(WRITE));
    transport.edge("edge-2", name(WRITE));
    Items<Double> items = write();
    ScriptedNode used = first.streams.isEmpty() ? transport.named("edge-2") : first;
    newest(used).plain("its node is older, and knows no generations");
    newest(used).gives(encoded(1));
    used.crash();
    assertThat(readAllUntilFailure(items))
        .contains("1 item had come, and its node is older")
        .contains("EW6003");
  }

  @Test
  void the_log_is_bounded() {
    ReplayLog log = new ReplayLog("g", 1, 100);
    Message chunk = Message.of(new byte[1 << 20]);
    for (int i = 0; i < 3; i++) {
      log.add(chunk);
    }
    assertThat(log.broken()).isNull();
    assertThat(log.next().emitted()).hasSize(3);
    log.add(chunk);
    assertThat(log.broken()).contains("MiB");
    assertThat(log.next().emitted()).isEmpty();
    assertThat(new ReplayLog("g", 1, Resumption.MOST_REQUEST + 1).broken()).contains("too large");
  }
}
