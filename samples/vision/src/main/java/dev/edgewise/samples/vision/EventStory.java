package dev.edgewise.samples.vision;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.Escalation;
import dev.edgewise.core.Node;
import dev.edgewise.core.NodeStatus;
import dev.edgewise.core.Outcome;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** For programs: a JSON object a line, with a field {@code event}. Times are milliseconds. */
final class EventStory implements Story {
  private final PrintStream out;

  EventStory(PrintStream out) {
    this.out = out;
  }

  @Override
  public void picture(Frame frame, Outcome<Faces> outcome) {
    if (!(outcome instanceof Outcome.Completed<Faces> done)) {
      trouble(frame.name() + ": " + error(outcome));
      return;
    }
    List<String> boxes =
        done.value().faces().stream()
            .map(Face::box)
            .map(
                box ->
                    new JsonLine()
                        .add("x", box.x())
                        .add("y", box.y())
                        .add("w", box.w())
                        .add("h", box.h())
                        .toString())
            .toList();
    tell(
        new JsonLine()
            .add("event", "picture")
            .add("file", frame.name())
            .add("tier", Words.tier(done.node()))
            .add("node", done.node().name())
            .add("faces", done.value().faces().size())
            .add("score", done.value().score())
            .add("escalated", done.escalation() instanceof Escalation.Escalated)
            .add("millis", Words.millis(done.took()))
            .addObjects("boxes", boxes)
            .add("why", Words.why(done.escalation()))
            .add("decision", done.decisionId()));
  }

  @Override
  public void album(Outcome<Album> outcome) {
    if (!(outcome instanceof Outcome.Completed<Album> done)) {
      trouble("the album: " + error(outcome));
      return;
    }
    tell(
        new JsonLine()
            .add("event", "album")
            .add("node", done.node().name())
            .add("faces", done.value().portraits().size())
            .add("millis", Words.millis(done.took())));
  }

  @Override
  public void call(Instant made, Duration took, Outcome<Faces> outcome) {
    boolean ok = outcome instanceof Outcome.Completed<Faces>;
    String node = "";
    String tier = "";
    if (outcome instanceof Outcome.Completed<Faces> done) {
      Node by = done.node();
      node = by.name();
      tier = Words.tier(by);
    }
    tell(
        new JsonLine()
            .add("event", "call")
            .add("at", epochMillis(made))
            .add("took", Words.millis(took))
            .add("node", node)
            .add("tier", tier)
            .add("ok", ok)
            .add("error", ok ? "" : error(outcome)));
  }

  @Override
  public void node(NodeStatus status) {
    tell(
        new JsonLine()
            .add("event", "node")
            .add("node", status.node().map(Node::name).orElse(status.address()))
            .add("liveness", status.liveness().name())
            .add("since", epochMillis(status.since()))
            .add("detail", status.detail()));
  }

  @Override
  public void done(String stage) {
    tell(new JsonLine().add("event", "done").add("stage", stage));
  }

  @Override
  public void trouble(String message) {
    tell(new JsonLine().add("event", "trouble").add("message", message));
  }

  private static String error(Outcome<?> outcome) {
    try {
      outcome.orThrow();
      return "";
    } catch (EdgewiseException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static double epochMillis(Instant instant) {
    return instant.getEpochSecond() * 1e3 + instant.getNano() / 1e6;
  }

  private synchronized void tell(JsonLine line) {
    out.println(line);
    out.flush();
  }
}
