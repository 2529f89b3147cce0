package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of Edgewise. Its message says what happened, why, and what to do next, begins
 * with the code, and never holds payload.
 */
public final class EdgewiseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final @Nullable String node;
  private final @Nullable String decisionId;
  private final @Nullable Duration retryAfter;

  private EdgewiseException(
      ErrorCode code,
      String message,
      @Nullable String node,
      @Nullable String decisionId,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(code.id() + " " + message, cause);
    this.code = requireNonNull(code, "code");
    this.node = node;
    this.decisionId = decisionId;
    this.retryAfter = retryAfter;
  }

  /** An error outside any call. */
  public static EdgewiseException of(ErrorCode code, String message) {
    return new EdgewiseException(code, message, null, null, null, null);
  }

  /** An error outside any call, with what caused it. */
  public static EdgewiseException of(ErrorCode code, String message, Throwable cause) {
    return new EdgewiseException(code, message, null, null, null, cause);
  }

  /**
   * An error of a call, with the node where it happened, when one is to blame, and the decision id.
   */
  public static EdgewiseException ofCall(
      ErrorCode code,
      String message,
      @Nullable String node,
      String decisionId,
      @Nullable Throwable cause) {
    return new EdgewiseException(
        code,
        message + " [decision " + decisionId + (node == null ? "" : ", node " + node) + "]",
        node,
        decisionId,
        null,
        cause);
  }

  /**
   * An error of a call that was not made, and that is worth making again later.
   *
   * @param retryAfter when, counted from now; more than zero
   */
  public static EdgewiseException worthTryingAfter(
      Duration retryAfter, ErrorCode code, String message, String decisionId) {
    return new EdgewiseException(
        code,
        message + " [decision " + decisionId + "]",
        null,
        decisionId,
        requireNonNull(retryAfter, "retryAfter"),
        null);
  }

  /**
   * This, with the stack of the thread that asks: an error of a call is made on a thread of the
   * transport, whose stack tells its reader nothing.
   */
  EdgewiseException fromHere() {
    fillInStackTrace();
    return this;
  }

  /** The message without the code before it, for whoever tells the code beside it. */
  public String words() {
    return String.valueOf(getMessage()).substring(code.id().length() + 1);
  }

  /** What kind of error this is. */
  public ErrorCode code() {
    return code;
  }

  /** The node to blame, when there is one. */
  public Optional<String> node() {
    return Optional.ofNullable(node);
  }

  /** The id for {@code edgewise explain}, when this was an error of a call. */
  public Optional<String> decisionId() {
    return Optional.ofNullable(decisionId);
  }

  /** When the call is worth making again, counted from its end, where that is known. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
