package dev.edgewise.serving.allocation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedSet;

/** Calls of models over virtual time, and what becomes of them under a policy. */
final class Trace {
  static final int MODELS = 50;
  static final int PLACES = 10;
  static final long LOAD_NANOS = Duration.ofMillis(500).toNanos();
  private static final long GAP_NANOS = Duration.ofMillis(50).toNanos();

  /**
   * What was counted.
   *
   * @param hits calls that found their model in memory
   * @param loads how many there were
   */
  record Result(int calls, int hits, int loads) {
    double hitRate() {
      return (double) hits / calls;
    }

    double loadsPerThousand() {
      return 1_000.0 * loads / calls;
    }

    @Override
    public String toString() {
      return "hit rate %.3f, %.0f loads per 1,000 calls".formatted(hitRate(), loadsPerThousand());
    }
  }

  final List<Integer> models;

  private Trace(List<Integer> models) {
    this.models = models;
  }

  /** Zipf's law with exponent 1; the ranks move on by one model every {@code drift} calls. */
  static Trace zipf(int calls, int drift, long seed) {
    Random random = new Random(seed);
    double[] sums = new double[MODELS];
    double sum = 0;
    for (int i = 0; i < MODELS; i++) {
      sum += 1.0 / (i + 1);
      sums[i] = sum;
    }
    List<Integer> models = new ArrayList<>();
    for (int call = 0; call < calls; call++) {
      double at = random.nextDouble() * sum;
      int rank = 0;
      while (sums[rank] < at) {
        rank++;
      }
      models.add((rank + (drift == 0 ? 0 : call / drift)) % MODELS);
    }
    return new Trace(models);
  }

  /** The same, and every so often somebody calls all models one after the other. */
  Trace withScans(int every) {
    List<Integer> with = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      with.add(models.get(i));
      if (i % every == every - 1) {
        for (int model = 0; model < MODELS; model++) {
          with.add(model);
        }
      }
    }
    return new Trace(with);
  }

  /** Ours; a call that may not load now is turned away. */
  Result under(EvictionPolicy policy) {
    Map<Integer, Resident> residents = new HashMap<>();
    Map<Integer, Heat> heats = new HashMap<>();
    int hits = 0;
    int loads = 0;
    long now = 0;
    for (int model : models) {
      now += GAP_NANOS;
      Heat heat = heats.computeIfAbsent(model, key -> new Heat(60_000_000_000L, 0));
      heat.hit(now);
      if (residents.containsKey(model)) {
        hits++;
        continue;
      }
      long at = now;
      List<Resident> seen =
          residents.entrySet().stream()
              .map(
                  each -> {
                    Heat its = heats.getOrDefault(each.getKey(), heat);
                    return resident(each.getKey(), its.at(at), each.getValue().loadedAtNanos());
                  })
              .toList();
      if (policy.plan(PLACES, 0, resident(model, heat.at(now), now), seen, now)
          instanceof Plan.Load(List<String> evict)) {
        evict.forEach(key -> residents.remove(Integer.valueOf(key)));
        residents.put(model, resident(model, 0, now));
        loads++;
        if (residents.size() > PLACES) {
          throw new AssertionError(residents.size() + " models in " + PLACES + " places");
        }
      }
    }
    return new Result(models.size(), hits, loads);
  }

  private static Resident resident(int model, double heat, long loadedAt) {
    return new Resident(Integer.toString(model), 1, heat, LOAD_NANOS, loadedAt, false);
  }

  /** Each miss loads, in the place of what was not called for the longest time. */
  Result underLru() {
    SequencedSet<Integer> residents = new LinkedHashSet<>();
    int hits = 0;
    int loads = 0;
    for (int model : models) {
      if (residents.remove(model)) {
        hits++;
      } else {
        loads++;
        if (residents.size() == PLACES) {
          residents.removeFirst();
        }
      }
      residents.addLast(model);
    }
    return new Result(models.size(), hits, loads);
  }

  /** Who knows the future: what is called again the latest goes, or does not come (Belady 1966). */
  Result underTheBestThereIs() {
    int[] next = new int[models.size()];
    Map<Integer, Integer> later = new HashMap<>();
    for (int i = models.size() - 1; i >= 0; i--) {
      next[i] = later.getOrDefault(models.get(i), Integer.MAX_VALUE);
      later.put(models.get(i), i);
    }
    Map<Integer, Integer> residents = new HashMap<>();
    int hits = 0;
    int loads = 0;
    for (int i = 0; i < models.size(); i++) {
      int model = models.get(i);
      if (residents.containsKey(model)) {
        hits++;
        residents.put(model, next[i]);
        continue;
      }
      if (residents.size() == PLACES) {
        Map.Entry<Integer, Integer> latest =
            residents.entrySet().stream().max(Comparator.comparingInt(Map.Entry::getValue)).get();
        if (latest.getValue() <= next[i]) {
          continue;
        }
        residents.remove(latest.getKey());
      }
      residents.put(model, next[i]);
      loads++;
    }
    return new Result(models.size(), hits, loads);
  }
}
