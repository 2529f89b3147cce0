package dev.edgewise.serving.cache;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.SemanticRule;
import dev.edgewise.serving.cache.semantic.Check;
import dev.edgewise.serving.cache.semantic.Found;
import dev.edgewise.serving.cache.semantic.PoolState;
import dev.edgewise.serving.cache.semantic.QuestionPool;
import dev.edgewise.serving.cache.store.Key;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The questions of all partitions, each in the pool that it may be compared in. Only so many
 * questions, and pools, are remembered: those that served nothing for the longest time go first.
 * Thread-safe.
 */
final class SimilarQuestions {
  /** Tenants, methods and other parameters make pools; strangers must not make too many. */
  static final int MOST_POOLS = 256;

  /** Opens a pool; {@code saved} is what it learned before, empty for nothing. */
  @FunctionalInterface
  interface Opener {
    QuestionPool open(SemanticRule rule, String embedder, int dimensions, byte[] saved);
  }

  private final int most;
  private final Points points;
  private final Opener opener;

  // Guarded by this; both in the order of their last use.
  private final Map<Key, Pool> pools = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Key, Known> questions = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Which pool it is.
   *
   * @param key of what makes it one
   * @param scope whose questions are in it
   * @param rule by which they are compared
   * @param embedder that makes their points
   * @param dimensions of these
   */
  record PoolId(Key key, Scope scope, SemanticRule rule, String embedder, int dimensions) {}

  /** A pool. */
  record Pool(PoolId id, QuestionPool questions) {
    Key key() {
      return id.key();
    }
  }

  /** A question that is remembered. */
  private record Known(Pool pool, String text, short[] point) {}

  /** A question whose point is being made. */
  record Question(Asked asked, SemanticRule rule, Cut cut, CompletableFuture<Points.Point> point) {}

  /** A question in its pool. */
  record Placed(Pool pool, String text, float[] point) {
    About.Similar about() {
      return new About.Similar(pool.key(), pool.id().rule(), pool.id().embedder(), text);
    }
  }

  /** A question as it is kept over a restart; its point as {@link Halves}. */
  record Saved(Key key, String text, short[] point) {}

  /** A pool as it is kept over a restart, its questions with it, the most useful first. */
  record SavedPool(PoolId id, byte[] learned, List<Saved> questions) {}

  /**
   * No questions yet.
   *
   * @param most of all pools together
   */
  SimilarQuestions(int most, Points points, Opener opener) {
    this.most = most;
    this.points = requireNonNull(points, "points");
    this.opener = requireNonNull(opener, "opener");
  }

  /** The question of a call, if its method has one; its point is made meanwhile. */
  Optional<Question> question(Asked asked) {
    if (most == 0) {
      return Optional.empty();
    }
    return asked
        .rule()
        .semantic()
        .flatMap(
            rule ->
                Cut.of(asked.request(), rule.textField())
                    .map(cut -> new Question(asked, rule, cut, points.of(cut.text()))));
  }

  /** Where a question belongs; empty when its point was not there in time. */
  Optional<Placed> place(Question question, Duration patience) throws InterruptedException {
    return points
        .await(question.point(), patience)
        .map(
            point ->
                placed(
                    Keys.of(
                        Keys.pool(
                            question.asked().scope(),
                            question.rule(),
                            question.cut(),
                            point.model())),
                    question.asked().scope(),
                    question.rule(),
                    question.cut().text(),
                    point));
  }

  /** The same for a question that an entry tells of; empty when its embedder is not this node's. */
  Optional<Placed> place(About about, Duration patience) throws InterruptedException {
    if (about.similar().isEmpty() || most == 0) {
      return Optional.empty();
    }
    About.Similar similar = about.similar().get();
    return points
        .await(points.of(similar.text()), patience)
        .filter(point -> point.model().equals(similar.embedder()))
        .map(point -> placed(similar.pool(), about.scope(), similar.rule(), similar.text(), point));
  }

  private Placed placed(Key pool, Scope scope, SemanticRule rule, String text, Points.Point point) {
    PoolId id = new PoolId(pool, scope, rule, point.model(), point.values().length);
    return new Placed(pool(id, new byte[0]), text, point.values());
  }

