package dev.edgewise.cli.certs;

import dev.edgewise.cli.shell.Problem;
import dev.edgewise.core.ErrorCode;
import java.time.Duration;
import java.time.Instant;

/** Days, as certificates are counted in. Pure. */
final class Days {
  private static final long SECONDS = Duration.ofDays(1).toSeconds();

  private Days() {}

  /**
   * Checks what an option says.
   *
   * @throws dev.edgewise.cli.shell.CommandFailure with {@code BAD_USAGE} unless it is within the
   *     bounds, both included
   */
  static void check(String option, int days, int least, int most) {
    if (days < least || days > most) {
      throw new Problem(
              ErrorCode.BAD_USAGE,
              option + ": " + days + " is out of range",
              "expected " + least + " to " + most,
              "for example " + option + " 30")
          .failure();
    }
  }

  /** Whole days that are left; negative when it is over. */
  static long left(Instant end, Instant now) {
    return Math.floorDiv(Duration.between(now, end).toSeconds(), SECONDS);
  }
}
