package dev.edgewise.orchestrator.scale;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What an operator or a developer asks of a zone.
 *
 * @param min nodes that always run, 0 to {@code max}
 * @param max nodes that ever run, 0 to {@value #MOST_NODES}
 * @param warm further nodes that are started and loaded but get no calls until they are needed; the
 *     scaler only passes it on
 * @param onTimeTarget the share of calls that has to be finished within its deadline, more than 0
 *     and less than 1
 * @param hold a node is given back only when the target was held without it for at least so long;
 *     where starting takes long the scaler waits longer by itself
 */
public record ScaleRule(int min, int max, int warm, double onTimeTarget, Duration hold) {
  /** No zone is larger. */
  public static final int MOST_NODES = 10_000;

  /** When nothing else was asked for. */
  public static final double DEFAULT_TARGET = 0.99;

  /** When nothing else was asked for. */
  public static final Duration DEFAULT_HOLD = Duration.ofSeconds(15);

  public ScaleRule {
    between("max", max, 0, MOST_NODES);
    between("min", min, 0, max);
    between("warm", warm, 0, MOST_NODES);
    if (!(onTimeTarget > 0 && onTimeTarget < 1)) {
      throw new IllegalArgumentException(
          "onTimeTarget: " + onTimeTarget + " (expected: more than 0, less than 1)");
    }
    if (requireNonNull(hold, "hold").isNegative() || hold.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("hold: " + hold + " (expected: 0 to 1 day)");
    }
  }

  /** The usual target and hold, without a warm pool. */
  public static ScaleRule of(int min, int max) {
    return new ScaleRule(min, max, 0, DEFAULT_TARGET, DEFAULT_HOLD);
  }

  /** The same with another target. */
  public ScaleRule withOnTimeTarget(double target) {
    return new ScaleRule(min, max, warm, target, hold);
  }

  private static void between(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }
}
