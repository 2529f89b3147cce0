package dev.edgewise.samples.vision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Escalation;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.Node;
import dev.edgewise.core.NodeStatus;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EventStoryTest {
  private static final Node EDGE =
      new Node("nyc-edge01", Tier.EDGE, new Site("nyc-edge01", Trust.OWN));
  private static final Node CLOUD = new Node("west1", Tier.CLOUD, new Site("west1", Trust.OWN));

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Story story =
      new EventStory(new PrintStream(printed, true, StandardCharsets.UTF_8));

  private String told() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static <R> Outcome<R> completed(R value, Node node, Escalation escalation) {
    return new Outcome.Completed<>(value, node, escalation, "d1", Duration.ofMillis(34));
  }

  @Test
  void a_picture_is_told_with_its_boxes_and_the_reason() {
    Faces faces = new Faces(List.of(new Face(0.92, new Box(179, 82, 93, 93))), 0.92);

    story.picture(
        new Frame("a.png", new byte[1]), completed(faces, EDGE, new Escalation.Sure(0.92)));

    assertThat(told())
        .isEqualTo(
            "{\"event\":\"picture\",\"file\":\"a.png\",\"tier\":\"edge\",\"node\":\"nyc-edge01\","
                + "\"faces\":1,\"score\":0.920,\"escalated\":false,\"millis\":34.000,"
                + "\"boxes\":[{\"x\":179,\"y\":82,\"w\":93,\"h\":93}],"
                + "\"why\":\"the edge was sure\",\"decision\":\"d1\"}\n");
  }

  @Test
  void an_escalation_names_the_edge_that_was_unsure() {
    story.picture(
        new Frame("cat.png", new byte[1]),
        completed(
            new Faces(List.of(), 0.006), CLOUD, new Escalation.Escalated(0.477, "nyc-edge01")));

    assertThat(told())
        .contains("\"escalated\":true", "\"why\":\"escalated: nyc-edge01 was unsure (0.48)\"");
  }

  @Test
  void an_answer_that_had_to_stand_says_why() {
    story.picture(
        new Frame("cat.png", new byte[1]),
        completed(new Faces(List.of(), 0.477), EDGE, new Escalation.Kept(0.477, "no cloud node")));

    assertThat(told())
        .contains(
            "\"escalated\":false", "\"why\":\"the edge was unsure (0.48), but: no cloud node\"");
  }

  @Test
  void a_call_without_a_result_is_told_with_its_error() {
    EdgewiseException late = EdgewiseException.of(ErrorCode.EXPIRED, "Too late.");

    story.call(
        Instant.ofEpochMilli(1000),
        Duration.ofMillis(5),
        new Outcome.Expired<>(late, "d2", Duration.ofMillis(5)));

    assertThat(told())
        .isEqualTo(
            "{\"event\":\"call\",\"at\":1000.000,\"took\":5.000,\"node\":\"\",\"tier\":\"\","
                + "\"ok\":false,\"error\":\"EW6002 Too late.\"}\n");
  }

  @Test
  void an_album_that_could_not_be_made_is_trouble() {
    EdgewiseException late = EdgewiseException.of(ErrorCode.EXPIRED, "Too late.");

    story.album(new Outcome.Expired<>(late, "d2", Duration.ofMillis(5)));

    assertThat(told()).contains("\"event\":\"trouble\"", "EW6002");
  }

  @Test
  void a_node_is_told_by_its_name_and_state() {
    story.node(
        new NodeStatus(
            "127.0.0.1:1", Optional.of(EDGE), Liveness.DEAD, Instant.ofEpochMilli(7), false, "x"));

    assertThat(told())
        .isEqualTo(
            "{\"event\":\"node\",\"node\":\"nyc-edge01\",\"liveness\":\"DEAD\",\"since\":7.000,"
                + "\"detail\":\"x\"}\n");
  }
}
