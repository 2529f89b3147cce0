package dev.edgewise.core.rules;

import java.time.Duration;

/** What a fact is to a rule. */
public enum FactKind {
  /** {@link Boolean}. */
  BOOL,
  /** {@link Long}. */
  INT,
  /** {@link Double}. */
  DOUBLE,
  /** {@link String}. */
  TEXT,
  /** {@link Duration}. */
  DURATION;

  /** What a field is that is not there, as in proto3. */
  public Object none() {
    return switch (this) {
      case BOOL -> false;
      case INT -> 0L;
      case DOUBLE -> 0.0;
      case TEXT -> "";
      case DURATION -> Duration.ZERO;
    };
  }

  /** The kind of a value. */
  public static FactKind of(Object value) {
    for (FactKind kind : values()) {
      if (kind.none().getClass() == value.getClass()) {
        return kind;
      }
    }
    throw new IllegalArgumentException("value: a " + value.getClass() + " (expected: a fact)");
  }
}
