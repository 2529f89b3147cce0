package dev.edgewise.core.training;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far a rank is. */
public enum RankPhase {
  /** Its files are being fetched. */
  PREPARING,
  /** It can be launched. */
  READY,
  RUNNING,
  /** Its script ended with 0, and what it left behind is in the store. */
  COMPLETED,
  FAILED,
  /** It was ended and is forgotten; none of its processes runs. */
  GONE;

  /** The phase as people and the wire have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The phase of a word; empty for one that this version does not know. */
  public static Optional<RankPhase> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }
}
