package dev.edgewise.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.Placement;
import dev.edgewise.sdk.fleet.Selection;
import dev.edgewise.sdk.invoke.CallRequest;
import dev.edgewise.sdk.invoke.Invoker;
import dev.edgewise.sdk.invoke.Items;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Streams in a fleet on virtual time: the real client and router, and a reader that never waits.
 */
final class SimulatedStreamTest {
  private final SimulatedFleet simulated = new SimulatedFleet();
  private final VirtualTime time = simulated.time();
  private final Invoker invoker =
      Invoker.start(simulated.surroundings(), Optional.empty(), List.of(), Selection.everything());

  private SimulatedNode edge(String name) {
    return simulated.edge(name, Set.of("test.Echo/watch"), 4, Duration.ofMillis(5));
  }

  private Items<String> watch() {
    return invoker.stream(
        new CallRequest<>(
            EchoMethods.WATCH,
            new Object[0],
            Duration.ofSeconds(60),
            Label.INTERNAL,
            Optional.empty()));
  }

  private static int readAll(Items<String> items) throws Exception {
    int read = 0;
    while (items.isReady() && items.next().isPresent()) {
      read++;
    }
    return read;
  }

  @Test
  void a_stream_flows_at_its_own_pace_until_its_end() throws Exception {
    edge("a").items(5, Duration.ofSeconds(2));
    time.pass(Duration.ofSeconds(1));
    Items<String> items = watch();
    time.pass(Duration.ofSeconds(5));
    assertThat(readAll(items)).isEqualTo(2);
    time.pass(Duration.ofSeconds(10));
    assertThat(readAll(items)).isEqualTo(3);
    assertThat(items.outcome().join().orThrow()).isEqualTo(5);
  }

  @Test
  void a_node_that_crashes_ends_its_stream_with_an_error() throws Exception {
    SimulatedNode node = edge("a").items(50, Duration.ofMillis(100));
    time.pass(Duration.ofSeconds(1));
    Items<String> items = watch();
    time.pass(Duration.ofMillis(550));
    node.crash();
    time.pass(Duration.ofSeconds(1));
    for (int i = 0; i < 5; i++) {
      assertThat(items.next()).isPresent();
    }
    assertThatThrownBy(items::next).hasMessageContaining("EW6003").hasMessageContaining("5 items");
  }

  @Test
  void streams_that_flow_for_long_leave_a_node_as_attractive_as_it_was() {
    edge("a").items(30, Duration.ofSeconds(1));
    edge("b").items(30, Duration.ofMillis(1));
    time.pass(Duration.ofSeconds(1));
    int toSlow = 0;
    for (int i = 0; i < 40; i++) {
      Items<String> items = watch();
      time.pass(Duration.ofSeconds(1));
      for (int round = 0; round < 35 && !items.outcome().isDone(); round++) {
        readUnchecked(items);
        time.pass(Duration.ofSeconds(1));
      }
      assertThat(items.outcome().join()).isInstanceOf(Outcome.Completed.class);
    }
    for (var record : simulated.records()) {
      var run = (Placement.Run) record.steps().get(0).decision().placement();
      toSlow += run.node().name().equals("a") ? 1 : 0;
    }
    assertThat(toSlow).isBetween(8, 32);
  }

  private static void readUnchecked(Items<String> items) {
    try {
      readAll(items);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
