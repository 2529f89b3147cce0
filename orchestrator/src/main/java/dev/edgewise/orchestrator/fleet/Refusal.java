package dev.edgewise.orchestrator.fleet;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.ErrorCode;

/**
 * Why a stream is not continued; the last thing that is said on it.
 *
 * @param kind what the other side can do about it
 * @param code stable
 * @param message for people: what, why, and what to do
 */
public record Refusal(Kind kind, ErrorCode code, String message) {
  public Refusal {
    requireNonNull(kind, "kind");
    requireNonNull(code, "code");
    requireNonNull(message, "message");
  }

  /** What the other side can do about it. */
  public enum Kind {
    /** Speak another version: trying again soon is no use. */
    PROTOCOL,
    /** Say something else: the message makes no sense, or breaks a limit. */
    INVALID,
    /** Try again when the other process has gone. */
    NAME_TAKEN,
    /** Register anew. */
    FENCED,
    /** Try again later. */
    FULL
  }

  static Refusal invalid(String message) {
    return new Refusal(Kind.INVALID, ErrorCode.NOT_ACCEPTED, message);
  }

  static Refusal full(String message) {
    return new Refusal(Kind.FULL, ErrorCode.NOT_ACCEPTED, message);
  }

  static Refusal fenced(String message) {
    return new Refusal(Kind.FENCED, ErrorCode.FENCED, message);
  }

  static Refusal notStored() {
    return new Refusal(
        Kind.FULL,
        ErrorCode.BAD_STORE,
        "The orchestrator cannot store the lease, so it grants none; its log says why. The agent"
            + " tries again by itself; callers that reach the node go on using it.");
  }

  static Refusal nameTaken(String message) {
    return new Refusal(Kind.NAME_TAKEN, ErrorCode.NAME_TAKEN, message);
  }
}
