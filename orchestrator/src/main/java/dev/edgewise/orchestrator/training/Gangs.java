package dev.edgewise.orchestrator.training;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.ContentDigest;
import dev.edgewise.core.training.JobPhase;
import dev.edgewise.core.training.JobSpec;
import dev.edgewise.core.training.JobStatus;
import dev.edgewise.core.training.NamedContent;
import dev.edgewise.core.training.RankId;
import dev.edgewise.core.training.RankPhase;
import dev.edgewise.core.training.RankReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All jobs, and the nodes that run their ranks: a state machine that takes what happens, with its
 * time, and says what follows. Jobs that an earlier process has stored go on: their nodes say what
 * still runs, by the number of the start, and what nobody knows of any more is ended. Not
 * thread-safe.
 */
final class Gangs {
  /** Jobs that have not ended. */
  static final int MOST_OPEN = 200;

  /** Jobs that have ended; the oldest makes room. */
  static final int MOST_ENDED = 200;

  private final TreeMap<Long, Job> jobs = new TreeMap<>();
  private final Map<String, Trainee> nodes = new HashMap<>();
  private long lastNumber;

  /** Of the jobs that were stored; all their nodes have just gone out of reach. */
  Gangs(List<StoredJob> stored, Moment now) {
    for (StoredJob each : stored) {
      jobs.put(each.job(), Job.of(each, now));
      each.nodes().forEach(node -> nodes.computeIfAbsent(node, Trainee::new).went(now));
      lastNumber = Math.max(lastNumber, each.job());
    }
  }

  /** Takes a job; empty when there are as many as there may be. */
  Optional<Submitted> submit(JobSpec spec, Moment now) {
    if (open() >= MOST_OPEN) {
      return Optional.empty();
    }
    Job job = new Job(++lastNumber, spec, now);
    jobs.put(job.number(), job);
    job.explain("was submitted a moment ago");
    List<TrainingEffect> effects = new ArrayList<>();
    effects.add(new TrainingEffect.Save(job.stored()));
    effects.addAll(forgetOldest());
    return Optional.of(new Submitted(job.number(), List.copyOf(effects)));
  }

  /** A job that was taken. */
  record Submitted(long job, List<TrainingEffect> effects) {
    Submitted {
      requireNonNull(effects, "effects");
    }
  }

  private long open() {
    return jobs.values().stream().filter(job -> !job.phase().isEnd()).count();
  }

  private List<TrainingEffect> forgetOldest() {
    List<Job> ended = jobs.values().stream().filter(job -> job.phase().isEnd()).toList();
    return ended.stream()
        .limit(Math.max(0, ended.size() - MOST_ENDED))
        .map(
            job -> {
              jobs.remove(job.number());
              return (TrainingEffect) new TrainingEffect.Forget(job.number());
            })
        .toList();
  }

  /** Could not be stored: it was never taken. */
  void withdraw(long job) {
    jobs.remove(job);
  }

  /** Ends a job. One that has ended stays as it is. */
  List<TrainingEffect> cancel(long number, Moment now) {
    Job job = jobs.get(number);
    if (job == null || job.phase().isEnd()) {
      return List.of();
    }
    String why = "an operator cancelled it";
    if (job.phase() == JobPhase.STOPPING) {
      job.stopFor(JobPhase.CANCELLED, why);
    } else if (job.ranks().isEmpty()) {
      job.enter(JobPhase.CANCELLED, why, now);
    } else {
      job.stop(JobPhase.CANCELLED, why, now);
    }
    List<TrainingEffect> effects = new ArrayList<>();
    effects.add(new TrainingEffect.Save(job.stored()));
    for (Rank rank : job.ranks()) {
      if (rank.holdsSlot() && node(rank.node()).isConnected()) {
        effects.add(new TrainingEffect.Stop(rank.node(), rank.id()));
      }
    }
    return effects;
  }

