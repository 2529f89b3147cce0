package dev.edgewise.orchestrator.fleet;

import static java.util.Objects.requireNonNull;

import dev.edgewise.orchestrator.quarantine.StoredQuarantine;

/** Something that has to outlive the process. Changes are kept in the order in which they came. */
public sealed interface Change {
  /** A node holds the lease of an epoch. */
  record PutNode(StoredNode node) implements Change {
    public PutNode {
      requireNonNull(node, "node");
    }
  }

  /** A node is dead, or has left. What operators want of it is a matter of its own. */
  record DropNode(String name) implements Change {
    public DropNode {
      requireNonNull(name, "name");
    }
  }

  /** What operators want of a node, which need not be there. */
  record PutDesired(String name, Desired desired) implements Change {
    public PutDesired {
      requireNonNull(name, "name");
      requireNonNull(desired, "desired");
    }
  }

  /** Nothing in particular is wanted of a node. */
  record DropDesired(String name) implements Change {
    public DropDesired {
      requireNonNull(name, "name");
    }
  }

  /** A service is under quarantine on a node. */
  record PutQuarantine(StoredQuarantine quarantine) implements Change {
    public PutQuarantine {
      requireNonNull(quarantine, "quarantine");
    }
  }

  /** A service is under quarantine on a node no more. */
  record DropQuarantine(String node, String service) implements Change {
    public DropQuarantine {
      requireNonNull(node, "node");
      requireNonNull(service, "service");
    }
  }

  /** No view up to this version will be made after a restart. */
  record ViewFloor(long version) implements Change {}
}
