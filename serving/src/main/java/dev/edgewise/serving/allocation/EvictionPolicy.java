package dev.edgewise.serving.allocation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which models go when another one must come. The least worth goes first, where worth is heat ×
 * load time ÷ bytes: as in GDSF (Cherkasova 1998), with a heat that decays in place of a clock that
 * inflates.
 *
 * <p>A guard keeps models from throwing each other out: what was loaded less than {@code guard}
 * times its load time ago goes only for something worth clearly more. Since it is always the least
 * worth that is looked at, a model that is called once in a while waits for the place of such
 * another one, and never takes that of a hot one. With guard 10, loading takes at most a tenth of
 * the time of each place. Pure.
 *
 * @param guard how many load times a model stays at least; 0 for no guard
 */
record EvictionPolicy(double guard) {
  /** As ModelMesh has it. */
  static final EvictionPolicy DEFAULT = new EvictionPolicy(10);

  /** A newcomer worth so many times as much does not wait for a young one to age. */
  private static final double CLEARLY_MORE = 2;

  EvictionPolicy {
    if (!(guard >= 0)) {
      throw new IllegalArgumentException("guard: " + guard + " (expected: at least 0)");
    }
  }

  /**
   * Decides.
   *
   * @param budget bytes for all models
   * @param leaving bytes of models that were evicted and have not given their memory back
   * @param newcomer bytes, heat and load time as far as they are known
   * @param residents loaded, or being loaded and pinned
   */
  Plan plan(
      long budget, long leaving, Resident newcomer, Collection<Resident> residents, long now) {
    if (newcomer.bytes() > budget) {
      return new Plan.TooLarge();
    }
    long used = leaving + residents.stream().mapToLong(Resident::bytes).sum();
    long missing = used + newcomer.bytes() - budget;
    if (missing <= 0) {
      return new Plan.Load(List.of());
    }
    // What is leaving will be back without anybody else having to go.
    long toFree = missing - leaving;
    List<Resident> candidates =
        residents.stream()
            .filter(resident -> !resident.pinned())
            .sorted(Comparator.comparingDouble(Resident::worth).thenComparing(Resident::key))
            .toList();
    List<String> evict = new ArrayList<>();
    long wait = Long.MIN_VALUE;
    for (Resident candidate : candidates) {
      if (toFree <= 0) {
        break;
      }
      long agedAt = candidate.loadedAtNanos() + (long) (guard * candidate.loadNanos());
      if (now - agedAt < 0 && newcomer.worth() < CLEARLY_MORE * candidate.worth()) {
        wait = Math.max(wait, agedAt);
      }
      evict.add(candidate.key());
      toFree -= candidate.bytes();
    }
    if (toFree > 0) {
      return new Plan.Wait(Long.MAX_VALUE);
    }
    return wait == Long.MIN_VALUE ? new Plan.Load(evict) : new Plan.Wait(wait);
  }
}
