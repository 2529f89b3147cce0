package dev.edgewise.serving.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.edgewise.core.SemanticRule;
import dev.edgewise.serving.cache.semantic.Check;
import dev.edgewise.serving.cache.semantic.Found;
import dev.edgewise.serving.cache.semantic.PoolState;
import dev.edgewise.serving.cache.semantic.QuestionPool;
import dev.edgewise.serving.cache.store.Key;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Finds the nearest of its questions, and does what it is told with it. */
final class FakePool implements QuestionPool {
  /** What it does with a near question. */
  enum Does {
    SERVE,
    AUDIT,
    EXPLORE,
    MISS
  }

  /** What it was told. */
  record Learned(Key key, double similarity, boolean right, Check check) {}

  final SemanticRule rule;
  final byte[] saved;
  final Map<Key, float[]> questions = new LinkedHashMap<>();
  final List<Learned> learned = new ArrayList<>();
  volatile Does does;
  volatile boolean broken;

  FakePool(SemanticRule rule, byte[] saved, Does does) {
    this.rule = rule;
    this.saved = saved.clone();
    this.does = does;
  }

  @Override
  public synchronized Found find(String text, float[] point, double floor) {
    if (broken) {
      throw new IllegalStateException("the pool is broken");
    }
    Key best = null;
    double similarity = Math.max(rule.similarityThreshold(), floor);
    for (Map.Entry<Key, float[]> each : questions.entrySet()) {
      double cosine = 0;
      for (int i = 0; i < point.length; i++) {
        cosine += point[i] * each.getValue()[i];
      }
      if (cosine >= similarity) {
        best = each.getKey();
        similarity = cosine;
      }
    }
    if (best == null || does == Does.MISS) {
      return new Found.Miss("nothing near");
    }
    return does == Does.EXPLORE
        ? new Found.Explore(best, similarity)
        : new Found.Hit(best, similarity, OptionalDouble.of(0.02), does == Does.AUDIT);
  }

  @Override
  public synchronized void add(Key key, String text, ByteBuffer answer, float[] point) {
    questions.put(key, point);
  }

  @Override
  public synchronized void remove(Key key) {
    questions.remove(key);
  }

  @Override
  public synchronized void learn(Key key, double similarity, boolean right, Check check) {
    learned.add(new Learned(key, similarity, right, check));
  }

  synchronized List<Learned> learned() {
    return List.copyOf(learned);
  }

  synchronized int size() {
    return questions.size();
  }

  @Override
  public synchronized PoolState state() {
    return new PoolState(questions.size(), 0, 0, 0, 0, 0, 1, OptionalDouble.empty(), "fake");
  }

  @Override
  public byte[] save() {
    return "learned".getBytes(UTF_8);
  }
}
