package dev.edgewise.samples.vision;

import dev.edgewise.core.NodeStatus;
import dev.edgewise.core.Outcome;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/** For people: a line for each picture. */
final class TextStory implements Story {
  private final PrintStream out;

  TextStory(PrintStream out) {
    this.out = out;
  }

  @Override
  public void picture(Frame frame, Outcome<Faces> outcome) {
    if (outcome instanceof Outcome.Completed<Faces> done) {
      out.printf(
          "%-14s %d face(s), best score %.2f, %s (%s tier), %.0f ms: %s%n",
          frame.name(),
          done.value().faces().size(),
          done.value().score(),
          done.node().name(),
          Words.tier(done.node()),
          Words.millis(done.took()),
          Words.why(done.escalation()));
    } else {
      outcome.orThrow();
    }
  }

  @Override
  public void album(Outcome<Album> outcome) {
    int faces = outcome.orThrow().portraits().size();
    out.printf("album: %d face(s), %.0f ms%n", faces, Words.millis(outcome.took()));
  }

  @Override
  public void call(Instant made, Duration took, Outcome<Faces> outcome) {
    // Nobody reads thousands of lines.
  }

  @Override
  public void node(NodeStatus status) {
    out.println(status.address() + " is " + status.liveness());
  }

  @Override
  public void done(String stage) {
    out.println(stage + ": done");
  }

  @Override
  public void trouble(String message) {
    out.println(message);
  }
}
