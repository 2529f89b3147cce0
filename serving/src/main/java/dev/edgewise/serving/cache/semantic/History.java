package dev.edgewise.serving.cache.semantic;

import dev.edgewise.serving.cache.store.Key;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came out when answers of single entries were compared with those to near questions. Of each
 * entry the last {@link #EACH}, of entries those that were last looked at: both bound its memory.
 * An entry that was evicted keeps its history for a while, so that a wrong answer is not served
 * again by the same question asked anew. Not thread-safe.
 */
final class History {
  static final int EACH = 160;
  static final int ENTRIES = 4_000;

  /** Smaller than the usual 5 %, since an entry is looked at again and again. */
  private static final double ERROR = 0.02;

  private static final double EVEN = 0.3;

  private final double floor;
  private final Map<Key, Past> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Past> eldest) {
          return size() > ENTRIES;
        }
      };

  History(double floor) {
    this.floor = floor;
  }

  void add(Key key, double similarity, boolean right) {
    entries.computeIfAbsent(key, k -> new Past()).add((float) similarity, right);
  }

  /** Whether an answer was wrong for a question that was at least as near. */
  boolean contradicts(Key key, double similarity) {
    Past entry = entries.get(key);
    return entry != null && entry.nearestWrong >= (float) similarity;
  }

  /**
   * How sure it is that an answer is right; 0 while little is known. By the fit, or by counting: an
   * answer is no worse for a nearer question, so those that were no nearer bound it. The fit tells
   * early where answers turn wrong, and nothing of an entry that was always right: there the
   * deviation of its threshold has no bound.
   */
  double confidence(Key key, double similarity, double budget) {
    Past entry = entries.get(key);
    return entry == null || entry.count < Fit.FEWEST
        ? 0
        : Math.max(entry.fitted(similarity, budget, floor), entry.counted(similarity, budget));
  }

  /** Forgets all but what was wrong. */
  void clear() {
    entries.values().removeIf(entry -> entry.nearestWrong < 0);
    entries.values().forEach(Past::keepWrong);
  }

  void save(Ledger.Writer out) {
    out.number(entries.size());
    entries.forEach(
        (key, entry) -> {
          out.bytes(key.bytes()).number(entry.count).real(entry.nearestWrong);
          for (int i = 0; i < entry.count; i++) {
            out.number(
                Float.floatToIntBits(entry.similarities[i]) << 1 | (entry.rights[i] ? 1 : 0));
          }
        });
  }

  void load(Ledger.Reader in) {
    int size = in.number();
    for (int i = 0; i < size; i++) {
      Key key = Key.of(in.bytes(Key.SIZE));
      Past entry = new Past();
      int count = in.number();
      float nearestWrong = (float) in.real();
      for (int j = 0; j < count; j++) {
        int bits = in.number();
        entry.add(Float.intBitsToFloat(bits >>> 1), (bits & 1) == 1);
      }
      entry.nearestWrong = nearestWrong;
      entries.put(key, entry);
    }
  }

  /** Of one entry. */
  private static final class Past {
    private float[] similarities = new float[4];
    private boolean[] rights = new boolean[4];
    private int count;
    private int oldest;
    private float nearestWrong = -1;
    private @Nullable Fit fit;

    void add(float similarity, boolean right) {
      fit = null;
      if (!right) {
        nearestWrong = Math.max(nearestWrong, similarity);
      }
      if (count == EACH) {
        similarities[oldest] = similarity;
        rights[oldest] = right;
        oldest = (oldest + 1) % EACH;
        return;
      }
      if (count == similarities.length) {
        similarities = java.util.Arrays.copyOf(similarities, count * 2);
        rights = java.util.Arrays.copyOf(rights, count * 2);
      }
      similarities[count] = similarity;
      rights[count++] = right;
    }

    Fit fit(double floor) {
      Fit known = fit;
      if (known == null) {
        known = Fit.of(similarities, rights, count, floor);
        fit = known;
      }
      return known;
    }

    /**
     * By the fit, when what lies at its threshold and above is no worse, as likely as not: with few
     * observations some order of right and wrong looks like a threshold by chance.
     */
    double fitted(double similarity, double budget, double floor) {
      Fit known = fit(floor);
      double confidence = known.confidence(similarity, budget);
      if (confidence < 1 - budget) {
        return confidence;
      }
      int seen = 0;
      int wrong = 0;
      for (int i = 0; i < count; i++) {
        if (similarities[i] >= known.threshold()) {
          seen++;
          wrong += rights[i] ? 0 : 1;
        }
      }
      return Bounds.upper(wrong, seen, EVEN) <= budget ? confidence : 0;
    }

    double counted(double similarity, double budget) {
      int seen = 0;
      int wrong = 0;
      for (int i = 0; i < count; i++) {
        if (similarities[i] <= similarity) {
          seen++;
          wrong += rights[i] ? 0 : 1;
        }
      }
      return seen < Bounds.fewest(budget, ERROR) ? 0 : 1 - Bounds.upper(wrong, seen, ERROR);
    }

    void keepWrong() {
      count = 0;
      oldest = 0;
      fit = null;
    }
  }
}
