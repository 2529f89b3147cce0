package dev.edgewise.agent.control;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** What the orchestrator says on an agent's stream. */
public sealed interface FromOrchestrator {
  /**
   * A lease.
   *
   * @param epoch larger than that of every lease before
   * @param lease how long it lasts without a renewal
   * @param heartbeat how often to renew it
   * @param version of the orchestrator's software
   */
  record Registered(long epoch, Duration lease, Duration heartbeat, String version)
      implements FromOrchestrator {
    public Registered {
      requireNonNull(lease, "lease");
      requireNonNull(heartbeat, "heartbeat");
      requireNonNull(version, "version");
    }
  }

  /** The lease of {@code epoch} is renewed. */
  record Renewed(long epoch) implements FromOrchestrator {}

  /**
   * What the node should be.
   *
   * @param version to be answered with
   * @param drain whether to take no new calls
   */
  record Desired(long version, boolean drain) implements FromOrchestrator {}

  /**
   * The last message of a stream.
   *
   * @param code stable code of the error, for example {@code EW7006}
   * @param message for people
   */
  record Refused(Reason reason, String code, String message) implements FromOrchestrator {
    public Refused {
      requireNonNull(reason, "reason");
      requireNonNull(code, "code");
      requireNonNull(message, "message");
    }
  }

  /** Why the orchestrator ends a stream. */
  enum Reason {
    /** The peers speak different versions of the protocol. */
    PROTOCOL,
    /** A message makes no sense or breaks a limit. */
    INVALID,
    /** Another live process has the node's name. */
    NAME_TAKEN,
    /** The lease is over. */
    FENCED,
    /** There are as many nodes as there may be. */
    FULL,
    /** One that this version does not know. */
    UNKNOWN
  }
}
