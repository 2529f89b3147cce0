package dev.edgewise.core.training;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far a job is. */
public enum JobPhase {
  /** It waits for nodes, or for a job that goes first. */
  QUEUED,
  /** Its nodes fetch its files. */
  PREPARING,
  RUNNING,
  /** Its ranks are being ended. */
  STOPPING,
  /** It was broken, and is started again in a moment. */
  RESTING,
  COMPLETED,
  FAILED,
  CANCELLED;

  /** Whether nothing comes after it. */
  public boolean isEnd() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }

  /** The phase as people and the wire have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The phase of a word; empty for one that this version does not know. */
  public static Optional<JobPhase> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }
}
