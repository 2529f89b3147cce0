package dev.edgewise.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.sdk.fleet.Selection;
import dev.edgewise.sdk.invoke.CallRecord;
import dev.edgewise.sdk.invoke.CallRequest;
import dev.edgewise.sdk.invoke.Invoker;
import dev.edgewise.sdk.invoke.Items;
import dev.edgewise.sdk.invoke.Origin;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Generations in a fleet on virtual time whose nodes are killed, paused and woken: the real client,
 * router and keys, and a reader that takes what is there.
 */
final class ResumedGenerationTest {
  private static final int CHUNKS = 60;
  private static final Duration PACE = Duration.ofMillis(100);
  private static final int EVERY = 5;

  /** One fleet, its client and what a reader has read. */
  private static final class Story {
    final SimulatedFleet simulated = new SimulatedFleet();
    final VirtualTime time = simulated.time();
    final List<SimulatedNode> nodes = new ArrayList<>();
    final List<long[]> read = new ArrayList<>();
    private final Invoker invoker;

    Story(int count) {
      invoker =
          Invoker.start(
              simulated.surroundings(), Optional.empty(), List.of(), Selection.everything());
      for (int i = 0; i < count; i++) {
        SimulatedNode node =
            simulated
                .edge("n" + i, Set.of("test.Echo/write"), 4, Duration.ofMillis(5))
                .items(CHUNKS, PACE);
        node.generations().checkpointEvery(EVERY);
        nodes.add(node);
      }
      time.pass(Duration.ofSeconds(1));
    }

    Items<long[]> write(String tenant) {
      return invoker.stream(
          new CallRequest<>(
              EchoMethods.WRITE,
              new Object[0],
              Duration.ofMinutes(10),
              Label.INTERNAL,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              new Origin("", tenant),
              CacheControl.NONE,
              true));
    }

    void readAll(Items<long[]> items) throws Exception {
      while (items.isReady()) {
        Optional<long[]> item = items.next();
        if (item.isEmpty()) {
          return;
        }
        read.add(item.get());
      }
    }

    /** The node that has worked last. */
    SimulatedNode owner(int[] before) {
      for (int i = 0; i < before.length; i++) {
        if (nodes.get(i).generations().worked() > before[i]) {
          return nodes.get(i);
        }
      }
      throw new AssertionError("nobody works");
    }

    int[] worked() {
      return nodes.stream().mapToInt(node -> node.generations().worked()).toArray();
    }

    SimulatedNode owner() {
      int[] before = worked();
      time.pass(PACE.multipliedBy(2));
      return owner(before);
    }

    int allWork() {
      return nodes.stream().mapToInt(node -> node.generations().worked()).sum();
    }

    void isWhole() {
      Set<Long> seeds = new HashSet<>();
      for (int i = 0; i < read.size(); i++) {
        assertThat(read.get(i)[0]).as("chunk " + (i + 1)).isEqualTo(i + 1);
        seeds.add(read.get(i)[1]);
      }
      assertThat(read).hasSize(CHUNKS);
      assertThat(seeds).hasSize(1);
    }

    CallRecord record() {
      assertThat(simulated.records()).hasSize(1);
      return simulated.records().get(0);
    }
  }

  @Test
  void killed_in_the_middle_it_goes_on_elsewhere_from_its_last_checkpoint() throws Exception {
    Story story = new Story(3);
    Items<long[]> items = story.write("");
    story.time.pass(Duration.ofSeconds(1));
    story.owner().crash();
    // Nobody reads until here: what had come waits, and the next node is asked for the rest.
    story.time.pass(Duration.ofSeconds(20));
    assertThat(story.allWork()).isBetween(16, 16 + EVERY);
    while (!items.outcome().isDone()) {
      story.time.pass(Duration.ofSeconds(1));
      story.readAll(items);
    }
    story.readAll(items);
    story.isWhole();
    assertThat(story.allWork()).isBetween(CHUNKS, CHUNKS + EVERY);
    assertThat(story.record().steps()).hasSize(2);
    assertThat(story.record().steps().get(1).detail()).startsWith("from item ");
    assertThat(items.outcome().join().orThrow()).isEqualTo(CHUNKS);
  }

  @Test
  void without_a_checkpoint_all_is_computed_again_and_nothing_comes_twice() throws Exception {
    Story story = new Story(2);
    story.nodes.forEach(node -> node.generations().checkpointEvery(0));
    Items<long[]> items = story.write("");
    for (int i = 0; i < 20; i++) {
      story.time.pass(PACE);
      story.readAll(items);
    }
    int before = story.read.size();
    story.owner().crash();
    while (!items.outcome().isDone()) {
      story.time.pass(PACE);
      story.readAll(items);
    }
    story.readAll(items);
    story.isWhole();
    assertThat(story.allWork()).isGreaterThanOrEqualTo(CHUNKS + before);
  }

  @Test
  void a_paused_owner_that_wakes_reaches_nobody() throws Exception {
    Story story = new Story(2);
    Items<long[]> items = story.write("");
    for (int i = 0; i < 20; i++) {
      story.time.pass(PACE);
      story.readAll(items);
    }
    SimulatedNode first = story.owner();
    first.pause();
    for (int i = 0; i < 40; i++) {
      story.time.pass(PACE);
      story.readAll(items);
    }
    int before = first.generations().worked();
    first.heal();
    while (!items.outcome().isDone()) {
      story.time.pass(Duration.ofMillis(7));
      story.readAll(items);
    }
    story.readAll(items);
    assertThat(first.generations().worked()).as("it goes on, dazed").isGreaterThan(before);
    story.isWhole();
  }

