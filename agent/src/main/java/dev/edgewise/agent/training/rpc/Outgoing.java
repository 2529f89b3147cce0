package dev.edgewise.agent.training.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.training.LogLine;
import dev.edgewise.core.training.RankId;
import dev.edgewise.core.training.RankReport;
import dev.edgewise.proto.v1.FromTrainer;
import dev.edgewise.proto.v1.RankLines;
import dev.edgewise.sdk.wire.training.TrainingMessages;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is still to be said of ranks: of each the newest report, and the last lines of all. When
 * nobody takes them, the oldest lines make room, and that is told. Not thread-safe.
 */
final class Outgoing {
  static final int MOST_LINES = 2_000;
  private static final int AT_ONCE = 200;

  private final Map<RankId, RankReport> reports = new LinkedHashMap<>();
  private final Deque<Line> lines = new ArrayDeque<>();
  private long lost;

  private record Line(RankId rank, String text) {
    Line {
      requireNonNull(rank, "rank");
      requireNonNull(text, "text");
    }
  }

  void add(RankReport report) {
    reports.remove(report.id());
    reports.put(report.id(), report);
  }

  void add(RankId rank, List<String> texts) {
    for (String text : texts) {
      lines.addLast(
          new Line(
              rank,
              text.length() <= LogLine.MOST_CHARS ? text : text.substring(0, LogLine.MOST_CHARS)));
      if (lines.size() > MOST_LINES) {
        lines.removeFirst();
        lost++;
      }
    }
  }

  /** The next message; empty when all was said. Lines first: a rank's last words, then its end. */
  Optional<FromTrainer> next() {
    if (!lines.isEmpty()) {
      return Optional.of(FromTrainer.newBuilder().setLines(lines(lines.getFirst().rank())).build());
    }
    if (reports.isEmpty()) {
      return Optional.empty();
    }
    RankReport first = requireNonNull(reports.remove(reports.keySet().iterator().next()));
    return Optional.of(FromTrainer.newBuilder().setReport(TrainingMessages.toProto(first)).build());
  }

  private RankLines lines(RankId rank) {
    List<String> texts = new ArrayList<>();
    if (lost > 0) {
      texts.add("edgewise: " + lost + " lines were lost, as they came faster than they were taken");
      lost = 0;
    }
    while (!lines.isEmpty() && lines.getFirst().rank().equals(rank) && texts.size() < AT_ONCE) {
      texts.add(lines.removeFirst().text());
    }
    return RankLines.newBuilder().setId(TrainingMessages.toProto(rank)).addAllLines(texts).build();
  }
}
