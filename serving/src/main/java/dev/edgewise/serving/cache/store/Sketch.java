package dev.edgewise.serving.cache.store;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * About how often each key was asked for lately, of what is kept and of what is not: four rows of
 * counters of four bits, the least of which is the answer, all halved after ten times as many
 * questions as there are words (TinyLFU: Einziger, Friedman, Manes, ACM ToS 2017). Never too low
 * but for halving and lost races, both of which only make it forget. A key is a hash already: its
 * bytes choose the counters. Thread-safe.
 */
final class Sketch {
  private static final int ROWS = 4;
  private static final int MOST = 15;
  private static final long HALVED = 0x7777_7777_7777_7777L;
  private static final int SAMPLES_PER_WORD = 10;
  private static final int LEAST_WORDS = 64;
  private static final int MOST_WORDS = 1 << 20;

  private final AtomicLongArray words;
  private final AtomicLong samples = new AtomicLong();

  /**
   * A sketch for about so many keys.
   *
   * @param keys that are kept at one time; 64 to 1,048,576 words of eight bytes are made of it
   */
  Sketch(long keys) {
    long wanted = Math.clamp(keys, LEAST_WORDS, MOST_WORDS);
    this.words = new AtomicLongArray(Math.toIntExact(Long.highestOneBit(2 * wanted - 1)));
  }

  /** Counts one question. */
  void count(Key key) {
    for (int row = 0; row < ROWS; row++) {
      int choice = key.part(row);
      int word = word(choice);
      int shift = shift(row, choice);
      long now = words.get(word);
      if (((now >>> shift) & MOST) < MOST) {
        words.weakCompareAndSetPlain(word, now, now + (1L << shift));
      }
    }
    if (samples.incrementAndGet() >= (long) SAMPLES_PER_WORD * words.length()) {
      halve();
    }
  }

  /** How often, 0 to 15. */
  int frequency(Key key) {
    int least = MOST;
    for (int row = 0; row < ROWS; row++) {
      int choice = key.part(row);
      least = Math.min(least, (int) (words.get(word(choice)) >>> shift(row, choice)) & MOST);
    }
    return least;
  }

  private synchronized void halve() {
    long all = (long) SAMPLES_PER_WORD * words.length();
    if (samples.get() < all) {
      return;
    }
    for (int word = 0; word < words.length(); word++) {
      words.getAndUpdate(word, now -> (now >>> 1) & HALVED);
    }
    samples.addAndGet(-all / 2);
  }

  private int word(int choice) {
    return choice & (words.length() - 1);
  }

  /** A row has four counters of each word; the top bits choose, which the word's number leaves. */
  private static int shift(int row, int choice) {
    return (row * ROWS + (choice >>> 30)) * 4;
  }
}
