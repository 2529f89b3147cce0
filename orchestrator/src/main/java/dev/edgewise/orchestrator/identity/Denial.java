package dev.edgewise.orchestrator.identity;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;

/**
 * Why somebody is not let in, or may not do something.
 *
 * @param code {@code KEY_REFUSED}: nobody knows who that is; {@code NOT_PERMITTED}: it is known who
 *     that is, and that they may not
 * @param because what, why and what to do, for people; never what was shown
 */
public record Denial(ErrorCode code, String because) implements Callers.Verdict {
  public Denial {
    requireNonNull(code, "code");
    requireNonNull(because, "because");
  }

  /** To be thrown. */
  public EdgewiseException exception() {
    return EdgewiseException.of(code, because);
  }
}
