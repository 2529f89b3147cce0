package dev.edgewise.sdk.fleet;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which of the registered nodes a client uses: those that it named, or a whole tier.
 *
 * @param edges names of edge nodes
 * @param zones names of zones, of which all nodes are taken
 * @param wholeEdge whether all edge nodes are taken, named or not
 * @param wholeCloud whether all zones are taken, named or not
 */
public record Selection(
    Set<String> edges, Set<String> zones, boolean wholeEdge, boolean wholeCloud) {
  public Selection {
    // Order is kept, for messages.
    edges = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(edges));
    zones = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(zones));
  }

  /** Whatever is registered. */
  public static Selection everything() {
    return new Selection(Set.of(), Set.of(), true, true);
  }

  /** Nothing that is registered. */
  public static Selection nothing() {
    return new Selection(Set.of(), Set.of(), false, false);
  }

  boolean takes(Node node) {
    return node.tier() == Tier.EDGE
        ? wholeEdge || edges.contains(node.name())
        : takesZone(node.site().name());
  }

  boolean takesZone(String name) {
    return wholeCloud || zones.contains(name);
  }

  /** Names to which nothing that is registered answers. */
  List<String> missing(OrchestratorView view) {
    Set<String> missing = new LinkedHashSet<>(edges);
    Set<String> missingZones = new LinkedHashSet<>(zones);
    for (RegisteredNode registered : view.nodes()) {
      Node node = registered.node();
      if (node.tier() == Tier.EDGE) {
        missing.remove(node.name());
      } else {
        missingZones.remove(node.site().name());
      }
    }
    view.zones().forEach(zone -> missingZones.remove(zone.name()));
    List<String> names = new ArrayList<>(missing);
    missingZones.forEach(zone -> names.add("zone " + zone));
    return names;
  }
}
