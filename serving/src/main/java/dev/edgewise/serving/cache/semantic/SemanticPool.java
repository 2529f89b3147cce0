package dev.edgewise.serving.cache.semantic;

import dev.edgewise.serving.cache.semantic.guard.LexicalGuards;
import dev.edgewise.serving.cache.semantic.guard.Reading;
import dev.edgewise.serving.cache.store.Key;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * An index, the guards, and a decider, in this order. The index has its own lock, so that questions
 * are looked up side by side; what was learned has another, which is held for microseconds.
 */
final class SemanticPool implements QuestionPool {
  /** Of the nearest, so many are shown to the guards. */
  private static final int NEAREST = 4;

  private final String signature;
  private final PointIndex index;
  private final double threshold;
  private final int dimensions;
  private final int most;
  private final LongAdder asked = new LongAdder();

  /** Guarded by itself. */
  private final Decider decider;

  /** In the order in which they came; guarded by itself, like the set. */
  private final Deque<Key> order = new ArrayDeque<>();

  private final Set<Key> present = new HashSet<>();

  /** Guarded by the order. */
  private final Explored explored = new Explored();

  /**
   * A pool without questions.
   *
   * @param signature of what its learning is good for
   * @param askedBefore how often it was asked before a restart
   */
  SemanticPool(
      String signature,
      PointIndex index,
      Decider decider,
      double threshold,
      int dimensions,
      int most,
      long askedBefore) {
    this.signature = signature;
    asked.add(askedBefore);
    this.index = index;
    this.decider = decider;
    this.threshold = threshold;
    this.dimensions = dimensions;
    this.most = most;
  }

  @Override
  public Found find(String text, float[] point, double floor) {
    check(point);
    asked.increment();
    double least = Math.max(threshold, floor);
    List<PointIndex.Near> near = index.nearest(point, least, NEAREST);
    if (near.isEmpty()) {
      return new Found.Miss(String.format(Locale.ROOT, "nothing at %.3f or above", least));
    }
    Reading reading = LexicalGuards.read(text);
    String why = "";
    for (PointIndex.Near candidate : near) {
      Optional<String> objection = objection(candidate.question(), reading);
      if (objection.isEmpty()) {
        return decide(candidate, text);
      }
      why = why.isEmpty() ? objection.get() : why;
    }
    return new Found.Miss(why);
  }

  private Found decide(PointIndex.Near candidate, String text) {
    Found found;
    synchronized (decider) {
      found = decider.decide(candidate.question().key(), candidate.similarity());
    }
    if (found instanceof Found.Explore explore) {
      synchronized (order) {
        explored.begin(explore, text);
      }
    }
    return found;
  }

  /** A guard that fails has not said that nothing speaks against it. */
  private static Optional<String> objection(Question question, Reading asked) {
    try {
      return question.objection(asked);
    } catch (RuntimeException e) {
      return Optional.of("a guard failed: " + e);
    }
  }

  @Override
  public void add(Key key, String text, ByteBuffer answer, float[] point) {
    check(point);
    Reading reading = LexicalGuards.read(text);
    Question question = new Question(key, text, reading, LexicalGuards.echoes(reading, answer));
    synchronized (order) {
      if (explored.isKnown(key, text)) {
        return;
      }
      index.put(question, point);
      if (present.add(key)) {
        order.add(key);
      }
      while (present.size() > most || order.size() > 2 * most) {
        Key oldest = order.remove();
        // Keys of questions that are gone stay in the order until they come up.
        if (present.remove(oldest)) {
          index.remove(oldest);
        }
      }
    }
  }

  @Override
  public void remove(Key key) {
    synchronized (order) {
      forget(key);
    }
  }

  private void forget(Key key) {
    present.remove(key);
    index.remove(key);
  }

  @Override
  public void learn(Key key, double similarity, boolean right, Check check) {
    synchronized (decider) {
      decider.learn(key, similarity, right, check);
    }
    if (check == Check.EXPLORED) {
      synchronized (order) {
        explored.end(key, similarity, right).ifPresent(this::forget);
      }
    }
  }

  @Override
  public PoolState state() {
    synchronized (decider) {
      Watch watch = decider.watch();
      double[] interval = Bounds.interval(watch.wrong(), watch.judged());
      return new PoolState(
          index.size(),
          asked.sum(),
          watch.hits(),
          watch.judged(),
          watch.wrong(),
          interval[0],
          interval[1],
          decider.threshold(),
          decider.why());
    }
  }

  @Override
  public byte[] save() {
    Ledger.Writer out = new Ledger.Writer();
    synchronized (decider) {
      out.text(signature).large(asked.sum());
      decider.save(out);
    }
    return out.done();
  }

  private void check(float[] point) {
    if (point.length != dimensions) {
      throw new IllegalArgumentException(
          "point: " + point.length + " numbers (expected: " + dimensions + ")");
    }
  }
}
