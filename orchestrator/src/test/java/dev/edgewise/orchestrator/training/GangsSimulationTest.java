package dev.edgewise.orchestrator.training;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.training.JobPhase;
import dev.edgewise.core.training.JobStatus;
import dev.edgewise.core.training.Meeting;
import dev.edgewise.core.training.RankId;
import dev.edgewise.core.training.RankPhase;
import dev.edgewise.core.training.RankReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Whole fleets on virtual time, with everything that goes wrong: ranks that crash and hang, agents
 * that are cut off and started anew, an orchestrator that is started anew from its store. What must
 * hold holds after each step; and when the faults end, so does every job.
 */
final class GangsSimulationTest {
  private static final long STEP = Duration.ofMillis(500).toNanos();
  private static final Duration ALONE = Duration.ofMinutes(2);

  /** An agent as it behaves towards its orchestrator. */
  private static final class Agent {
    private final String name;
    private final int slots;
    private final Map<RankId, RankReport> ranks = new TreeMap<>(BY_NUMBER);
    private boolean connected;
    private long cutAt;

    Agent(String name, int slots) {
      this.name = name;
      this.slots = slots;
    }
  }

  private static final java.util.Comparator<RankId> BY_NUMBER =
      java.util.Comparator.comparing(RankId::job)
          .thenComparing(RankId::attempt)
          .thenComparing(RankId::rank);

  /** What the script of a rank does, once for each run. */
  private static final class World {
    private final Random random;
    private final List<Agent> agents = new ArrayList<>();
    private final Map<Long, StoredJob> store = new TreeMap<>();
    private final Set<RankId> launched = new HashSet<>();
    private final Map<Long, Long> newest = new HashMap<>();
    private long time;
    private boolean faults = true;
    private Gangs gangs;

    World(long seed) {
      random = new Random(seed);
      int nodes = 2 + random.nextInt(4);
      for (int i = 0; i < nodes; i++) {
        agents.add(new Agent("n" + i, 1 + random.nextInt(2)));
      }
      gangs = new Gangs(List.of(), now());
    }

    Moment now() {
      return new Moment(time, Instant.EPOCH.plusNanos(time));
    }

    private boolean chance(double share) {
      return random.nextDouble() < share;
    }

    void step() {
      time += STEP;
      if (faults && chance(0.004)) {
        gangs = new Gangs(List.copyOf(store.values()), now());
        agents.forEach(each -> cut(each, false));
      }
      for (Agent agent : agents) {
        if (faults && chance(0.01)) {
          cut(agent, true);
        }
        if (faults && chance(0.003)) {
          cut(agent, true);
          agent.ranks.clear();
        }
        if (!agent.connected && time - agent.cutAt > ALONE.toNanos()) {
          agent.ranks.clear();
        }
        if (!agent.connected && chance(0.05)) {
          agent.connected = true;
          act(
              gangs.attended(
                  agent.name, "west1", agent.slots, List.copyOf(agent.ranks.values()), now()));
        }
        live(agent);
      }
      act(gangs.look(now()));
      check();
    }

    private void cut(Agent agent, boolean isHeard) {
      if (agent.connected) {
        agent.connected = false;
        agent.cutAt = time;
        if (isHeard) {
          gangs.left(agent.name, now());
        }
      }
    }

    private void live(Agent agent) {
      for (RankReport rank : List.copyOf(agent.ranks.values())) {
        Optional<RankReport> next =
            switch (rank.phase()) {
              case PREPARING ->
                  chance(0.3) ? Optional.of(with(rank, RankPhase.READY)) : Optional.empty();
              case READY, COMPLETED, FAILED, GONE -> Optional.empty();
              case RUNNING -> run(rank);
            };
        if (next.isPresent()) {
          agent.ranks.put(rank.id(), next.get());
          say(agent, next.get());
        }
      }
    }

    private Optional<RankReport> run(RankReport rank) {
      if (faults && chance(0.01)) {
        return Optional.of(with(rank, RankPhase.FAILED));
      }
      if (faults && chance(0.003)) {
        return Optional.of(silent(rank));
      }
      if (chance(0.02)) {
        return Optional.of(with(rank, RankPhase.COMPLETED));
      }
      return rank.id().rank() == 0 && chance(0.1)
          ? Optional.of(checkpointed(rank))
          : Optional.empty();
    }

    private void say(Agent agent, RankReport report) {
      if (agent.connected) {
        act(gangs.reported(agent.name, report));
      }
    }

    private Agent agent(String name) {
      return agents.stream().filter(each -> each.name.equals(name)).findFirst().orElseThrow();
    }

    private void act(List<TrainingEffect> effects) {
      for (TrainingEffect effect : effects) {
        switch (effect) {
          case TrainingEffect.Save save -> store.put(save.job().job(), save.job());
          case TrainingEffect.Forget gone -> store.remove(gone.job());
          case TrainingEffect.Tell told -> {}
          case TrainingEffect.Prepare order -> {
            Agent agent = agent(order.node());
            if (agent.connected) {
              assertThat(order.order().resume().map(each -> each.step()).orElse(0L))
                  .as("begins where it was")
                  .isEqualTo(newest.getOrDefault(order.order().id().job(), 0L));
              agent.ranks.putIfAbsent(
                  order.order().id(), RankReport.of(order.order().id(), RankPhase.PREPARING));
            }
          }
          case TrainingEffect.Launch launch -> {
            Agent agent = agent(launch.node());
            RankReport rank = agent.ranks.get(launch.rank());
            if (agent.connected && rank != null && rank.phase() == RankPhase.READY) {
              launched.add(launch.rank());
              agent.ranks.put(launch.rank(), with(rank, RankPhase.RUNNING));
              say(agent, requireNonNull(agent.ranks.get(launch.rank())));
            }
          }
          case TrainingEffect.Stop stop -> {
            Agent agent = agent(stop.node());
            if (agent.connected) {
              agent.ranks.remove(stop.rank());
              say(agent, RankReport.of(stop.rank(), RankPhase.GONE));
            }
          }
        }
      }
    }

