package dev.edgewise.cli.shell;

import dev.edgewise.core.ErrorCode;

/** What the process says to its caller when it ends. */
public enum ExitCode {
  OK(0),
  FAILED(1),
  USAGE(2),
  /** What was compared differs: {@code lock check}, a plan; or certificates are to be renewed. */
  CHANGES_PENDING(3),
  UNREACHABLE(4),
  DENIED(5),
  BAD_CONFIGURATION(78);

  private final int value;

  ExitCode(int value) {
    this.value = value;
  }

  public int value() {
    return value;
  }

  /** The exit code that belongs to an error. */
  static ExitCode of(ErrorCode code) {
    return switch (code) {
      case BAD_USAGE, BAD_CLIENT -> USAGE;
      case UNREACHABLE, NODE_LOST -> UNREACHABLE;
      case KEY_REFUSED, NOT_PERMITTED, PEER_REFUSED -> DENIED;
      case BAD_CONFIGURATION, BAD_CERTIFICATE, BAD_RULES -> BAD_CONFIGURATION;
      default -> FAILED;
    };
  }
}
