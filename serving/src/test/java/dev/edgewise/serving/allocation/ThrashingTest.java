package dev.edgewise.serving.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Fifty models where ten have room. */
final class ThrashingTest {
  private static final int CALLS = 20_000;
  private static final double MOST_LOADS = 20;

  private static final Map<String, Trace> TRACES =
      new TreeMap<>(
          Map.of(
              "zipf", Trace.zipf(CALLS, 0, 1),
              "zipf that drifts", Trace.zipf(CALLS, 1_000, 2),
              "zipf with scans", Trace.zipf(CALLS, 0, 3).withScans(200)));

  @Test
  void fifty_models_in_a_budget_of_ten_do_not_throw_each_other_out() {
    TRACES.forEach(
        (name, trace) -> {
          Trace.Result ours = trace.under(EvictionPolicy.DEFAULT);
          Trace.Result lru = trace.underLru();
          System.out.println(
              name
                  + ": ours "
                  + ours
                  + "; LRU "
                  + lru
                  + "; knowing the future "
                  + trace.underTheBestThereIs());
          assertThat(ours.loadsPerThousand()).as(name).isLessThan(MOST_LOADS);
          assertThat(ours.hitRate()).as(name).isGreaterThan(lru.hitRate());
          assertThat(ours.hitRate())
              .as(name)
              .isGreaterThan(0.8 * trace.underTheBestThereIs().hitRate());
        });
  }

  /** What the bound above is worth: without the guard, and by least recent use, it is broken. */
  @Test
  void without_the_guard_or_by_least_recent_use_they_do() {
    Trace zipf = Trace.zipf(CALLS, 0, 1);
    assertThat(zipf.under(new EvictionPolicy(0)).loadsPerThousand()).isGreaterThan(5 * MOST_LOADS);
    assertThat(zipf.underLru().loadsPerThousand()).isGreaterThan(5 * MOST_LOADS);
  }
}
