package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import dev.edgewise.orchestrator.scale.Habits;

/** Something about zones that has to outlive the process. */
public sealed interface ZoneChange {
  /** What is remembered of a zone. */
  record PutZone(StoredZone zone) implements ZoneChange {
    public PutZone {
      requireNonNull(zone, "zone");
    }
  }

  /** A node is about to be started, or has changed. */
  record PutNode(StoredZoneNode node) implements ZoneChange {
    public PutNode {
      requireNonNull(node, "node");
    }
  }

  /** A node's process is over. */
  record DropNode(String name) implements ZoneChange {
    public DropNode {
      requireNonNull(name, "name");
    }
  }

  /** What the scaler of a zone has learned. */
  record PutHabits(String zone, Habits habits) implements ZoneChange {
    public PutHabits {
      requireNonNull(zone, "zone");
      requireNonNull(habits, "habits");
    }
  }
}
