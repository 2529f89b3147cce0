package dev.edgewise.orchestrator.zone;

/** What is to be done about an event; in order, and only after all that is to be kept was kept. */
sealed interface ZoneEffect {
  /** Remember it. */
  record Keep(ZoneChange change) implements ZoneEffect {}

  /** See that a node takes no calls from its registration on. */
  record StandBy(String node) implements ZoneEffect {}

  /** Start a node. */
  record Start(StartOrder order) implements ZoneEffect {}

  /** Ask a node to take no new calls, or to take them again. */
  record Drain(String node, boolean drain) implements ZoneEffect {}

  /** Stop a node. */
  record Stop(String node, boolean force) implements ZoneEffect {}

  /** A node's process is over: forget what was wanted of it. */
  record Forget(String node) implements ZoneEffect {}

  /** Tell people. */
  record Tell(ZoneEvent event) implements ZoneEffect {}
}
