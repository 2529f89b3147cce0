package dev.edgewise.cli.fleet;

import com.google.gson.JsonObject;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import dev.edgewise.sdk.wire.operator.FleetStatus.Node;
import dev.edgewise.sdk.wire.operator.FleetStatus.Quarantined;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What has changed in quarantines from one look at the fleet to the next. Not thread-safe. */
final class QuarantineNews {
  /**
   * A quarantine that has begun, changed or ended.
   *
   * @param service full name
   * @param held what holds now; empty when it has ended
   */
  record Change(String node, String service, Optional<Quarantined> held) {
    /** For people. */
    String text() {
      return node
          + " "
          + held.map(Quarantined::words)
              .orElse("is released: it takes calls of " + Words.simple(service) + " again");
    }

    /** One line, for programs. */
    String json() {
      JsonObject document = Json.document("edgewise.quarantine-event/1");
      document.addProperty("node", node);
      document.addProperty("service", service);
      document.addProperty("stage", held.map(Quarantined::stage).orElse("released"));
      document.addProperty("words", held.map(Quarantined::words).orElse(""));
      return document.toString();
    }
  }

  private record Key(String node, String service) {}

  private Map<Key, Quarantined> known = Map.of();

  /** What is news in this status; with the first one, all that holds. */
  List<Change> in(FleetStatus fleet) {
    Map<Key, Quarantined> now = new LinkedHashMap<>();
    for (Node node : fleet.nodes()) {
      node.quarantines().forEach(held -> now.put(new Key(node.name(), held.service()), held));
    }
    List<Change> changes = new ArrayList<>();
    now.forEach(
        (key, held) -> {
          if (!held.equals(known.get(key))) {
            changes.add(new Change(key.node(), key.service(), Optional.of(held)));
          }
        });
    known.keySet().stream()
        .filter(key -> !now.containsKey(key))
        .forEach(key -> changes.add(new Change(key.node(), key.service(), Optional.empty())));
    known = now;
    return changes;
  }
}
