package dev.edgewise.serving.allocation;

import java.time.Duration;

/**
 * How a model stands.
 *
 * @param word {@code ready}, {@code loading}, {@code unloaded} or {@code failed}
 * @param reason for people; empty when there is nothing to say
 * @param bytes that it takes, or took last; 0 when it was never loaded
 * @param loadTime what loading it took last; zero when it was never loaded
 * @param heat how often it is asked for, decayed
 */
public record Status(String word, String reason, long bytes, Duration loadTime, double heat) {
  static final Status UNKNOWN = new Status("unloaded", "", 0, Duration.ZERO, 0);

  /** Whether it is in memory. */
  public boolean isReady() {
    return word.equals("ready");
  }

  /** Whether a call may have it: one that is merely not there is loaded by its first call. */
  public boolean mayBeCalled() {
    return !word.equals("failed") && reason.isEmpty();
  }
}
