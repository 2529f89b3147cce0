package dev.edgewise.orchestrator.zone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * All zones of an orchestrator. What the back-end runs and no zone knows, because a zone is no
 * longer configured or the store was lost, is ended. Pure; not thread-safe.
 */
final class Zones {
  private static final Duration STOPPED = NodeCare.STOPPED;

  private final Map<String, Zone> zones = new TreeMap<>();
  private final Map<String, Moment> strays = new HashMap<>();
  private final List<String> unowned = new ArrayList<>();

  Zones(
      List<ZoneTemplate> templates,
      Function<ZoneTemplate, String> fingerprints,
      StoredZones stored,
      RandomGenerator random,
      Moment now) {
    Map<String, StoredZone> known = new HashMap<>();
    stored.zones().forEach(zone -> known.put(zone.zone(), zone));
    Set<String> configured = new HashSet<>();
    for (ZoneTemplate template : templates) {
      configured.add(template.zone());
      zones.put(
          template.zone(),
          new Zone(
              template,
              fingerprints.apply(template),
              known.getOrDefault(template.zone(), StoredZone.unknown(template.zone())),
              stored.nodes().stream().filter(node -> node.zone().equals(template.zone())).toList(),
              random,
              now));
    }
    stored.nodes().stream()
        .filter(node -> !configured.contains(node.zone()))
        .forEach(node -> unowned.add(node.name()));
  }

  Collection<Zone> all() {
    return zones.values();
  }

  Optional<Zone> zone(String name) {
    return Optional.ofNullable(zones.get(name));
  }

  /** The zone that has a node of this name now. */
  Optional<Zone> of(String node) {
    return zones.values().stream().filter(zone -> zone.book().node(node).isPresent()).findFirst();
  }

  /** Time has passed. */
  List<ZoneEffect> look(Sights sights, Moment now) {
    List<ZoneEffect> effects = new ArrayList<>();
    zones.values().forEach(zone -> effects.addAll(zone.look(sights, now)));
    strays(sights, now, effects);
    return effects;
  }

  private void strays(Sights sights, Moment now, List<ZoneEffect> effects) {
    unowned.removeIf(
        node -> {
          boolean over = !sights.running().contains(node);
          if (over) {
            effects.add(new ZoneEffect.Keep(new ZoneChange.DropNode(node)));
            effects.add(new ZoneEffect.Forget(node));
          }
          return over;
        });
    strays.keySet().retainAll(sights.running());
    for (String node : sights.running()) {
      if (of(node).isPresent()) {
        continue;
      }
      Moment told = strays.get(node);
      if (told == null) {
        strays.put(node, now);
        effects.add(
            new ZoneEffect.Tell(
                new ZoneEvent(
                    now.wall(),
                    node.replaceAll("-\\d+$", ""),
                    node,
                    "stops",
                    "no zone that is configured knows it")));
        effects.add(new ZoneEffect.Stop(node, false));
      } else if (now.isPast(told, STOPPED)) {
        strays.put(node, now);
        effects.add(new ZoneEffect.Stop(node, true));
      }
    }
  }
}
