package dev.edgewise.orchestrator.fleet;

import dev.edgewise.core.EdgewiseException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes that wait to be stored, only the last one of each thing: what a failing disk leaves
 * behind stays as small as the fleet.
 */
final class Unsaved {
  private static final Logger LOG = System.getLogger(Unsaved.class.getName());

  private final FleetStore store;
  private final Map<String, Change> changes = new LinkedHashMap<>();
  private boolean broken;

  Unsaved(FleetStore store) {
    this.store = store;
  }

  void add(Change change) {
    String key =
        switch (change) {
          case Change.PutNode put -> "node " + put.node().registration().name();
          case Change.DropNode drop -> "node " + drop.name();
          case Change.PutDesired put -> "desired " + put.name();
          case Change.DropDesired drop -> "desired " + drop.name();
          case Change.PutQuarantine put ->
              "quarantine " + put.quarantine().node() + " " + put.quarantine().service();
          case Change.DropQuarantine drop -> "quarantine " + drop.node() + " " + drop.service();
          case Change.ViewFloor _ -> "view";
        };
    // Taken out first, so that the order is that of the last changes.
    changes.remove(key);
    changes.put(key, change);
  }

  /** Stores everything; what could not be stored waits for the next time. */
  boolean save() {
    if (changes.isEmpty()) {
      return true;
    }
    try {
      store.commit(List.copyOf(changes.values()));
      changes.clear();
      if (broken) {
        LOG.log(Level.INFO, "the store works again");
      }
      broken = false;
    } catch (EdgewiseException e) {
      if (!broken) {
        LOG.log(Level.ERROR, e.getMessage());
      }
      broken = true;
    }
    return !broken;
  }
}
