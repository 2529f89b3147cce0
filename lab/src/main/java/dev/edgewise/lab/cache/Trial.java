package dev.edgewise.lab.cache;

import dev.edgewise.annotations.Sameness;
import dev.edgewise.core.SemanticRule;
import dev.edgewise.serving.cache.semantic.Check;
import dev.edgewise.serving.cache.semantic.Found;
import dev.edgewise.serving.cache.semantic.PoolState;
import dev.edgewise.serving.cache.semantic.Pools;
import dev.edgewise.serving.cache.semantic.QuestionPool;
import dev.edgewise.serving.cache.store.Key;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;

/**
 * A pool as a node has it, asked questions whose truth is known: what it explores or audits it is
 * told, and what it serves is counted.
 */
final class Trial {
  private static final ByteBuffer NO_ANSWER = ByteBuffer.allocate(0);

  private final QuestionPool pool;
  private final Map<Key, Object> meanings = new HashMap<>();
  private final Map<String, Key> kept = new HashMap<>();
  private int asked;
  private int exact;
  private int known;
  private int hits;
  private int right;
  private int keys;

  /**
   * With an empty pool.
   *
   * @param budget the share of hits that may be wrong; empty: the threshold decides
   */
  Trial(Embeddings embeddings, double threshold, OptionalDouble budget, long seed) {
    pool =
        new Pools(
                embeddings.model(),
                embeddings.dimensions(),
                100_000,
                Runnable::run,
                new Random(seed))
            .open(new SemanticRule(1, threshold, budget, Sameness.EQUAL));
  }

  /** Keeps a question and its answer, which is its meaning. */
  Key keep(String text, Object meaning, float[] point) {
    Key key = kept.computeIfAbsent(text, t -> newKey());
    meanings.put(key, meaning);
    pool.add(key, text, NO_ANSWER, point);
    return key;
  }

  private Key newKey() {
    return Key.of(ByteBuffer.allocate(Key.SIZE).putInt(keys++).array());
  }

  void forget(Key key) {
    pool.remove(key);
    meanings.remove(key);
    kept.values().remove(key);
  }

  /**
   * Asks.
   *
   * @return whether the call ran, so that its answer may be kept
   */
  boolean ask(String text, Object meaning, float[] point) {
    if (kept.containsKey(text)) {
      exact++;
      return false;
    }
    asked++;
    known += meanings.containsValue(meaning) ? 1 : 0;
    return switch (pool.find(text, point, 0)) {
      case Found.Miss miss -> true;
      case Found.Explore explore -> {
        boolean same = meaning.equals(meanings.get(explore.key()));
        pool.learn(explore.key(), explore.similarity(), same, Check.EXPLORED);
        yield true;
      }
      case Found.Hit hit -> {
        boolean same = meaning.equals(meanings.get(hit.key()));
        hits++;
        right += same ? 1 : 0;
        if (hit.audit()) {
          pool.learn(hit.key(), hit.similarity(), same, Check.AUDITED);
        }
        yield false;
      }
    };
  }

  int hits() {
    return hits;
  }

  int wrong() {
    return hits - right;
  }

  /** The share of questions whose answer was there that were answered with it. */
  double recall() {
    return known == 0 ? 0 : (double) right / known;
  }

  /** The share of hits that were wrong is shown to be at most this, one-sided, 95 %. */
  double bound() {
    return wrong() == hits
        ? (hits == 0 ? 0 : 1)
        : BinomialConfidenceInterval.CLOPPER_PEARSON
            .fromErrorRate(hits, wrong(), 0.1)
            .getUpperBound();
  }

  PoolState state() {
    return pool.state();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d asked (%d more word for word), %d of them known, %d hits, %d wrong (at most %.2f %% at"
            + " 95 %%), %.1f %% of the known hit; %s",
        asked,
        exact,
        known,
        hits,
        wrong(),
        bound() * 100,
        recall() * 100,
        pool.state().why());
  }
}
