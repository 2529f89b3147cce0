package dev.edgewise.orchestrator.training;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.training.JobPhase;
import dev.edgewise.core.training.Meeting;
import dev.edgewise.core.training.Progress;
import dev.edgewise.core.training.RankOrder;
import dev.edgewise.core.training.RankPhase;
import dev.edgewise.core.training.RankReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a job with nodes does next. All of its ranks run or none: one that fails, is silent or is
 * lost with its node ends the others, and the gang is started again from its newest checkpoint, as
 * often as the job allows. Pure: asked again, it finds the same, so that nothing depends on hearing
 * an event once.
 */
final class Gang {
  /** So long may fetching take. */
  static final Duration PREPARE = Duration.ofMinutes(10);

  /** So long a node may be out of reach before its ranks are taken for lost. */
  static final Duration AWAY = Duration.ofSeconds(30);

  private static final Duration LONGEST_REST = Duration.ofSeconds(60);

  private final Job job;
  private final Function<String, Trainee> nodes;
  private final Moment now;
  private final List<TrainingEffect> effects = new ArrayList<>();

  private Gang(Job job, Function<String, Trainee> nodes, Moment now) {
    this.job = job;
    this.nodes = nodes;
    this.now = now;
  }

  /**
   * Looks at a job.
   *
   * @param nodes the node of a name
   */
  static List<TrainingEffect> look(Job job, Function<String, Trainee> nodes, Moment now) {
    requireNonNull(nodes, "nodes");
    Gang gang = new Gang(requireNonNull(job, "job"), nodes, requireNonNull(now, "now"));
    gang.look();
    return gang.effects;
  }

  /** Its ranks are placed: their nodes are asked to prepare them. */
  static List<TrainingEffect> begin(Job job) {
    List<TrainingEffect> effects = new ArrayList<>();
    effects.add(new TrainingEffect.Save(job.stored()));
    job.ranks().forEach(rank -> effects.add(prepare(job, rank)));
    return effects;
  }

  static TrainingEffect prepare(Job job, Rank rank) {
    return new TrainingEffect.Prepare(
        rank.node(), new RankOrder(rank.id(), job.spec(), job.checkpoint(), rank.localRank()));
  }

  private void look() {
    job.ranks().forEach(this::loseWithNode);
    switch (job.phase()) {
      case PREPARING -> prepare();
      case RUNNING -> run();
      case STOPPING -> stop();
      case RESTING -> rest();
      case QUEUED, COMPLETED, FAILED, CANCELLED -> forgetRanks();
    }
  }

  /** What a node that is away for so long still runs, it is told to end when it is back. */
  private void loseWithNode(Rank rank) {
    Trainee node = nodes.apply(rank.node());
    if (rank.holdsSlot() && !node.isConnected() && now.isPast(node.changed(), AWAY)) {
      rank.lose(rank.node() + " cannot be reached for " + AWAY.toSeconds() + " s");
    }
  }

  private void prepare() {
    if (broken()) {
      return;
    }
    if (now.isPast(job.since(), PREPARE)) {
      breakUp("its files were not fetched within " + PREPARE.toMinutes() + " minutes", false);
      return;
    }
    boolean ready =
        job.ranks().stream()
            .allMatch(rank -> rank.phase() == RankPhase.READY || rank.phase() == RankPhase.RUNNING);
    if (ready && meeting().isPresent()) {
      job.enter(JobPhase.RUNNING, "", now);
      save();
      launch();
    }
  }

  private void run() {
    if (broken()) {
      return;
    }
    if (job.ranks().stream().allMatch(rank -> rank.phase() == RankPhase.COMPLETED)) {
      job.stop(JobPhase.COMPLETED, "all ranks have ended with 0" + lastWords(), now);
      save();
      askToStop();
      return;
    }
    launch();
  }

  /** What rank 0 has said last: its report goes with it. */
  private String lastWords() {
    return job.ranks().getFirst().report().progress().map(Gang::words).orElse("");
  }

