package dev.edgewise.orchestrator.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.training.JobPhase;
import dev.edgewise.core.training.JobSpec;
import dev.edgewise.core.training.JobStatus;
import dev.edgewise.core.training.Meeting;
import dev.edgewise.core.training.RankId;
import dev.edgewise.core.training.RankPhase;
import dev.edgewise.core.training.RankReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class GangsTest {
  private static final Meeting AT = new Meeting("127.0.0.1", 29_500);

  private long seconds = 1_000;
  private Gangs gangs = new Gangs(List.of(), now());
  private final Map<Long, StoredJob> stored = new TreeMap<>();
  private final List<TrainingEffect> effects = new ArrayList<>();

  private Moment now() {
    return new Moment(seconds * 1_000_000_000, Instant.ofEpochSecond(seconds));
  }

  private void later(int more) {
    seconds += more;
    look();
  }

  private void look() {
    take(gangs.look(now()));
  }

  private void take(List<TrainingEffect> all) {
    for (TrainingEffect each : all) {
      if (each instanceof TrainingEffect.Save save) {
        stored.put(save.job().job(), save.job());
      } else if (!(each instanceof TrainingEffect.Tell)) {
        effects.add(each);
      }
    }
  }

  private List<String> asked() {
    List<String> asked =
        effects.stream()
            .map(
                each ->
                    switch (each) {
                      case TrainingEffect.Prepare at ->
                          "prepare " + at.order().id() + " " + at.node();
                      case TrainingEffect.Launch at -> "launch " + at.rank() + " " + at.node();
                      case TrainingEffect.Stop at -> "stop " + at.rank() + " " + at.node();
                      case TrainingEffect.Save saved -> "save";
                      case TrainingEffect.Forget gone -> "forget " + gone.job();
                      case TrainingEffect.Tell told -> "tell";
                    })
            .toList();
    effects.clear();
    return asked;
  }

  private long submit(JobSpec spec) {
    Gangs.Submitted job = gangs.submit(spec, now()).orElseThrow();
    take(job.effects());
    look();
    return job.job();
  }

  private void attend(String node, int slots, RankReport... ranks) {
    take(gangs.attended(node, "west1", slots, List.of(ranks), now()));
    look();
  }

  private void report(String node, RankReport report) {
    take(gangs.reported(node, report));
    look();
  }

  private static RankReport is(RankId id, RankPhase phase) {
    RankReport plain = RankReport.of(id, phase);
    return new RankReport(
        id,
        phase,
        id.rank() == 0 && phase != RankPhase.PREPARING ? Optional.of(AT) : Optional.empty(),
        phase == RankPhase.FAILED ? "it crashed" : "",
        false,
        plain.progress(),
        plain.checkpoint(),
        plain.outputs(),
        plain.silent());
  }

  private static RankReport silent(RankId id, Duration time) {
    return new RankReport(
        id,
        RankPhase.RUNNING,
        id.rank() == 0 ? Optional.of(AT) : Optional.empty(),
        "",
        false,
        Optional.empty(),
        Optional.of(Specs.checkpoint(40)),
        List.of(),
        time);
  }

  private static RankId id(long job, int attempt, int rank) {
    return new RankId(job, attempt, rank);
  }

  private JobStatus status(long job) {
    return gangs.status(job).orElseThrow();
  }

  /** Two ranks on two nodes. */
  private long running(int restarts) {
    attend("a", 1);
    attend("b", 1);
    long job = submit(Specs.job(2, 0, restarts));
    report("a", is(id(job, 1, 0), RankPhase.READY));
    report("b", is(id(job, 1, 1), RankPhase.READY));
    report("a", is(id(job, 1, 0), RankPhase.RUNNING));
    report("b", is(id(job, 1, 1), RankPhase.RUNNING));
    return job;
  }

  @Test
  void a_gang_waits_until_there_are_nodes_for_all_of_it_and_says_for_what() {
    long job = submit(Specs.job(2, 0, 3));
    assertThat(status(job).because())
        .isEqualTo(
            "waits for 2 more nodes with training: true in zone west1 (it takes 2, and none is"
                + " there)");
    attend("a", 1);
    assertThat(status(job).because())
        .isEqualTo(
            "waits for 1 more node with training: true in zone west1 (it takes 2, and 1 is there)");
    assertThat(asked()).isEmpty();
    attend("b", 1);
    assertThat(asked()).containsExactly("prepare 1.1.0 a", "prepare 1.1.1 b");
    assertThat(status(job).phase()).isEqualTo(JobPhase.PREPARING);
  }

  @Test
  void nothing_is_launched_before_all_are_ready_and_all_are_told_where_to_meet() {
    attend("a", 1);
    attend("b", 1);
    long job = submit(Specs.job(2, 0, 3));
    asked();
    report("a", is(id(job, 1, 0), RankPhase.READY));
    later(60);
    assertThat(asked()).isEmpty();
    report("b", is(id(job, 1, 1), RankPhase.READY));
    assertThat(effects).contains(new TrainingEffect.Launch("b", id(job, 1, 1), AT));
    assertThat(asked()).containsExactly("launch 1.1.0 a", "launch 1.1.1 b");
    look();
    assertThat(asked()).as("is asked once").isEmpty();
  }

  @Test
  void several_slots_take_several_ranks_with_their_local_numbers() {
    attend("a", 2);
    attend("b", 1);
    submit(Specs.job(3, 0, 3));
    assertThat(effects)
        .filteredOn(TrainingEffect.Prepare.class::isInstance)
        .extracting(each -> ((TrainingEffect.Prepare) each).order().localRank())
        .containsExactly(0, 1, 0);
    assertThat(asked()).containsExactly("prepare 1.1.0 a", "prepare 1.1.1 a", "prepare 1.1.2 b");
  }

  @Test
  void the_larger_priority_goes_first_and_nobody_overtakes_who_waits() {
    attend("a", 1);
    long first = submit(Specs.job(1, 0, 3));
    long large = submit(Specs.job(2, 5, 3));
    long small = submit(Specs.job(1, 0, 3));
    asked();
    assertThat(status(large).because()).startsWith("waits for 1 more node");
    assertThat(status(small).because()).isEqualTo("waits for job 2, which goes before it");
    report("a", is(id(first, 1, 0), RankPhase.FAILED));
    assertThat(asked()).containsExactly("stop 1.1.0 a");
    report("a", is(id(first, 1, 0), RankPhase.GONE));
    assertThat(asked()).as("job 2 has not both nodes").isEmpty();
    attend("b", 1);
    assertThat(asked()).containsExactly("prepare 2.1.0 a", "prepare 2.1.1 b");
  }

  @Test
  void a_rank_that_dies_ends_the_gang_which_starts_again_from_its_checkpoint() {
    long job = running(3);
    report("a", silent(id(job, 1, 0), Duration.ZERO));
    asked();
    report("b", is(id(job, 1, 1), RankPhase.FAILED));
    assertThat(asked()).containsExactly("stop 1.1.0 a", "stop 1.1.1 b");
    assertThat(status(job).phase()).isEqualTo(JobPhase.STOPPING);
    report("a", is(id(job, 1, 0), RankPhase.GONE));
    report("b", is(id(job, 1, 1), RankPhase.GONE));
    assertThat(status(job).phase()).isEqualTo(JobPhase.RESTING);
    assertThat(status(job).because())
        .isEqualTo(
            "rank 1 on b: it crashed; starts again from the checkpoint of step 40 (restart 1 of"
                + " 3)");
    later(1);
    look();
    assertThat(effects)
        .filteredOn(TrainingEffect.Prepare.class::isInstance)
        .allMatch(
            each ->
                ((TrainingEffect.Prepare) each)
                    .order()
                    .resume()
                    .equals(Optional.of(Specs.checkpoint(40))));
    assertThat(asked()).containsExactly("prepare 1.2.0 a", "prepare 1.2.1 b");
    // What the first start still says counts no more.
    report("b", is(id(job, 1, 1), RankPhase.RUNNING));
    assertThat(asked()).containsExactly("stop 1.1.1 b");
  }

  @Test
  void the_budget_of_restarts_ends() {
    long job = running(0);
    report("b", is(id(job, 1, 1), RankPhase.FAILED));
    report("a", is(id(job, 1, 0), RankPhase.GONE));
    report("b", is(id(job, 1, 1), RankPhase.GONE));
    assertThat(status(job).phase()).isEqualTo(JobPhase.FAILED);
    assertThat(status(job).because()).isEqualTo("rank 1 on b: it crashed");
    assertThat(stored.get(job)).extracting(StoredJob::phase).isEqualTo(JobPhase.FAILED);
  }

  @Test
  void a_rank_that_is_silent_is_taken_for_hung() {
    long job = running(0);
    report("a", silent(id(job, 1, 0), Duration.ofSeconds(19)));
    assertThat(status(job).phase()).isEqualTo(JobPhase.RUNNING);
    report("a", silent(id(job, 1, 0), Duration.ofSeconds(20)));
    assertThat(status(job).because())
        .isEqualTo("rank 0 on a: it has written nothing for 20 s, its silence");
  }

  @Test
  void it_has_completed_when_all_ranks_have() {
    long job = running(0);
    report("b", is(id(job, 1, 1), RankPhase.COMPLETED));
    assertThat(status(job).phase()).isEqualTo(JobPhase.RUNNING);
    report(
        "a",
        new RankReport(
            id(job, 1, 0),
            RankPhase.COMPLETED,
            Optional.of(AT),
            "",
            false,
            Optional.empty(),
            Optional.empty(),
            List.of(Specs.file("model.pt", 9)),
            Duration.ZERO));
    report("a", is(id(job, 1, 0), RankPhase.GONE));
    report("b", is(id(job, 1, 1), RankPhase.GONE));
    assertThat(status(job).phase()).isEqualTo(JobPhase.COMPLETED);
    assertThat(status(job).outputs()).containsExactly(Specs.file("model.pt", 9));
    assertThat(gangs.references()).contains(Specs.file("model.pt", 9).digest());
  }

  @Test
  void a_node_that_is_away_for_a_moment_goes_on_and_one_that_stays_away_is_given_up() {
    long job = running(3);
    asked();
    gangs.left("b", now());
    later(29);
    attend("b", 1, is(id(job, 1, 1), RankPhase.RUNNING));
    assertThat(status(job).phase()).isEqualTo(JobPhase.RUNNING);
    assertThat(asked()).isEmpty();
    gangs.left("b", now());
    later(30);
    assertThat(status(job).because()).isEqualTo("rank 1 on b: b cannot be reached for 30 s");
    report("a", is(id(job, 1, 0), RankPhase.GONE));
    assertThat(status(job).phase()).isEqualTo(JobPhase.RESTING);
    asked();
    // It comes back and still runs what was given up.
    attend("b", 1, is(id(job, 1, 1), RankPhase.RUNNING));
    assertThat(asked()).containsExactly("stop 1.1.1 b");
  }

  @Test
  void an_agent_that_was_started_anew_has_lost_its_rank() {
    long job = running(3);
    gangs.left("b", now());
    attend("b", 1);
    assertThat(status(job).because()).isEqualTo("rank 1 on b: the agent of b was started anew");
  }

  @Test
  void an_orchestrator_that_was_started_anew_goes_on_with_what_still_runs() {
    long job = running(3);
    asked();
    gangs = new Gangs(List.copyOf(stored.values()), now());
    later(5);
    assertThat(status(job).phase()).isEqualTo(JobPhase.RUNNING);
    attend("a", 1, is(id(job, 1, 0), RankPhase.RUNNING));
    attend("b", 1, is(id(job, 1, 1), RankPhase.RUNNING), is(id(77, 1, 0), RankPhase.RUNNING));
    assertThat(asked()).as("what nobody knows of is ended").containsExactly("stop 77.1.0 b");
    later(60);
    assertThat(status(job).phase()).isEqualTo(JobPhase.RUNNING);
  }

  @Test
  void cancelling_ends_the_ranks_and_then_the_job() {
    long job = running(3);
    asked();
    take(gangs.cancel(job, now()));
    assertThat(asked()).containsExactly("stop 1.1.0 a", "stop 1.1.1 b");
    report("a", is(id(job, 1, 0), RankPhase.GONE));
    report("b", is(id(job, 1, 1), RankPhase.GONE));
    assertThat(status(job).phase()).isEqualTo(JobPhase.CANCELLED);
    assertThat(gangs.cancel(job, now())).isEmpty();
    long queued = submit(Specs.job(9, 0, 3));
    take(gangs.cancel(queued, now()));
    assertThat(status(queued).phase()).isEqualTo(JobPhase.CANCELLED);
  }

  @Test
  void jobs_are_bounded_and_the_oldest_that_ended_makes_room() {
    for (int i = 0; i < Gangs.MOST_OPEN; i++) {
      submit(Specs.job(2, 0, 3));
    }
    assertThat(gangs.submit(Specs.job(2, 0, 3), now())).isEmpty();
    for (long job = 1; job <= Gangs.MOST_OPEN; job++) {
      gangs.cancel(job, now());
    }
    long next = submit(Specs.job(2, 0, 3));
    assertThat(asked()).isEmpty();
    gangs.cancel(next, now());
    submit(Specs.job(2, 0, 3));
    assertThat(asked()).containsExactly("forget 1");
  }
}