  /** A node has come, or come back, and says which ranks it has. */
  List<TrainingEffect> attended(
      String name, String zone, int slots, List<RankReport> ranks, Moment now) {
    node(name).came(zone, slots, now);
    List<TrainingEffect> effects = new ArrayList<>();
    Set<RankId> there = new HashSet<>();
    for (RankReport report : ranks) {
      there.add(report.id());
      find(name, report.id()).ifPresent(Rank::reconnected);
      effects.addAll(reported(name, report));
    }
    for (Job job : jobs.values()) {
      for (Rank rank : job.ranks()) {
        if (rank.node().equals(name) && rank.holdsSlot() && !there.contains(rank.id())) {
          missing(job, rank, effects);
        }
      }
    }
    return effects;
  }

  private static void missing(Job job, Rank rank, List<TrainingEffect> effects) {
    if (rank.isUnwanted() || job.phase() != JobPhase.PREPARING) {
      rank.lose("the agent of " + rank.node() + " was started anew");
    } else {
      // The order may never have come.
      rank.reconnected();
      effects.add(Gang.prepare(job, rank));
    }
  }

  /** A node cannot be reached any more. */
  void left(String name, Moment now) {
    node(name).went(now);
  }

  /** A node says how a rank is. */
  List<TrainingEffect> reported(String name, RankReport report) {
    Optional<Rank> rank = find(name, report.id());
    if (rank.isEmpty()) {
      // Of a start that is over: what it does counts no more.
      return report.phase() == RankPhase.GONE
          ? List.of()
          : List.of(new TrainingEffect.Stop(name, report.id()));
    }
    Job job = requireNonNull(jobs.get(report.id().job()));
    List<TrainingEffect> effects = new ArrayList<>();
    boolean learned = job.learn(report);
    rank.get().heard(report);
    if (learned) {
      effects.add(new TrainingEffect.Save(job.stored()));
    }
    if (rank.get().isUnwanted() && report.phase() != RankPhase.GONE) {
      effects.add(new TrainingEffect.Stop(name, report.id()));
    }
    return effects;
  }

  private Optional<Rank> find(String node, RankId id) {
    return Optional.ofNullable(jobs.get(id.job()))
        .flatMap(job -> job.rank(id))
        .filter(rank -> rank.node().equals(node));
  }

  /** Looks at all jobs, places those for which there is room, and says what follows. */
  List<TrainingEffect> look(Moment now) {
    List<TrainingEffect> effects = new ArrayList<>();
    for (Job job : jobs.values()) {
      effects.addAll(Gang.look(job, this::node, now));
    }
    for (Job placed : Queue.place(jobs.values(), nodes.values(), now)) {
      effects.addAll(Gang.begin(placed));
    }
    forgetNodes();
    return effects;
  }

  /** Of nodes that are away and have no rank nothing has to be known. */
  private void forgetNodes() {
    Set<String> needed = new HashSet<>();
    jobs.values().forEach(job -> job.ranks().forEach(rank -> needed.add(rank.node())));
    nodes.values().removeIf(node -> !node.isConnected() && !needed.contains(node.node()));
  }

  private Trainee node(String name) {
    return nodes.computeIfAbsent(name, Trainee::new);
  }

  /** All jobs, the newest first. */
  List<JobStatus> statuses() {
    return jobs.values().stream()
        .sorted(Comparator.comparing(Job::number).reversed())
        .map(Job::status)
        .toList();
  }

  Optional<JobStatus> status(long number) {
    return Optional.ofNullable(jobs.get(number)).map(Job::status);
  }

  /** Whether lines of this rank are to be kept: it is of the newest start of its job. */
  boolean knows(String node, RankId id) {
    return find(node, id).isPresent();
  }

  /** All contents that a job needs or has made. */
  Set<ContentDigest> references() {
    Set<ContentDigest> digests = new HashSet<>();
    for (Job job : jobs.values()) {
      JobSpec spec = job.spec();
      Stream.of(
              Stream.of(spec.script()),
              spec.data().stream(),
              spec.parent().stream(),
              job.checkpoint().map(each -> each.content()).stream(),
              job.outputs().stream())
          .flatMap(each -> each)
          .map(NamedContent::digest)
          .forEach(digests::add);
    }
    return digests;
  }
}
