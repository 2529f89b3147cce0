package dev.edgewise.orchestrator.zone;

import java.io.IOException;
import java.util.Map;

/**
 * What starts and ends the nodes of zones: processes of this machine, or whatever else can run an
 * agent. Nodes outlive the orchestrator; a back-end finds again what it has started. Used by one
 * thread.
 */
public interface NodeBackend {
  /**
   * Starts a node, and returns as soon as it can be found by {@link #running}; whether it comes to
   * anything is seen by its registration.
   *
   * @return what the back-end calls it, for people and to be stored
   * @throws IOException when it cannot be started; nothing runs then
   */
  String start(StartOrder order) throws IOException;

  /**
   * Asks a node to stop, or ends it at once. Nothing happens when it does not run.
   *
   * @param force without giving its calls time
   */
  void stop(String node, boolean force);

  /** Nodes that run now, those that an earlier process started included, by name. */
  Map<String, String> running();

  /** The last that a node said, in one line for people; empty when nothing is known of it. */
  String lastWords(String node);

  /** A node's process is over, and what it left can be thrown away. */
  void forget(String node);

  /**
   * Which numbers the next nodes of a template may have: all, where a node needs nothing of its
   * own.
   */
  default NodeNumbers numbers(ZoneTemplate template) {
    return NodeNumbers.all();
  }

  /** What tells one state of a template's files from another: changes when they do. */
  String fingerprint(ZoneTemplate template);
}
