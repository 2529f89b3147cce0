package dev.edgewise.core;

/**
 * A rule that takes a node out of the running, whatever its score. The order is the order in which
 * they are tried.
 */
public enum Filter {
  /** No body on the node offers the method. */
  NOT_OFFERED,
  /** The call is bound to the other tier: the second leg of a cascade. */
  OTHER_TIER,
  /** The data's label does not allow the node's site. */
  LABEL,
  /** A rule of the operator's says so. */
  RULE,
  /** The node has no accelerator such as the call needs. */
  NO_ACCELERATOR,
  /** The node is not connected, suspect or dead. */
  UNREACHABLE,
  /** The node takes no new calls. */
  DRAINING,
  /** This call was sent there before. */
  ALREADY_TRIED,
  /** The service is under quarantine on the node: it failed there too often, or operators ask. */
  QUARANTINED
}
