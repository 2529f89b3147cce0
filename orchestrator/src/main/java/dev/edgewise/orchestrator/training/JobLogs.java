package dev.edgewise.orchestrator.training;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.training.LogLine;
import dev.edgewise.core.training.RankId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What ranks have written lately: the last lines of each job, of the last jobs. Not thread-safe.
 */
final class JobLogs {
  static final int MOST_LINES = 2_000;
  static final int MOST_JOBS = 64;
  static final int MOST_AT_ONCE = 500;

  private static final class Log {
    private final Deque<LogLine> lines = new ArrayDeque<>();
    private long last;
  }

  private final Map<Long, Log> logs = new HashMap<>();

  /** What was asked for. */
  record Part(List<LogLine> lines, long missed, boolean isRest) {
    Part {
      requireNonNull(lines, "lines");
    }
  }

  void add(RankId rank, List<String> lines) {
    Log log = logs.computeIfAbsent(rank.job(), unused -> new Log());
    for (String line : lines) {
      String text =
          line.length() <= LogLine.MOST_CHARS ? line : line.substring(0, LogLine.MOST_CHARS);
      log.lines.addLast(new LogLine(++log.last, rank.attempt(), rank.rank(), text));
      if (log.lines.size() > MOST_LINES) {
        log.lines.removeFirst();
      }
    }
    if (logs.size() > MOST_JOBS) {
      logs.keySet().stream().min(Long::compare).ifPresent(logs::remove);
    }
  }

  Part read(long job, long after) {
    @Nullable Log log = logs.get(job);
    if (log == null) {
      return new Part(List.of(), 0, true);
    }
    List<LogLine> newer = log.lines.stream().filter(line -> line.number() > after).toList();
    long first = newer.isEmpty() ? log.last + 1 : newer.getFirst().number();
    return new Part(
        newer.subList(0, Math.min(MOST_AT_ONCE, newer.size())),
        Math.max(0, first - after - 1),
        newer.size() <= MOST_AT_ONCE);
  }
}
