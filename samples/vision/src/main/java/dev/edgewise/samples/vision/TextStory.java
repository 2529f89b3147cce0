package dev.edgewise.samples.vision;

import dev.edgewise.core.NodeStatus;
import dev.edgewise.core.Outcome;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** For people: a line for each picture, and one for each second of a load. Thread-safe. */
final class TextStory implements Story {
  private final PrintStream out;
  private final Map<String, Integer> answers = new TreeMap<>();
  private Instant nextLine = Instant.EPOCH;

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
    // Nobody reads thousands of lines: one a second.
    synchronized (answers) {
      answers.merge(
          outcome instanceof Outcome.Completed<Faces> done ? done.node().name() : "FAILED",
          1,
          Integer::sum);
      if (made.isAfter(nextLine)) {
        String line =
            answers.entrySet().stream()
                .map(answer -> answer.getKey() + " " + answer.getValue())
                .collect(Collectors.joining(", "));
        out.println("calls answered by: " + line);
        answers.clear();
        nextLine = made.plusSeconds(1);
      }
    }
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