  private static String words(Progress said) {
    return "; step "
        + said.step()
        + (said.loss().isPresent() ? ", loss " + (float) said.loss().getAsDouble() : "");
  }

  private void launch() {
    Optional<Meeting> meeting = meeting();
    if (meeting.isEmpty()) {
      return;
    }
    for (Rank rank : job.ranks()) {
      if (nodes.apply(rank.node()).isConnected() && rank.launchNow()) {
        effects.add(new TrainingEffect.Launch(rank.node(), rank.id(), meeting.get()));
      }
    }
  }

  private Optional<Meeting> meeting() {
    return job.ranks().getFirst().report().meeting();
  }

  /** Whether the gang cannot go on; it is being broken up then. */
  private boolean broken() {
    if (job.ranks().isEmpty()) {
      // Written by a version that kept none; it begins anew.
      breakUp("its ranks are not known any more", false);
      return true;
    }
    for (Rank rank : job.ranks()) {
      Optional<String> trouble = rank.trouble().or(() -> silence(rank));
      if (trouble.isPresent()) {
        breakUp(
            "rank " + rank.id().rank() + " on " + rank.node() + ": " + trouble.get(),
            rank.report().isFinal());
        return true;
      }
    }
    if (now.isPast(job.startedNanos(), job.spec().longest())) {
      job.stop(
          JobPhase.FAILED,
          "it took longer than its maxTime of " + words(job.spec().longest()),
          now);
      save();
      askToStop();
      return true;
    }
    return false;
  }

  private Optional<String> silence(Rank rank) {
    RankReport report = rank.report();
    Duration most = job.spec().silence();
    boolean isSilent = report.phase() == RankPhase.RUNNING && report.silent().compareTo(most) >= 0;
    return isSilent
        ? Optional.of("it has written nothing for " + words(most) + ", its silence")
        : Optional.empty();
  }

  private void breakUp(String why, boolean isFinal) {
    int left = job.spec().restarts() - job.restartsUsed();
    if (isFinal || left <= 0) {
      String budget = isFinal || job.restartsUsed() == 0 ? "" : "; all restarts are used";
      job.stop(JobPhase.FAILED, why + budget, now);
    } else {
      job.useRestart();
      job.stop(JobPhase.RESTING, why, now);
    }
    save();
    effects.add(new TrainingEffect.Tell(job.number(), "stopped: " + why));
    askToStop();
  }

  private void askToStop() {
    for (Rank rank : job.ranks()) {
      if (rank.holdsSlot() && nodes.apply(rank.node()).isConnected()) {
        effects.add(new TrainingEffect.Stop(rank.node(), rank.id()));
      }
    }
  }

  private void stop() {
    if (job.ranks().stream().anyMatch(Rank::holdsSlot)) {
      return;
    }
    job.clear();
    String why = job.status().because();
    if (job.after() == JobPhase.RESTING) {
      why =
          why
              + "; starts again "
              + job.checkpoint()
                  .map(from -> "from the checkpoint of step " + from.step())
                  .orElse("from the beginning, as there is no checkpoint")
              + " (restart "
              + job.restartsUsed()
              + " of "
              + job.spec().restarts()
              + ")";
    }
    job.enter(job.after(), why, now);
    save();
    effects.add(new TrainingEffect.Tell(job.number(), job.phase().word() + ": " + why));
  }

  private void rest() {
    forgetRanks();
    long seconds = 1L << Math.min(6, Math.max(0, job.restartsUsed() - 1));
    Duration rest = Duration.ofSeconds(Math.min(seconds, LONGEST_REST.toSeconds()));
    if (now.isPast(job.since(), rest)) {
      job.enter(JobPhase.QUEUED, "", now);
      save();
    }
  }

  private void forgetRanks() {
    if (job.ranks().stream().noneMatch(Rank::holdsSlot)) {
      job.clear();
    }
  }

  private void save() {
    effects.add(new TrainingEffect.Save(job.stored()));
  }

  private static String words(Duration time) {
    return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
