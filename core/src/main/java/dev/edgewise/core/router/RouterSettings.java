package dev.edgewise.core.router;

/**
 * The constants of the router.
 *
 * @param tieTolerance scores that are at most this share above the best count as equal, 0 to 1
 */
public record RouterSettings(double tieTolerance) {
  /** What a router uses when nobody says otherwise. */
  public static final RouterSettings DEFAULT = new RouterSettings(0.05);

  public RouterSettings {
    if (!(0 <= tieTolerance && tieTolerance <= 1)) {
      throw new IllegalArgumentException("tieTolerance: " + tieTolerance + " (expected: 0 to 1)");
    }
  }
}
