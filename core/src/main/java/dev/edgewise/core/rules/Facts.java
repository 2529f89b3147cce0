package dev.edgewise.core.rules;

/** What a rule is asked with. */
@FunctionalInterface
public interface Facts {
  /**
   * The value of a fact: a {@link Boolean}, {@link Long}, {@link Double}, {@link String} or {@link
   * java.time.Duration}.
   *
   * @param name of a {@link Fact}, or of a field of a message
   * @throws FactMissing when it cannot be told; the message says why
   */
  Object value(String name);

  /** A fact cannot be told. */
  final class FactMissing extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says which, and why. */
    public FactMissing(String message) {
      super(message, null, false, false);
    }
  }
}
