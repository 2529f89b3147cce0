package dev.edgewise.orchestrator.fleet;

import static java.util.Objects.requireNonNull;

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

  /** No view up to this version will be made after a restart. */
  record ViewFloor(long version) implements Change {}
}
