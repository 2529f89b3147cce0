package dev.edgewise.orchestrator.quarantine;

/** What is to be done about an event, in order. */
public sealed interface Step {
  /** Tells the log. */
  record Note(String line) implements Step {}

  /** To be stored in the place of what was of this node and service. */
  record Keep(StoredQuarantine quarantine) implements Step {}

  /** Nothing is to be stored of this node and service any more. */
  record Forget(String node, String service) implements Step {}
}