  @Test
  void a_spoiled_checkpoint_is_computed_anew() throws Exception {
    Story story = new Story(2);
    story.nodes.forEach(
        node ->
            node.generations()
                .spoils(
                    checkpoint ->
                        checkpoint.withState(
                            ByteBuffer.allocate(Long.BYTES).putLong(0, checkpoint.step() + 3))));
    goesOnAnew(story);
  }

  @Test
  void anothers_checkpoint_is_computed_anew() throws Exception {
    // Tenant a's checkpoints, as b's client might come by them.
    List<Checkpoint> foreign = new ArrayList<>();
    Story of = new Story(1);
    of.nodes
        .get(0)
        .generations()
        .spoils(
            checkpoint -> {
              foreign.add(checkpoint);
              return checkpoint;
            });
    Items<long[]> others = of.write("a");
    while (!others.outcome().isDone()) {
      of.time.pass(PACE);
      of.readAll(others);
    }
    of.isWhole();

    Story story = new Story(2);
    story.nodes.forEach(
        node ->
            node.generations()
                .spoils(checkpoint -> foreign.get((int) checkpoint.step() / EVERY - 1)));
    goesOnAnew(story);
  }

  private static void goesOnAnew(Story story) throws Exception {
    // The same client, request and seed as the other's, but for the tenant.
    Items<long[]> items = story.write("b");
    for (int i = 0; i < 23; i++) {
      story.time.pass(PACE);
      story.readAll(items);
    }
    story.owner().crash();
    while (!items.outcome().isDone()) {
      story.time.pass(PACE);
      story.readAll(items);
    }
    story.readAll(items);
    story.isWhole();
    assertThat(story.nodes.stream().mapToInt(node -> node.generations().notResumed()).sum())
        .isEqualTo(1);
  }

  @Test
  void a_node_that_comes_back_may_have_it_again() throws Exception {
    Story story = new Story(1);
    Items<long[]> items = story.write("");
    for (int i = 0; i < 20; i++) {
      story.time.pass(PACE);
      story.readAll(items);
    }
    story.nodes.get(0).crash();
    story.time.pass(Duration.ofSeconds(4));
    assertThat(items.outcome()).as("it looks for a node").isNotDone();
    story.nodes.get(0).heal();
    while (!items.outcome().isDone()) {
      story.time.pass(PACE);
      story.readAll(items);
    }
    story.readAll(items);
    story.isWhole();
  }

  @Test
  void when_none_comes_back_it_ends_and_says_how_far_it_came() throws Exception {
    Story story = new Story(1);
    Items<long[]> items = story.write("");
    for (int i = 0; i < 20; i++) {
      story.time.pass(PACE);
      story.readAll(items);
    }
    story.nodes.get(0).crash();
    story.time.pass(Duration.ofSeconds(12));
    assertThat(items.outcome().join()).isInstanceOf(Outcome.Failed.class);
    assertThatThrownBy(() -> story.readAll(items))
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NODE_LOST))
        .hasMessageContaining("n0");
  }

  @Test
  void more_nodes_are_lost_than_any_call_would_survive() throws Exception {
    Story story = new Story(8);
    Items<long[]> items = story.write("");
    for (int lost = 0; lost < 7; lost++) {
      for (int i = 0; i < 6; i++) {
        story.time.pass(PACE);
        story.readAll(items);
      }
      story.owner().crash();
      story.time.pass(PACE);
    }
    while (!items.outcome().isDone()) {
      story.time.pass(PACE);
      story.readAll(items);
    }
    story.readAll(items);
    story.isWhole();
    assertThat(story.record().steps()).hasSize(8);
  }

  @Test
  void whatever_happens_to_nodes_the_chunks_are_whole() throws Exception {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Story story = new Story(3);
      Items<long[]> items = story.write("");
      int losses = 0;
      for (int round = 0; round < 3_000 && !items.outcome().isDone(); round++) {
        story.time.pass(Duration.ofMillis(random.nextInt(120)));
        int dice = random.nextInt(100);
        SimulatedNode node = story.nodes.get(random.nextInt(3));
        boolean others = story.nodes.stream().anyMatch(other -> other != node && other.isWell());
        if (dice < 3 && others && node.isWell()) {
          node.crash();
          losses++;
        } else if (dice < 6 && others && node.isWell()) {
          node.pause();
          losses++;
        } else if (dice < 20 && !node.isWell()) {
          node.heal();
        } else if (dice < 70) {
          story.readAll(items);
        }
      }
      story.nodes.stream().filter(node -> !node.isWell()).forEach(SimulatedNode::heal);
      while (!items.outcome().isDone()) {
        story.time.pass(Duration.ofSeconds(1));
        story.readAll(items);
      }
      story.readAll(items);
      try {
        story.isWhole();
        int dazed = losses * 3;
        assertThat(story.allWork())
            .as("each loss costs a checkpoint at most, and a woken owner a few chunks more")
            .isLessThanOrEqualTo(CHUNKS + losses * EVERY + dazed);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
