package dev.edgewise.orchestrator.zone;

import java.util.Set;

/** All nodes as they are seen at a moment. */
interface Sights {
  /** A node by name; {@link Sight#NOTHING} when it is not seen. */
  Sight of(String node);

  /** Names of all nodes that have registered with a zone's name, and are in views. */
  Set<String> membersOf(String zone);

  /** Names of all nodes that the back-end has. */
  Set<String> running();

  /** Which numbers the next nodes of a zone may have. */
  NodeNumbers numbers(String zone);

  /** The last that a node said, for people; may be empty. */
  String lastWords(String node);
}
