package dev.edgewise.sdk.spi;

/**
 * Bytes that are not the message that they should be, or a value that cannot be written. The
 * message names the field, never its content.
 */
public final class MalformedMessage extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong, and where. */
  public MalformedMessage(String message) {
    super(message);
  }

  /** What is wrong, and where, with the exception of the record's own constructor. */
  public MalformedMessage(String message, Throwable cause) {
    super(message, cause);
  }
}
