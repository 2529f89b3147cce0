package dev.edgewise.sdk.fleet;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.ErrorCode;
import java.time.Duration;

/** What a zone of which no node can take a call now means for that call. */
public sealed interface Prospect {
  /** The zone's name. */
  String zone();

  /**
   * A node of it will be there.
   *
   * @param zone the zone's name
   * @param expected when a node is expected, counted from now; zero when it is due
   * @param grows whether one is on its way, or would be started
   */
  record Starts(String zone, Duration expected, boolean grows) implements Prospect {
    public Starts {
      requireNonNull(zone, "zone");
      requireNonNull(expected, "expected");
    }
  }

  /**
   * None is started now, but one may be later: a start has just failed, and the next waits.
   *
   * @param zone the zone's name
   * @param because for people, to be read behind the zone's name
   * @param expected when a node may be there at the earliest, counted from now
   */
  record Later(String zone, String because, Duration expected) implements Prospect {
    public Later {
      requireNonNull(zone, "zone");
      requireNonNull(because, "because");
      requireNonNull(expected, "expected");
    }
  }

  /**
   * None will be, not for this call.
   *
   * @param zone the zone's name
   * @param code {@code ZONE_DOWN}, {@code CANNOT_WAKE}, {@code NO_ACCELERATOR} or {@code NO_NODE}
   * @param because for people, to be read behind the zone's name
   * @param retryAfter when it is worth trying again; zero when nobody knows
   */
  record Stays(String zone, ErrorCode code, String because, Duration retryAfter)
      implements Prospect {
    public Stays {
      requireNonNull(zone, "zone");
      requireNonNull(code, "code");
      requireNonNull(because, "because");
      requireNonNull(retryAfter, "retryAfter");
    }
  }
}