  private synchronized Pool pool(PoolId id, byte[] saved) {
    Pool known = pools.get(id.key());
    if (known != null) {
      return known;
    }
    Pool pool = new Pool(id, opener.open(id.rule(), id.embedder(), id.dimensions(), saved));
    pools.put(id.key(), pool);
    if (pools.size() > MOST_POOLS) {
      Iterator<Pool> eldest = pools.values().iterator();
      Pool gone = eldest.next();
      eldest.remove();
      questions.values().removeIf(each -> each.pool().key().equals(gone.key()));
    }
    return pool;
  }

  Found find(Placed placed, double floor) {
    Found found = placed.pool().questions().find(placed.text(), placed.point(), floor);
    if (found instanceof Found.Hit hit) {
      touch(hit.key());
    }
    return found;
  }

  private synchronized void touch(Key key) {
    @Nullable Known unused = questions.get(key);
  }

  /** Remembers a question whose answer is kept under that key. */
  void remember(Placed placed, Key key, ByteBuffer answer) {
    Known eldest = null;
    Key eldestKey = null;
    synchronized (this) {
      Known before =
          questions.put(key, new Known(placed.pool(), placed.text(), Halves.of(placed.point())));
      if (before != null) {
        // The same question: only its answer is newer.
        return;
      }
      if (questions.size() > most) {
        Iterator<Map.Entry<Key, Known>> all = questions.entrySet().iterator();
        Map.Entry<Key, Known> first = all.next();
        eldestKey = first.getKey();
        eldest = first.getValue();
        all.remove();
      }
    }
    if (eldest != null && eldestKey != null) {
      eldest.pool().questions().remove(eldestKey);
    }
    placed.pool().questions().add(key, placed.text(), answer, placed.point());
  }

  /** Forgets the question of an entry that is gone, which was found in that pool. */
  void forget(Pool pool, Key key) {
    synchronized (this) {
      questions.remove(key);
    }
    pool.questions().remove(key);
  }

  /** Forgets the question of an entry that is gone. */
  void forget(Key key) {
    Known known;
    synchronized (this) {
      known = questions.remove(key);
    }
    if (known != null) {
      known.pool().questions().remove(key);
    }
  }

  /** Learns in a pool that may be gone by now. */
  void learn(Key pool, Key key, double similarity, boolean right, Check check) {
    Pool known;
    synchronized (this) {
      known = pools.get(pool);
    }
    if (known != null) {
      known.questions().learn(key, similarity, right, check);
    }
  }

  /** How the pools of a scope stand. */
  List<PoolState> states(Scope scope) {
    List<Pool> of;
    synchronized (this) {
      of = pools.values().stream().filter(pool -> pool.id().scope().equals(scope)).toList();
    }
    return of.stream().map(pool -> pool.questions().state()).toList();
  }

  /** Whether the question of that entry is remembered. */
  synchronized boolean knows(Key key) {
    return questions.containsKey(key);
  }

  /** How many questions there are. */
  synchronized int size() {
    return questions.size();
  }

  /** What a restart must not lose: at most so many questions, the last used first. */
  List<SavedPool> save(int atMost) {
    Map<Key, List<Saved>> byPool = new LinkedHashMap<>();
    List<Pool> all;
    synchronized (this) {
      all = List.copyOf(pools.values());
      int skip = Math.max(0, questions.size() - atMost);
      for (Map.Entry<Key, Known> each : questions.entrySet()) {
        if (skip-- > 0) {
          continue;
        }
        Known known = each.getValue();
        byPool
            .computeIfAbsent(known.pool().key(), none -> new ArrayList<>())
            .add(new Saved(each.getKey(), known.text(), known.point()));
      }
    }
    return all.stream()
        .map(
            pool ->
                new SavedPool(
                    pool.id(),
                    pool.questions().save(),
                    byPool.getOrDefault(pool.key(), List.of()).reversed()))
        .toList();
  }

  /** Opens what compares questions, so that the first one that comes need not wait for that. */
  void warm() {
    CompletableFuture<Points.Point> unused = points.of("warm");
  }

  /** Opens a pool as it was saved, without its questions. */
  Pool restore(SavedPool saved) {
    return pool(saved.id(), saved.learned());
  }
}
