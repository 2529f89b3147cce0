package dev.edgewise.serving.cache;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Scheduler;
import dev.edgewise.serving.cache.store.Entry;
import dev.edgewise.serving.cache.store.Key;
import dev.edgewise.serving.cache.store.Reach;
import dev.edgewise.serving.cache.store.Tier;
import dev.edgewise.serving.cache.store.Tiers;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes a restart, or a new node's start, a warm one: every minute and at the end, what pools have
 * learned and their questions are written down; at the start they are read again, answers that are
 * worth most are brought into memory, and questions that only the entries themselves tell of are
 * remembered. All of that behind the calls' backs. Without a folder nothing is written.
 */
final class HotStart {
  private static final Logger LOG = System.getLogger(HotStart.class.getName());

  /** The most that a crash makes a node forget. */
  static final Duration EVERY = Duration.ofMinutes(1);

  /** Questions that are written down. */
  static final int QUESTIONS = 10_000;

  /** Entries that are brought near from each tier. */
  private static final int ENTRIES = 2_000;

  private static final Duration POINT_PATIENCE = Duration.ofSeconds(10);

  private final Optional<HotFile> file;
  private final Optional<Tier> shared;
  private final Tiers tiers;
  private final SimilarQuestions similar;
  private final Executor background;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean restored = new AtomicBoolean();
  private final AtomicBoolean failed = new AtomicBoolean();

  /**
   * A start.
   *
   * @param file what an earlier process wrote, and this one writes
   * @param shared what nodes share, which others may have filled
   */
  HotStart(
      Optional<HotFile> file,
      Optional<Tier> shared,
      Tiers tiers,
      SimilarQuestions similar,
      Executor background) {
    this.file = requireNonNull(file, "file");
    this.shared = requireNonNull(shared, "shared");
    this.tiers = requireNonNull(tiers, "tiers");
    this.similar = requireNonNull(similar, "similar");
    this.background = requireNonNull(background, "background");
  }

  /**
   * Begins to restore, and to write things down.
   *
   * @param preload whether answers are brought into memory too
   */
  void begin(boolean preload, Scheduler scheduler) {
    later(
        () -> {
          restore();
          restored.set(true);
          if (preload) {
            preload();
          }
        });
    if (file.isPresent()) {
      again(scheduler);
    }
  }

  private void again(Scheduler scheduler) {
    Scheduler.Cancellable unused =
        scheduler.schedule(
            EVERY,
            () -> {
              if (!closed.get()) {
                later(this::save);
                again(scheduler);
              }
            });
  }

  private void later(Runnable work) {
    try {
      background.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              LOG.log(Level.WARNING, "the cache stays colder than it could be: " + e, e);
            }
          });
    } catch (RejectedExecutionException _) {
      // It is being closed.
    }
  }

  /** Opens pools as they were, each with those of its questions whose answers are there. */
  void restore() {
    List<SimilarQuestions.SavedPool> saved = file.map(HotFile::read).orElse(List.of());
    if (!saved.isEmpty()) {
      similar.warm();
    }
    // The most useful last: what is remembered last is forgotten last.
    for (SimilarQuestions.SavedPool pool : saved.reversed()) {
      SimilarQuestions.Pool opened = similar.restore(pool);
      for (SimilarQuestions.Saved question : pool.questions().reversed()) {
        if (closed.get()) {
          return;
        }
        entry(question.key(), pool.id().scope().reach())
            .ifPresent(
                entry ->
                    similar.remember(
                        new SimilarQuestions.Placed(
                            opened, question.text(), Halves.back(question.point())),
                        question.key(),
                        entry.value()));
      }
    }
  }

  private Optional<Entry> entry(Key key, Reach reach) {
    return tiers.get(key, reach).map(Tiers.Found::entry);
  }

  /** Brings what is worth most near. */
  void preload() {
    boolean any = tiers.preload(ENTRIES) > 0;
    for (Key key : tiers.hottest(ENTRIES)) {
      entry(key, Reach.NODE).ifPresent(entry -> recall(key, entry));
    }
    if (shared.isPresent()) {
      for (Key key : shared.get().hottest(ENTRIES)) {
        Optional<Entry> entry = entry(key, Reach.FLEET);
        entry.ifPresent(each -> recall(key, each));
        any |= entry.isPresent();
      }
    }
    if (any) {
      LOG.log(
          Level.INFO,
          "the cache has "
              + tiers.states().getFirst().entries()
              + " answers of before in memory, and "
              + similar.size()
              + " questions");
    }
  }

  /** Remembers the question that an entry tells of, if nobody does. */
  private void recall(Key key, Entry entry) {
    if (closed.get() || similar.knows(key)) {
      return;
    }
    try {
      Optional<About> about = About.read(entry.about()).filter(each -> each.similar().isPresent());
      if (about.isPresent()) {
        similar
            .place(about.get(), POINT_PATIENCE)
            .ifPresent(placed -> similar.remember(placed, key, entry.value()));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes down what a restart must not lose; what is not restored yet is not written over. */
  synchronized void save() {
    if (file.isEmpty() || !restored.get()) {
      return;
    }
    List<SimilarQuestions.SavedPool> pools = similar.save(QUESTIONS);
    if (pools.isEmpty()) {
      return;
    }
    try {
      file.get().write(pools);
    } catch (IOException e) {
      if (!failed.getAndSet(true)) {
        LOG.log(Level.WARNING, "what the cache has learned cannot be written down: " + e);
      }
    }
  }

  /** The last word. */
  void close() {
    closed.set(true);
    save();
  }
}
