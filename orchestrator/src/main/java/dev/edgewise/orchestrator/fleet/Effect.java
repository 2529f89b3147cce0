package dev.edgewise.orchestrator.fleet;

/**
 * What is to be done about an event, in order; what is to be stored comes before anything is sent.
 *
 * <p>Streams are told apart by numbers that are never used again.
 */
sealed interface Effect {
  /** To be durable before the answers to the same event go out. */
  record Store(Change change) implements Effect {}

  /** Answers a registration. */
  record Grant(long stream, Lease lease) implements Effect {}

  /** Answers a renewal. */
  record Renewed(long stream, long epoch) implements Effect {}

  /** Tells a node what is wanted of it. */
  record Want(long stream, Desired desired) implements Effect {}

  /** Tells the log. */
  record Note(String line) implements Effect {}

  /** Ends a stream, with its reason. */
  record Refuse(long stream, Refusal refusal) implements Effect {}
}
