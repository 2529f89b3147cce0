package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When a zone may start nodes. A start that failed makes the next one wait, 1 s and then twice as
 * long each time, up to 5 min; {@value #MOST_FAILURES} within ten minutes put the template into
 * quarantine, as do more deaths than the repair budget allows. After ten minutes of quarantine one
 * start is tried. Pure.
 */
final class StartLimits {
  static final int MOST_FAILURES = 5;
  static final Duration WINDOW = Duration.ofMinutes(10);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private final int repairs;
  private final RandomGenerator random;
  private final Deque<Long> failures = new ArrayDeque<>();
  private final Deque<Long> deaths = new ArrayDeque<>();
  private int inARow;
  private boolean onProbation;
  private @Nullable Block block;

  /** Until when nothing is started, and why. */
  private record Block(long until, String because, boolean quarantine) {}

  /**
   * @param repairs deaths within ten minutes that are repaired
   * @param random spreads the waits
   */
  StartLimits(int repairs, RandomGenerator random) {
    this.repairs = repairs;
    this.random = requireNonNull(random, "random");
  }

  /** A start came to nothing. */
  void failed(long now, String why) {
    note(failures, now);
    inARow++;
    if (onProbation || failures.size() >= MOST_FAILURES) {
      quarantine(
          now,
          (onProbation
                  ? "a start after the quarantine failed too"
                  : failures.size() + " starts failed within 10 min")
              + "; the last: "
              + why);
      return;
    }
    long wait = Math.min(LONGEST_WAIT.toNanos(), FIRST_WAIT.toNanos() << Math.min(inARow - 1, 20));
    // From half of it to the whole, so that zones that failed together do not try together.
    long spread = wait / 2 + (long) (random.nextDouble() * wait / 2);
    block = new Block(now + spread, "the last start failed: " + why, false);
  }

  /** A node that was ready has ended without having been asked, or had to be ended. */
  void died(long now, String why) {
    note(deaths, now);
    if (deaths.size() > repairs) {
      quarantine(
          now,
          deaths.size()
              + " nodes died within 10 min, and "
              + repairs
              + " are replaced in that time; the last: "
              + why);
    }
  }

  /** A start came to a node that takes calls. */
  void succeeded() {
    inARow = 0;
    onProbation = false;
  }

  /** An operator says that it is to be tried again. */
  void lift() {
    failures.clear();
    deaths.clear();
    inARow = 0;
    onProbation = false;
    block = null;
  }

  /** Why nothing is started now; empty when it may be. */
  Optional<String> blocks(long now) {
    Block now0 = current(now);
    return now0 == null
        ? Optional.empty()
        : Optional.of((now0.quarantine() ? "in quarantine: " : "") + now0.because());
  }

  boolean isQuarantined(long now) {
    Block current = current(now);
    return current != null && current.quarantine();
  }

  /** Until a start may be tried. */
  Duration left(long now) {
    Block current = current(now);
    return current == null ? Duration.ZERO : Duration.ofNanos(current.until() - now);
  }

  private void quarantine(long now, String because) {
    block = new Block(now + WINDOW.toNanos(), because, true);
  }

  private @Nullable Block current(long now) {
    Block current = block;
    if (current != null && now - current.until() >= 0) {
      if (current.quarantine()) {
        failures.clear();
        deaths.clear();
        onProbation = true;
      }
      block = null;
      return null;
    }
    return current;
  }

  private static void note(Deque<Long> times, long now) {
    times.addLast(now);
    while (now - times.getFirst() > WINDOW.toNanos()) {
      times.removeFirst();
    }
  }
}
