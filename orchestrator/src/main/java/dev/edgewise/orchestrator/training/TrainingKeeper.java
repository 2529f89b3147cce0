package dev.edgewise.orchestrator.training;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.training.JobSpec;
import dev.edgewise.core.training.JobStatus;
import dev.edgewise.core.training.NamedContent;
import dev.edgewise.core.training.RankId;
import dev.edgewise.core.training.RankReport;
import dev.edgewise.daemon.content.ContentStore;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the jobs: one thread takes what happens, has {@link Gangs} say what follows, stores
 * what is to be remembered, and then tells agents. Whoever asks waits for that thread.
 */
public final class TrainingKeeper implements TrainingDesk, AutoCloseable {
  private static final Logger LOG = System.getLogger(TrainingKeeper.class.getName());

  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration CLOSE = Duration.ofSeconds(2);
  private static final Duration SWEEP = Duration.ofMinutes(1);

  /** A file that was brought belongs to a job by then, or to none. */
  private static final Duration UNUSED = Duration.ofHours(1);

  private static final int MOST_WAITING = 10_000;

  private final JobStore store;
  private final ContentStore contents;
  private final Clock clock;
  private final BlockingQueue<Runnable> commands = new LinkedBlockingQueue<>(MOST_WAITING);
  private final Thread thread;
  private volatile boolean closed;

  // Touched by the keeper's thread only.
  private final Gangs gangs;
  private final JobLogs logs = new JobLogs();
  private final Map<String, TraineeLink> links = new HashMap<>();
  private final Map<Long, Optional<StoredJob>> unsaved = new LinkedHashMap<>();
  private long sweptAt;

  /**
   * Reads the store; call {@link #begin} then.
   *
   * @throws EdgewiseException with {@code BAD_STORE}
   */
  public TrainingKeeper(JobStore store, ContentStore contents, Clock clock) {
    this.store = requireNonNull(store, "store");
    this.contents = requireNonNull(contents, "contents");
    this.clock = requireNonNull(clock, "clock");
    this.gangs = new Gangs(store.load(), moment());
    this.sweptAt = clock.nanos();
    this.thread = Thread.ofPlatform().name("edgewise-training").daemon().unstarted(this::run);
  }

  /** Begins to look after the jobs. */
  public void begin() {
    thread.start();
  }

  @Override
  public JobStatus submit(JobSpec spec) {
    return ask(
        () -> {
          requireFiles(spec);
          Gangs.Submitted taken =
              gangs
                  .submit(spec, moment())
                  .orElseThrow(
                      () ->
                          EdgewiseException.of(
                              ErrorCode.OVERLOADED,
                              "There are "
                                  + Gangs.MOST_OPEN
                                  + " jobs that have not ended, as many as there may be. Wait for"
                                  + " some, or cancel some."));
          remember(taken.effects());
          try {
            commit();
          } catch (EdgewiseException e) {
            gangs.withdraw(taken.job());
            unsaved.remove(taken.job());
            throw e;
          }
          // What it waits for is told at once.
          act(gangs.look(moment()));
          return gangs.status(taken.job()).orElseThrow();
        });
  }

  private void requireFiles(JobSpec spec) {
    Stream.of(Stream.of(spec.script()), spec.data().stream(), spec.parent().stream())
        .flatMap(each -> each)
        .filter(file -> contents.find(file.digest()).isEmpty())
        .map(NamedContent::name)
        .findFirst()
        .ifPresent(
            missing -> {
              throw EdgewiseException.of(
                  ErrorCode.NOT_FOUND,
                  missing
                      + " is not in the orchestrator's store. Bring it first, as 'edgewise train"
                      + " submit' does; what belongs to no job is removed after an hour.");
            });
  }

  @Override
  public List<JobStatus> jobs() {
    return ask(gangs::statuses);
  }

  @Override
  public Optional<JobStatus> cancel(long job) {
    return ask(
        () -> {
          act(gangs.cancel(job, moment()));
          return gangs.status(job);
        });
  }

  @Override
  public Optional<Log> log(long job, long after) {
    return ask(
        () ->
            gangs
                .status(job)
                .map(
                    status -> {
                      JobLogs.Part part = logs.read(job, after);
                      return new Log(
                          part.lines(), part.missed(), status.phase().isEnd() && part.isRest());
                    }));
  }

  /** An agent has come, or come back. */
  public void attended(
      TraineeLink link, String node, String zone, int slots, List<RankReport> ranks) {
    tell(
        () -> {
          TraineeLink before = links.put(node, link);
          if (before != null && before != link) {
            before.replaced();
          }
          act(gangs.attended(node, zone, slots, ranks, moment()));
        });
  }

