package dev.edgewise.agent.training;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.training.JobCheckpoint;
import dev.edgewise.core.training.Meeting;
import dev.edgewise.core.training.NamedContent;
import dev.edgewise.core.training.Progress;
import dev.edgewise.core.training.RankId;
import dev.edgewise.core.training.RankPhase;
import dev.edgewise.core.training.RankReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is known of one rank on this node. Thread-safe. */
final class RankState {
  private final RankId id;
  private final Clock clock;

  private RankPhase phase = RankPhase.PREPARING;
  private Optional<Meeting> meeting = Optional.empty();
  private String because = "";
  private boolean isFinal;
  private Optional<Progress> progress = Optional.empty();
  private Optional<JobCheckpoint> checkpoint = Optional.empty();
  private List<NamedContent> outputs = List.of();
  private long heardAt;
  private String lastLine = "";

  RankState(RankId id, Clock clock) {
    this.id = requireNonNull(id, "id");
    this.clock = requireNonNull(clock, "clock");
    this.heardAt = clock.nanos();
  }

  /** All of it. */
  synchronized RankReport report() {
    return new RankReport(
        id,
        phase,
        meeting,
        because,
        isFinal,
        progress,
        checkpoint,
        outputs,
        phase == RankPhase.RUNNING ? Duration.ofNanos(clock.nanos() - heardAt) : Duration.ZERO);
  }

  synchronized void ready(Optional<Meeting> at) {
    phase = RankPhase.READY;
    meeting = at;
  }

  synchronized void running() {
    phase = RankPhase.RUNNING;
    heardAt = clock.nanos();
  }

  synchronized void completed(List<NamedContent> left) {
    phase = RankPhase.COMPLETED;
    outputs = List.copyOf(left);
  }

  synchronized void failed(String why, boolean wouldAgain) {
    phase = RankPhase.FAILED;
    because = why;
    isFinal = wouldAgain;
  }

  synchronized void gone() {
    phase = RankPhase.GONE;
  }

  /** It has written something; the last words are told when it fails. */
  synchronized void heard(String text) {
    heardAt = clock.nanos();
    if (!text.isBlank()) {
      lastLine = text;
    }
  }

  synchronized void progressed(Progress said) {
    heardAt = clock.nanos();
    progress = Optional.of(said);
  }

  synchronized void kept(JobCheckpoint newest) {
    checkpoint = Optional.of(newest);
  }

  synchronized String lastLine() {
    return lastLine;
  }
}
