package dev.edgewise.samples.vision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.Node;
import dev.edgewise.core.NodeStatus;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.testkit.VirtualTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NodeWatchTest {
  private static final Node EDGE =
      new Node("nyc-edge01", Tier.EDGE, new Site("nyc-edge01", Trust.OWN));

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final VirtualTime time = new VirtualTime();
  private List<NodeStatus> nodes = List.of();
  private final NodeWatch watch =
      new NodeWatch(
          () -> nodes,
          new EventStory(new PrintStream(printed, true, StandardCharsets.UTF_8)),
          time);

  private static NodeStatus edge(Liveness liveness) {
    return new NodeStatus("host:7501", Optional.of(EDGE), liveness, Instant.EPOCH, false, "");
  }

  private List<String> told() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private void look(NodeStatus... statuses) {
    nodes = List.of(statuses);
    watch.look();
  }

  @Test
  void a_node_that_died_and_left_between_two_looks_is_told_as_dead_once() {
    look(edge(Liveness.ALIVE));
    look();
    look();

    assertThat(told()).hasSize(2);
    assertThat(told().get(1)).contains("\"node\":\"nyc-edge01\",\"liveness\":\"DEAD\"");
  }

  @Test
  void a_node_that_was_told_as_dead_leaves_without_a_word() {
    look(edge(Liveness.ALIVE));
    look(edge(Liveness.DEAD));
    look();

    assertThat(told()).hasSize(2);
  }

  @Test
  void a_node_that_comes_back_is_told_again() {
    look(edge(Liveness.ALIVE));
    look();
    look(edge(Liveness.ALIVE));

    assertThat(told()).hasSize(3);
    assertThat(told().get(2)).contains("ALIVE");
  }
}