  /** An agent's stream has ended. */
  public void left(TraineeLink link, String node) {
    tell(
        () -> {
          if (links.remove(node, link)) {
            gangs.left(node, moment());
          }
        });
  }

  /** An agent says how a rank is. */
  public void reported(TraineeLink link, String node, RankReport report) {
    tell(
        () -> {
          if (links.get(node) == link) {
            act(gangs.reported(node, report));
            act(gangs.look(moment()));
          }
        });
  }

  /** A rank has written something. */
  public void wrote(TraineeLink link, String node, RankId rank, List<String> lines) {
    tell(
        () -> {
          if (links.get(node) == link && gangs.knows(node, rank)) {
            logs.add(rank, lines);
          }
        });
  }

  /** Ranks go on: their agents come back, and say what they run. */
  @Override
  public void close() {
    closed = true;
    tell(() -> {});
    try {
      thread.join(CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closed) {
        Runnable first = commands.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
        for (Runnable each = first; each != null && !closed; each = commands.poll()) {
          guarded(each);
        }
        if (!closed) {
          guarded(() -> act(gangs.look(moment())));
          guarded(this::sweep);
        }
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "the thread of the training jobs was woken");
    }
  }

  /** What cannot be stored now is stored with the next change: agents do not wait for the disk. */
  private void act(List<TrainingEffect> effects) {
    remember(effects);
    store();
    for (TrainingEffect effect : effects) {
      switch (effect) {
        case TrainingEffect.Prepare prepare ->
            link(prepare.node()).ifPresent(link -> link.prepare(prepare.order()));
        case TrainingEffect.Launch launch ->
            link(launch.node()).ifPresent(link -> link.launch(launch.rank(), launch.meeting()));
        case TrainingEffect.Stop stop ->
            link(stop.node()).ifPresent(link -> link.stop(stop.rank()));
        case TrainingEffect.Tell told ->
            LOG.log(Level.INFO, "training job {0} {1}", told.job(), told.text());
        case TrainingEffect.Save saved -> LOG.log(Level.DEBUG, "saved {0}", saved.job().job());
        case TrainingEffect.Forget gone -> LOG.log(Level.DEBUG, "forgot {0}", gone.job());
      }
    }
  }

  private Optional<TraineeLink> link(String node) {
    return Optional.ofNullable(links.get(node));
  }

  private void remember(List<TrainingEffect> effects) {
    for (TrainingEffect effect : effects) {
      if (effect instanceof TrainingEffect.Save save) {
        unsaved.put(save.job().job(), Optional.of(save.job()));
      } else if (effect instanceof TrainingEffect.Forget forget) {
        unsaved.put(forget.job(), Optional.empty());
      }
    }
  }

  private void store() {
    try {
      commit();
    } catch (EdgewiseException e) {
      LOG.log(Level.ERROR, e.getMessage());
    }
  }

  private void commit() {
    if (!unsaved.isEmpty()) {
      store.commit(unsaved);
      unsaved.clear();
    }
  }

  private void sweep() {
    if (!moment().isPast(sweptAt, SWEEP)) {
      return;
    }
    sweptAt = clock.nanos();
    try {
      int removed = contents.keepOnly(gangs.references(), UNUSED);
      if (removed > 0) {
        LOG.log(Level.INFO, "removed {0} contents that no training job refers to", removed);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "contents that are not needed cannot be removed: " + e);
    }
  }

  /** Has the thread do something; when far too much waits, it is lost, as on a broken stream. */
  private void tell(Runnable what) {
    if (!commands.offer(what)) {
      LOG.log(Level.WARNING, "more is told of training jobs than can be taken");
    }
  }

  private <T> T ask(Supplier<T> question) {
    CompletableFuture<T> done = new CompletableFuture<>();
    boolean taken =
        commands.offer(
            () -> {
              try {
                done.complete(question.get());
              } catch (RuntimeException e) {
                done.completeExceptionally(e);
              }
            });
    try {
      if (!taken) {
        throw notDone("too much waits to be done", null);
      }
      return done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notDone("this thread was interrupted", e);
    } catch (TimeoutException e) {
      throw notDone("nothing answered within " + PATIENCE.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EdgewiseException known) {
        throw known;
      }
      throw notDone(String.valueOf(e.getCause()), e);
    }
  }

  private static EdgewiseException notDone(String why, @Nullable Throwable cause) {
    String words =
        "What was asked of training jobs was not done: "
            + why
            + ". Ask again; the orchestrator's log says more.";
    return cause == null
        ? EdgewiseException.of(ErrorCode.OVERLOADED, words)
        : EdgewiseException.of(ErrorCode.OVERLOADED, words, cause);
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "training jobs: " + e.getMessage(), e);
    }
  }

  private Moment moment() {
    return new Moment(clock.nanos(), clock.now());
  }
}
