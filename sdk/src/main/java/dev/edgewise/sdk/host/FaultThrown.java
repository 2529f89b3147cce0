package dev.edgewise.sdk.host;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.link.FaultMessage;

/**
 * A body threw an exception that its method declares: an answer in the body's own words, which goes
 * to the caller as it is. Not a failure; it has no stack.
 */
public final class FaultThrown extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient FaultMessage fault;

  /**
   * The exception, encoded, and its own message.
   *
   * @param words may be empty
   */
  public FaultThrown(FaultMessage fault, String words) {
    super(words.isBlank() ? fault.messageName() : words, null, false, false);
    this.fault = requireNonNull(fault, "fault");
  }

  /** What travels. */
  public FaultMessage fault() {
    return fault;
  }

  /** The exception's own message, or the name of its type when it has none. */
  public String words() {
    return String.valueOf(getMessage());
  }
}
