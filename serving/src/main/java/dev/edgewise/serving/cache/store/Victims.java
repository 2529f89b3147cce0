package dev.edgewise.serving.cache.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Who makes room for a newcomer. Pure. */
final class Victims {
  private Victims() {}

  /**
   * One that may have to leave, or the newcomer itself.
   *
   * @param benefit of keeping it, as {@link Worth#benefit}
   * @param bytes that it takes
   */
  record Candidate(Key key, double benefit, long bytes) {
    double worth() {
      return benefit / Math.max(1, bytes);
    }
  }

  /**
   * Chooses, by byte, those that are worth least, and among equals those that come first; empty
   * when they are not enough, or are worth more than the newcomer. They count against it by the
   * bytes that it needs of theirs, all of them when it takes all (admission by what all victims
   * together are worth: Einziger, Eytan, Friedman, Manes, "Lightweight Robust Size Aware Cache
   * Management", ACM ToS 2022): else a large one that is worth little by byte could hold out
   * against any small one.
   *
   * @param candidates in the order in which they would leave if all were worth the same
   * @param wanted bytes that have to come free, 1 or more
   */
  static Optional<List<Candidate>> choose(
      List<Candidate> candidates, long wanted, Candidate newcomer) {
    List<Candidate> byWorth = new ArrayList<>(candidates);
    byWorth.sort(Comparator.comparingDouble(Candidate::worth));
    List<Candidate> chosen = new ArrayList<>();
    long free = 0;
    for (Candidate candidate : byWorth) {
      if (free >= wanted) {
        break;
      }
      chosen.add(candidate);
      free += candidate.bytes();
    }
    if (free < wanted) {
      return Optional.empty();
    }
    // The last one may have been so large that some of the others can stay: those worth most first.
    for (int i = chosen.size() - 2; i >= 0; i--) {
      if (free - chosen.get(i).bytes() >= wanted) {
        free -= chosen.remove(i).bytes();
      }
    }
    double lost = chosen.stream().mapToDouble(Candidate::benefit).sum();
    return newcomer.benefit() >= lost * wanted / free
        ? Optional.of(List.copyOf(chosen))
        : Optional.empty();
  }
}
