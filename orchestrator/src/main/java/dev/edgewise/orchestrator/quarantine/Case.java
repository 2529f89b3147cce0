package dev.edgewise.orchestrator.quarantine;

import dev.edgewise.core.Quarantine;
import dev.edgewise.core.Quarantine.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One service on one node that is under quarantine, or was lately. Changed by {@link Quarantines};
 * not thread-safe.
 */
final class Case {
  /** A clock that was set meanwhile must not keep a node out for days. */
  private static final long LONGEST = Duration.ofMinutes(10).toNanos();

  final String node;
  final String service;

  /** Of the process that had the node's name; another one begins anew. */
  long process;

  /** In a row, the one that holds included. */
  int times;

  /** Null once it is over: only {@link #times} is remembered then. */
  private @Nullable Stage stage;

  private long since;
  private Instant sinceWall = Instant.EPOCH;
  private long end;
  private Optional<Instant> until = Optional.empty();
  private String because = "";
  private Tally trial = new Tally();

  Case(String node, String service, long process) {
    this.node = node;
    this.service = service;
    this.process = process;
  }

  static Case of(StoredQuarantine stored, long process, long now, Instant wall) {
    Case known = new Case(stored.node(), stored.service(), process);
    known.times = stored.times();
    known.sinceWall = stored.since();
    known.since = now;
    known.stage = stored.asked() ? Stage.ASKED : Stage.CLOSED;
    known.until = stored.until();
    known.because = stored.because();
    known.end =
        now
            + stored
                .until()
                .map(end -> Math.clamp(Duration.between(wall, end).toNanos(), 0, LONGEST))
                .orElse(0L);
    return known;
  }

  void close(Duration length, String why, long now, Instant wall) {
    times++;
    enter(Stage.CLOSED, why, now, wall);
    end = now + length.toNanos();
    until = Optional.of(wall.plus(length));
  }

  void ask(String why, long now, Instant wall) {
    times = 0;
    enter(Stage.ASKED, why, now, wall);
  }

  void tryOut(long now, Instant wall) {
    enter(Stage.TRIAL, because, now, wall);
    trial = new Tally();
  }

  void end(long now, Instant wall) {
    enter(null, "", now, wall);
  }

  private void enter(@Nullable Stage next, String why, long now, Instant wall) {
    stage = next;
    because = why;
    since = now;
    sinceWall = wall;
    until = Optional.empty();
  }

  void heard(Attempts said) {
    trial.add(said.answered(), said.faults());
  }

  Tally trial() {
    return trial;
  }

  boolean is(Stage other) {
    return stage == other;
  }

  /** Whether it failed there too often, and that is not over. */
  boolean isOfItself() {
    return stage == Stage.CLOSED || stage == Stage.TRIAL;
  }

  boolean isOver() {
    return stage == null;
  }

  boolean isDue(long now) {
    return stage == Stage.CLOSED && now - end >= 0;
  }

  /** How long it is as it is, in nanoseconds. */
  long lasts(long now) {
    return now - since;
  }

  /** What clients are told; empty when there is nothing to tell. */
  Optional<Quarantine> told() {
    return Optional.ofNullable(stage).map(is -> new Quarantine(service, is, until, because));
  }

  Optional<QuarantineStatus> status() {
    return told().map(told -> new QuarantineStatus(told, sinceWall, times));
  }

  StoredQuarantine stored() {
    return new StoredQuarantine(
        node, service, stage == Stage.ASKED, times, sinceWall, until, because);
  }

  /** For people: "Vision on nyc-edge01". */
  String name() {
    return service.substring(service.lastIndexOf('.') + 1) + " on " + node;
  }
}
