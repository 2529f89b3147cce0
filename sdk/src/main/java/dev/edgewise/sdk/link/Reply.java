package dev.edgewise.sdk.link;

import dev.edgewise.core.CacheNote;
import dev.edgewise.core.CallReport;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Load;
import dev.edgewise.sdk.spi.Message;
import java.util.Optional;

/**
 * What became of a request at one node. The cases are cut by one question: may it be sent again?
 */
public sealed interface Reply {
  /**
   * A result.
   *
   * @param body the encoded response message
   * @param report what the node said of itself; absent when a node that is no Edgewise agent
   *     answered
   * @param cache whether it was computed now or had been kept; absent when the method's results are
   *     not kept
   */
  record Answered(Message body, Optional<CallReport> report, Optional<CacheNote> cache)
      implements Reply {
    /** A result of a method whose results are not kept. */
    public Answered(Message body, Optional<CallReport> report) {
      this(body, report, Optional.empty());
    }
  }

  /**
   * It certainly did not run: it never left this machine, or the node refused it before its body
   * saw it. Any call may be sent elsewhere.
   *
   * @param code why: {@code OVERLOADED}, {@code DRAINING}, {@code UNKNOWN_METHOD}, {@code
   *     LABEL_REFUSED}, {@code NO_ACCELERATOR}, {@code UNHEALTHY}, {@code MODEL_NOT_READY}, {@code
   *     NO_MODEL_MEMORY}, or {@code NODE_LOST} when it was never sent
   * @param detail for people
   * @param load what the node said of itself, when it said something
   */
  record NotRun(ErrorCode code, String detail, Optional<Load> load) implements Reply {
    /** Whether what hosts models says by this code that nothing ran, and another node might do. */
    public static boolean isSaidBy(ErrorCode code) {
      return switch (code) {
        case OVERLOADED, MODEL_NOT_READY, NO_MODEL_MEMORY -> true;
        default -> false;
      };
    }
  }

  /**
   * It may have run: the connection broke after it was sent, or it was cancelled. Only an
   * idempotent call may be sent elsewhere.
   *
   * @param detail for people
   */
  record Lost(String detail) implements Reply {}

  /**
   * It ran and failed, or would fail everywhere in the same way. Sending it again would not help.
   *
   * @param code {@code BODY_FAILED}, {@code BAD_REQUEST}, {@code TOO_LARGE} and the like
   * @param detail for people
   * @param report what the node said of itself, when it said something
   * @param fault the declared exception that the body threw; present exactly with {@code FAULT}
   */
  record Failed(
      ErrorCode code, String detail, Optional<CallReport> report, Optional<FaultMessage> fault)
      implements Reply {
    /** A failure without a declared exception. */
    public Failed(ErrorCode code, String detail, Optional<CallReport> report) {
      this(code, detail, report, Optional.empty());
    }
  }

  /** Its time was over before an answer came. */
  record Expired() implements Reply {}

  /** Whether the body answered as its method says: with a result, or a declared exception. */
  default boolean isAnswer() {
    return this instanceof Answered
        || (this instanceof Failed failed && failed.code() == ErrorCode.FAULT);
  }

  /**
   * The code of a failure that says something against the service on this node, and not against the
   * request, its caller or its deadline, nor that there is much to do. A connection that breaks is
   * the matter of who watches the node.
   */
  default Optional<ErrorCode> nodesFault() {
    ErrorCode code = null;
    if (this instanceof Failed failed) {
      code = failed.code();
    } else if (this instanceof NotRun notRun && notRun.code() == ErrorCode.UNHEALTHY) {
      code = notRun.code();
    }
    if (code == null) {
      return Optional.empty();
    }
    return switch (code) {
      case BODY_FAILED, BROKEN_MODEL, NO_ENGINE, BAD_BATCH, UNHEALTHY -> Optional.of(code);
      default -> Optional.empty();
    };
  }
}
