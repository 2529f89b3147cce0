package dev.edgewise.serving.batch;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds who makes a batch fail, so that only that one fails. What failed is cut in two; one half is
 * run; who is in the half that fails is suspect, everybody else runs together in the end. That
 * takes at most log₂ n + 1 runs beside the first for each culprit; from the third culprit on the
 * rest run one by one. A batch that was too large for the memory runs as two halves.
 *
 * <p>Only for families whose items may run again; in others a failure is everybody's. Whoever is no
 * longer wanted is left out before each run. For one thread.
 */
final class Isolation<I, O> {
  /** After so many culprits, cutting in two costs more than running one by one. */
  private static final int MANY = 3;

  /** What isolation asks and tells. */
  interface Surroundings<I, O> {
    /** Runs these, one or more. */
    Attempt<O> attempt(List<Entry<I, O>> entries);

    /** Whether the entry is still to be run; if not, it has been told so. */
    boolean isWanted(Entry<I, O> entry);

    /** The entry's result, and how many ran with it. */
    void completed(Entry<I, O> entry, O result, int size);

    /** The entry's error; {@code culprit} when it is the one to blame. */
    void failed(Entry<I, O> entry, Throwable error, boolean culprit);
  }

  private final LaneFamily<I, O> family;
  private final Surroundings<I, O> around;
  private int culprits;

  Isolation(LaneFamily<I, O> family, Surroundings<I, O> around) {
    this.family = family;
    this.around = around;
  }

  /** Runs these; each of them is told exactly once what became of it. */
  void run(List<Entry<I, O>> entries) {
    List<Entry<I, O>> wanted = wanted(entries);
    if (wanted.isEmpty()) {
      return;
    }
    // No switch over types: what is linked at its first use would be paid for by the first calls.
    Attempt<O> attempt = around.attempt(wanted);
    if (attempt instanceof Attempt.Good<O> good) {
      settle(wanted, good.results());
    } else if (attempt instanceof Attempt.TooLarge<O> tooLarge) {
      halve(wanted, tooLarge.error());
    } else if (attempt instanceof Attempt.Bad<O> bad) {
      if (wanted.size() == 1) {
        blame(wanted.getFirst(), bad.error());
      } else if (family.idempotent) {
        isolate(wanted, bad.error());
      } else {
        failAll(wanted, bad.error());
      }
    }
  }

  private void isolate(List<Entry<I, O>> failing, Throwable why) {
    List<Entry<I, O>> suspects = failing;
    List<Entry<I, O>> others = new ArrayList<>();
    Throwable error = why;
    boolean certain = true;
    boolean ranAlone = false;
    while (suspects.size() > 1) {
      List<Entry<I, O>> half = suspects.subList(0, suspects.size() / 2);
      List<Entry<I, O>> otherHalf = suspects.subList(suspects.size() / 2, suspects.size());
      List<Entry<I, O>> wanted = wanted(half);
      certain &= wanted.size() == half.size();
      ranAlone = false;
      if (wanted.isEmpty()) {
        suspects = otherHalf;
        continue;
      }
      switch (around.attempt(wanted)) {
        case Attempt.Good<O> good -> {
          settle(wanted, good.results());
          suspects = otherHalf;
        }
        case Attempt.TooLarge<O> tooLarge -> {
          halve(wanted, tooLarge.error());
          certain = false;
          suspects = otherHalf;
        }
        case Attempt.Bad<O> bad -> {
          error = bad.error();
          others.addAll(otherHalf);
          ranAlone = wanted.size() == 1;
          suspects = wanted;
        }
      }
    }
    Entry<I, O> culprit = suspects.getFirst();
    if (ranAlone || (certain && !others.isEmpty())) {
      blame(culprit, error);
    } else {
      // Perhaps the failure was none of anybody's, or of one who has gone.
      run(suspects);
    }
    if (culprits >= MANY) {
      others.forEach(other -> run(List.of(other)));
    } else {
      run(others);
    }
  }

  private void halve(List<Entry<I, O>> entries, Throwable error) {
    if (entries.size() == 1 || !family.idempotent) {
      failAll(entries, error);
      return;
    }
    run(entries.subList(0, entries.size() / 2));
    run(entries.subList(entries.size() / 2, entries.size()));
  }

  private void settle(List<Entry<I, O>> entries, List<O> results) {
    List<Entry<I, O>> unsound = new ArrayList<>(0);
    for (int i = 0; i < entries.size(); i++) {
      if (isSound(results.get(i))) {
        around.completed(entries.get(i), results.get(i), entries.size());
      } else {
        unsound.add(entries.get(i));
      }
    }
    for (Entry<I, O> entry : unsound) {
      if (entries.size() > 1 && family.idempotent) {
        // Another item of the batch may have spoilt it.
        run(List.of(entry));
      } else {
        blame(
            entry,
            EdgewiseException.of(
                ErrorCode.BAD_BATCH,
                family.name
                    + " gave a result that cannot be used (for example not a number). Look at"
                    + " the input of this call; the others of its batch are not affected."));
      }
    }
  }

  private boolean isSound(O result) {
    try {
      return family.sound.test(result);
    } catch (RuntimeException e) {
      return false;
    }
  }

  private void blame(Entry<I, O> entry, Throwable error) {
    culprits++;
    around.failed(entry, error, true);
  }

  private void failAll(List<Entry<I, O>> entries, Throwable error) {
    entries.forEach(entry -> around.failed(entry, error, false));
  }

  private List<Entry<I, O>> wanted(List<Entry<I, O>> entries) {
    List<Entry<I, O>> wanted = new ArrayList<>(entries.size());
    for (Entry<I, O> entry : entries) {
      if (around.isWanted(entry)) {
        wanted.add(entry);
      }
    }
    return wanted;
  }
}
