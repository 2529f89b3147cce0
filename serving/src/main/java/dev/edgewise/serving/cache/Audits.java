package dev.edgewise.serving.cache;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.serving.cache.semantic.Check;
import dev.edgewise.serving.cache.semantic.Found;
import dev.edgewise.serving.cache.store.Entry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/** Tells pools whether the answer of a near question was, or would have been, right. */
final class Audits {
  private static final Logger LOG = System.getLogger(Audits.class.getName());

  private final Entries entries;
  private final SimilarQuestions similar;
  private final Shadows shadows;
  private final Clock clock;

  Audits(Entries entries, SimilarQuestions similar, Shadows shadows, Clock clock) {
    this.entries = requireNonNull(entries, "entries");
    this.similar = requireNonNull(similar, "similar");
    this.shadows = requireNonNull(shadows, "shadows");
    this.clock = requireNonNull(clock, "clock");
  }

  /** An explored question: its call has run, and tells whether the near answer would have done. */
  void explored(Asked asked, SimilarQuestions.Placed at, Found.Explore near, Message fresh) {
    try {
      Optional<Entry> kept = entries.entry(asked, near.key());
      if (kept.isEmpty()) {
        similar.forget(at.pool(), near.key());
        return;
      }
      boolean right =
          Judge.same(at.pool().id().rule().same(), kept.get().value(), fresh.contiguous());
      at.pool().questions().learn(near.key(), near.similarity(), right, Check.EXPLORED);
    } catch (RuntimeException e) {
      entries.fault("comparing two answers", e);
    }
  }

  /**
   * Computes what was served from the cache, and tells its pool whether that was right.
   *
   * @return whether it was; empty when that could not be told
   */
  Optional<Boolean> judge(RecentHits.Hit hit) {
    long deadline = clock.nanos() + RecentHits.PATIENCE.toNanos();
    // What the body calls is computed too: a kept answer there may be as wrong as this one.
    CallContext context =
        hit.context()
            .asking(hit.context().cacheControl().withNoCache())
            .lasting(
                () -> Duration.ofNanos(Math.max(0, deadline - clock.nanos())), shadows::closed);
    Message fresh;
    long begin = clock.nanos();
    try {
      fresh = hit.run().run(context);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      LOG.log(Level.DEBUG, "a served answer could not be checked: " + e);
      return Optional.empty();
    }
    try {
      SimilarQuestions.Placed at = hit.placed();
      boolean right = Judge.same(at.pool().id().rule().same(), hit.served(), fresh.contiguous());
      at.pool().questions().learn(hit.key(), hit.similarity(), right, Check.AUDITED);
      entries.keep(
          hit.asked(),
          Given.computed(fresh, hit.asked().key(), Duration.ofNanos(clock.nanos() - begin)),
          Optional.of(at));
      similar.remember(at, hit.asked().key(), fresh.contiguous());
      return Optional.of(right);
    } catch (RuntimeException e) {
      entries.fault("checking an answer", e);
      return Optional.empty();
    }
  }
}
