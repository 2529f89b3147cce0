package dev.edgewise.serving.cache.semantic;

import static java.util.Objects.requireNonNull;

import dev.edgewise.serving.cache.store.Key;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;

/**
 * Looks at every point: first at 384 bits of each, which leave few ({@link Sketches}), then at the
 * cosines of those. Bound: what lies at the floor is overlooked with a probability below 10⁻⁷.
 */
final class ExactIndex implements PointIndex {
  private final Sketches sketches;
  private final double floor;
  private final int half;
  private final int all;
  private final Points points;
  private final Map<Key, Integer> places = new HashMap<>();
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /**
   * An empty one.
   *
   * @param floor the least cosine that anybody asks for; it makes the scan short
   */
  ExactIndex(Sketches sketches, int dimensions, double floor) {
    this.sketches = sketches;
    this.floor = floor;
    half = Sketches.cutOff(Sketches.BITS / 2, floor);
    all = Sketches.cutOff(Sketches.BITS, floor);
    points = new Points(dimensions, Sketches.WORDS);
  }

  @Override
  public void put(Question question, float[] point) {
    long[] sketch = sketches.of(point);
    lock.writeLock().lock();
    try {
      Integer before = places.get(question.key());
      if (before != null) {
        points.remove(before);
      }
      places.put(question.key(), points.add(question, point, sketch));
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void remove(Key key) {
    lock.writeLock().lock();
    try {
      Integer place = places.remove(key);
      if (place != null) {
        points.remove(place);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public List<Near> nearest(float[] point, double least, int most) {
    if (least < floor) {
      throw new IllegalArgumentException("least: " + least + " (expected: at least " + floor + ")");
    }
    long[] sketch = sketches.of(point);
    lock.readLock().lock();
    try {
      List<Near> near = new ArrayList<>();
      for (int place : points.like(sketch, half, all)) {
        Question question = points.question(place);
        double cosine = question == null ? -1 : points.cosine(place, point);
        if (question != null && cosine >= least) {
          near.add(new Near(question, Math.min(1, cosine)));
        }
      }
      near.sort(Comparator.comparingDouble(Near::similarity).reversed());
      return near.size() <= most ? near : List.copyOf(near.subList(0, most));
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public int size() {
    lock.readLock().lock();
    try {
      return places.size();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Whether it has this very question. */
  boolean has(Question question) {
    lock.readLock().lock();
    try {
      Integer place = places.get(question.key());
      return place != null && points.question(place) == question;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Gives all questions, and copies of their points, one after the other. */
  void copyTo(BiConsumer<Question, float[]> other) {
    List<Key> keys;
    lock.readLock().lock();
    try {
      keys = List.copyOf(places.keySet());
    } finally {
      lock.readLock().unlock();
    }
    for (Key key : keys) {
      Question question = null;
      float[] point = new float[0];
      lock.readLock().lock();
      try {
        Integer place = places.get(key);
        if (place != null) {
          question = requireNonNull(points.question(place));
          point = points.point(place);
        }
      } finally {
        lock.readLock().unlock();
      }
      if (question != null) {
        other.accept(question, point);
      }
    }
  }
}
