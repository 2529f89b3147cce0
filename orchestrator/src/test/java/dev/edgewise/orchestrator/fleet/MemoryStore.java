package dev.edgewise.orchestrator.fleet;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.quarantine.StoredQuarantine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A store that outlives keepers of the same test, and can be made to fail. */
final class MemoryStore implements FleetStore {
  private final Map<String, StoredNode> nodes = new HashMap<>();
  private final Map<String, Desired> desired = new HashMap<>();
  private final Map<String, StoredQuarantine> quarantines = new HashMap<>();
  private long lastNumber;
  private long viewFloor;
  private boolean failing;
  private int commits;

  void fails(boolean fails) {
    failing = fails;
  }

  int commits() {
    return commits;
  }

  @Override
  public StoredFleet load() {
    return new StoredFleet(
        lastNumber,
        viewFloor,
        List.copyOf(nodes.values()),
        desired,
        List.copyOf(quarantines.values()));
  }

  @Override
  public void commit(List<Change> changes) {
    if (failing) {
      throw EdgewiseException.of(ErrorCode.BAD_STORE, "the disk is full");
    }
    commits++;
    for (Change change : changes) {
      switch (change) {
        case Change.PutNode(StoredNode node) -> {
          nodes.put(node.registration().name(), node);
          lastNumber = Math.max(lastNumber, node.epoch());
        }
        case Change.DropNode(String name) -> nodes.remove(name);
        case Change.PutDesired(String name, Desired wish) -> {
          desired.put(name, wish);
          lastNumber = Math.max(lastNumber, wish.version());
        }
        case Change.DropDesired(String name) -> desired.remove(name);
        case Change.PutQuarantine(StoredQuarantine kept) ->
            quarantines.put(kept.node() + " " + kept.service(), kept);
        case Change.DropQuarantine(String name, String service) ->
            quarantines.remove(name + " " + service);
        case Change.ViewFloor(long version) -> viewFloor = Math.max(viewFloor, version);
      }
    }
  }
}
