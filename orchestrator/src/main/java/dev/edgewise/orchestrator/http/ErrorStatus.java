package dev.edgewise.orchestrator.http;

import dev.edgewise.core.ErrorCode;

/** Which status of HTTP an error of a call is. Pure. */
final class ErrorStatus {
  private ErrorStatus() {}

  /**
   * The status.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15">RFC 9110, status codes</a>
   */
  static int of(ErrorCode code) {
    return switch (code) {
      case BAD_REQUEST, WRONG_TENSOR -> 400;
      case KEY_REFUSED -> 401;
      case LABEL_REFUSED, PEER_REFUSED, NOT_PERMITTED, RULE_REFUSED -> 403;
      case UNKNOWN_METHOD, NOT_FOUND, NO_MODEL -> 404;
      case GENERATION_GONE -> 410;
      case TOO_LARGE -> 413;
      case FAULT, UNKNOWN_PROMPT -> 422;
      case CANCELLED -> 499;
      case BAD_ANSWER, NODE_LOST -> 502;
      case OVERLOADED,
          NO_NODE,
          ZONE_STARTING,
          ZONE_DOWN,
          CANNOT_WAKE,
          RULES_UNREADABLE,
          UNREACHABLE,
          DRAINING,
          UNHEALTHY,
          CLOSED,
          MODEL_NOT_READY,
          NO_ACCELERATOR,
          NO_MODEL_MEMORY ->
          503;
      case EXPIRED -> 504;
      default -> 500;
    };
  }

  /** Seconds after which a caller may try again; 0 when that would not help. */
  static int retryAfter(int status) {
    return status == 503 ? 1 : 0;
  }
}
