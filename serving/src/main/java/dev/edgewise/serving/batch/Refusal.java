package dev.edgewise.serving.batch;

import java.util.Locale;

/** Why a call was not run. */
public enum Refusal {
  /** As many calls, or bytes, as may wait in the lane wait already. */
  LANE_FULL("as many calls wait as may"),
  /** As many calls, or bytes, of the tenant wait on the device as may. */
  TENANT_FULL("as many calls of this tenant wait as may"),
  /** Calls of too many shapes wait at once. */
  TOO_MANY_LANES("calls of too many different shapes wait"),
  /** The item needs more memory than the family may use. */
  TOO_LARGE("it needs more memory than there is"),
  /** When it came, it could not have been done in time. */
  TOO_LATE("it cannot be done in time"),
  /** It was given up so that more of the calls behind it are done in time. */
  SHED("more calls are done in time without it"),
  /** Its deadline passed while it waited. */
  EXPIRED("its deadline passed while it waited"),
  /** The device closes. */
  CLOSED("the device closes");

  private final String words;

  Refusal(String words) {
    this.words = words;
  }

  /** For people, a clause without a full stop. */
  public String words() {
    return words;
  }

  /** For a metric: lower case with underscores. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
