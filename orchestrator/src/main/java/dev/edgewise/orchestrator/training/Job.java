package dev.edgewise.orchestrator.training;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.training.JobCheckpoint;
import dev.edgewise.core.training.JobPhase;
import dev.edgewise.core.training.JobSpec;
import dev.edgewise.core.training.JobStatus;
import dev.edgewise.core.training.NamedContent;
import dev.edgewise.core.training.RankId;
import dev.edgewise.core.training.RankPhase;
import dev.edgewise.core.training.RankReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One job: what it is, how far it is, and its ranks. It says what is; {@link Gang} decides. */
final class Job {
  private final long number;
  private final JobSpec spec;
  private final Instant submitted;
  private final List<Rank> ranks = new ArrayList<>();
  private JobPhase phase = JobPhase.QUEUED;
  private JobPhase after = JobPhase.QUEUED;
  private String because = "";
  private long since;
  private Optional<Instant> started = Optional.empty();
  private Optional<Instant> ended = Optional.empty();
  private long startedNanos;
  private int attempts;
  private int restartsUsed;
  private Optional<JobCheckpoint> checkpoint = Optional.empty();
  private List<NamedContent> outputs = List.of();

  Job(long number, JobSpec spec, Moment now) {
    this.number = number;
    this.spec = requireNonNull(spec, "spec");
    this.submitted = now.wall();
    this.since = now.nanos();
  }

  private Job(StoredJob stored, Moment now) {
    this.number = stored.job();
    this.spec = stored.spec();
    this.submitted = stored.submitted();
    this.phase = stored.phase();
    this.after = stored.after();
    this.because = stored.because();
    this.since = now.nanos();
    this.started = stored.started();
    this.ended = stored.ended();
    this.startedNanos =
        now.nanos()
            - started.map(first -> Duration.between(first, now.wall()).toNanos()).orElse(0L);
    this.attempts = stored.attempts();
    this.restartsUsed = stored.restartsUsed();
    this.checkpoint = stored.checkpoint();
    this.outputs = stored.outputs();
    seat(stored.nodes());
    if (phase == JobPhase.STOPPING) {
      ranks.forEach(Rank::discard);
    }
  }

  static Job of(StoredJob stored, Moment now) {
    return new Job(stored, now);
  }

  long number() {
    return number;
  }

  JobSpec spec() {
    return spec;
  }

  JobPhase phase() {
    return phase;
  }

  JobPhase after() {
    return after;
  }

  long since() {
    return since;
  }

  long startedNanos() {
    return startedNanos;
  }

  int restartsUsed() {
    return restartsUsed;
  }

  int attempts() {
    return attempts;
  }

  Optional<JobCheckpoint> checkpoint() {
    return checkpoint;
  }

  List<NamedContent> outputs() {
    return outputs;
  }

  List<Rank> ranks() {
    return List.copyOf(ranks);
  }

  /** Whether its ranks are meant to run. */
  boolean isActive() {
    return phase == JobPhase.PREPARING || phase == JobPhase.RUNNING;
  }

  Optional<Rank> rank(RankId id) {
    return ranks.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /** Says why it is in its phase, without changing that. */
  void explain(String why) {
    because = why;
  }

  void enter(JobPhase next, String why, Moment now) {
    phase = next;
    after = next;
    because = why;
    since = now.nanos();
    if (next.isEnd()) {
      ended = Optional.of(now.wall());
    }
  }

  /** Its ranks are ended; {@code next} comes when they are. */
  void stop(JobPhase next, String why, Moment now) {
    enter(JobPhase.STOPPING, why, now);
    after = next;
    ranks.forEach(Rank::discard);
  }

  /** It is to be another end than was meant when its ranks began to be ended. */
  void stopFor(JobPhase next, String why) {
    after = next;
    because = why;
  }

  void useRestart() {
    restartsUsed++;
  }

  /** A new start on these nodes, by rank. */
  void place(List<String> nodes, Moment now) {
    attempts++;
    if (started.isEmpty()) {
      started = Optional.of(now.wall());
      startedNanos = now.nanos();
    }
    seat(nodes);
    enter(JobPhase.PREPARING, "its nodes fetch what they need", now);
  }

  private void seat(List<String> nodes) {
    ranks.clear();
    Map<String, Integer> there = new HashMap<>();
    for (int rank = 0; rank < nodes.size(); rank++) {
      String node = nodes.get(rank);
      int local = there.merge(node, 1, Integer::sum) - 1;
      ranks.add(new Rank(new RankId(number, Math.max(1, attempts), rank), node, local));
    }
  }

  /** The ranks are over. */
  void clear() {
    ranks.clear();
  }

  /**
   * Takes from a report what outlives the rank.
   *
   * @return whether anything of it is new
   */
  boolean learn(RankReport news) {
    Optional<JobCheckpoint> newer =
        news.checkpoint()
            .filter(each -> checkpoint.map(old -> each.step() > old.step()).orElse(true));
    newer.ifPresent(each -> checkpoint = Optional.of(each));
    boolean gives = news.phase() == RankPhase.COMPLETED && !news.outputs().isEmpty();
    boolean isNew = gives && !news.outputs().equals(outputs);
    if (isNew) {
      outputs = news.outputs();
    }
    return newer.isPresent() || isNew;
  }

  StoredJob stored() {
    return new StoredJob(
        number,
        spec,
        phase,
        after,
        because,
        submitted,
        started,
        ended,
        attempts,
        restartsUsed,
        phase.isEnd() ? List.of() : ranks.stream().map(Rank::node).toList(),
        checkpoint,
        outputs);
  }

  JobStatus status() {
    return new JobStatus(
        number,
        spec,
        phase,
        because,
        submitted,
        ended,
        attempts,
        restartsUsed,
        ranks.stream()
            .map(
                each ->
                    new JobStatus.Rank(
                        each.id().rank(), each.node(), each.phase(), each.report().progress()))
            .toList(),
        checkpoint,
        outputs);
  }
}