    private RankReport with(RankReport rank, RankPhase phase) {
      return report(rank, phase, rank.checkpoint(), Duration.ZERO);
    }

    private RankReport silent(RankReport rank) {
      return report(rank, rank.phase(), rank.checkpoint(), Duration.ofSeconds(30));
    }

    private RankReport checkpointed(RankReport rank) {
      long step = Math.round(time / 1e9);
      long job = rank.id().job();
      boolean counts =
          gangs.status(job).filter(each -> each.attempts() == rank.id().attempt()).isPresent();
      if (counts && agents.stream().anyMatch(a -> a.connected && a.ranks.containsKey(rank.id()))) {
        newest.merge(job, step, Math::max);
        return report(rank, rank.phase(), Optional.of(Specs.checkpoint(step)), Duration.ZERO);
      }
      return rank;
    }

    private static RankReport report(
        RankReport rank,
        RankPhase phase,
        Optional<dev.edgewise.core.training.JobCheckpoint> checkpoint,
        Duration silent) {
      return new RankReport(
          rank.id(),
          phase,
          rank.id().rank() == 0 ? Optional.of(new Meeting("h", 1_024)) : Optional.empty(),
          phase == RankPhase.FAILED ? "it crashed" : "",
          false,
          Optional.empty(),
          checkpoint,
          List.of(),
          silent);
    }

    /** What must hold at every moment. */
    private void check() {
      for (JobStatus job : gangs.statuses()) {
        assertThat(job.restartsUsed()).isLessThanOrEqualTo(job.spec().restarts());
        assertThat(job.attempts()).isLessThanOrEqualTo(1 + job.spec().restarts());
        if (job.phase().isEnd() || job.phase() == JobPhase.QUEUED) {
          assertThat(job.ranks()).as("ranks of job %s, %s", job.job(), job.phase()).isEmpty();
        } else if (job.phase() != JobPhase.RESTING) {
          assertThat(job.ranks()).as("all or nothing").hasSize(job.spec().worldSize());
        }
      }
      for (Agent agent : agents) {
        if (agent.connected) {
          assertThat(agent.ranks)
              .as("ranks of %s", agent.name)
              .hasSizeLessThanOrEqualTo(agent.slots);
          for (RankId id : agent.ranks.keySet()) {
            JobStatus job = gangs.status(id.job()).orElseThrow();
            assertThat(id.attempt()).as("start of %s", id).isEqualTo(job.attempts());
            assertThat(job.phase().isEnd()).as("%s of a job that has ended", id).isFalse();
          }
        }
      }
      // All ranks of a start are launched, or none: once one was, all were ready.
      Map<String, Long> starts = new HashMap<>();
      launched.forEach(id -> starts.merge(id.job() + "." + id.attempt(), 1L, Long::sum));
      starts.forEach(
          (start, count) -> {
            long job = Long.parseLong(start.substring(0, start.indexOf('.')));
            int ranks = gangs.status(job).orElseThrow().spec().worldSize();
            assertThat(count).isLessThanOrEqualTo(ranks);
          });
    }
  }

  @Test
  void every_job_ends_and_nothing_of_it_is_left_whatever_goes_wrong() {
    Map<JobPhase, Integer> ends = new TreeMap<>();
    for (long seed = 0; seed < 150; seed++) {
      World world = new World(seed);
      int jobs = 1 + world.random.nextInt(6);
      for (int i = 0; i < jobs; i++) {
        world.act(
            world
                .gangs
                .submit(
                    Specs.job(
                        1 + world.random.nextInt(2),
                        world.random.nextInt(3),
                        world.random.nextInt(6)),
                    world.now())
                .orElseThrow()
                .effects());
      }
      for (int step = 0; step < 1_500; step++) {
        world.step();
        if (world.chance(0.001)) {
          world.act(world.gangs.cancel(1 + world.random.nextInt(jobs), world.now()));
        }
      }
      world.faults = false;
      for (int step = 0; step < 8_000 && isOpen(world); step++) {
        world.step();
      }
      assertThat(isOpen(world)).as("seed %s: %s", seed, world.gangs.statuses()).isFalse();
      // Those who come back late are told, too.
      for (int step = 0; step < 500; step++) {
        world.step();
      }
      assertThat(world.agents).as("seed %s", seed).allMatch(agent -> agent.ranks.isEmpty());
      world.gangs.statuses().forEach(job -> ends.merge(job.phase(), 1, Integer::sum));
    }
    assertThat(ends).as("the faults were neither nothing nor everything").hasSize(3);
  }

  private static boolean isOpen(World world) {
    return world.gangs.statuses().stream().anyMatch(job -> !job.phase().isEnd());
  }
}
