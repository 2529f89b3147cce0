package dev.edgewise.daemon;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;

/** Says that a daemon cannot have a port, for whatever server it opens there. */
public final class PortTaken {
  private PortTaken() {}

  /**
   * {@code CANNOT_BIND}, with what to do.
   *
   * @param host where it was to listen
   * @param key of the configuration that names the port
   * @param cause of which the innermost says why
   */
  public static EdgewiseException at(String host, int port, String key, Throwable cause) {
    Throwable reason = cause;
    while (reason.getCause() != null) {
      reason = reason.getCause();
    }
    return EdgewiseException.of(
        ErrorCode.CANNOT_BIND,
        "Cannot listen on "
            + host
            + ":"
            + port
            + ": "
            + reason.getMessage()
            + ". Another program, perhaps another daemon of Edgewise, has the port: end it, or"
            + " choose another with "
            + key
            + " (0 picks a free one).",
        cause);
  }
}
