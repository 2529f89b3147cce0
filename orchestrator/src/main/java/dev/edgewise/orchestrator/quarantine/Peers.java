package dev.edgewise.orchestrator.quarantine;

import dev.edgewise.annotations.Tier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The nodes of one moment. Those of one tier that offer a service are peers: each tier has a body
 * of its own, so that only they can be compared.
 */
final class Peers {
  private final Map<String, Offer> byNode = new HashMap<>();

  Peers(Collection<Offer> offers) {
    offers.forEach(offer -> byNode.put(offer.node(), offer));
  }

  Optional<Offer> offer(String node) {
    return Optional.ofNullable(byNode.get(node));
  }

  /** Nodes of that tier that clients call for the service. */
  List<String> calledFor(String service, Tier tier) {
    List<String> nodes = new ArrayList<>();
    for (Offer offer : byNode.values()) {
      if (offer.tier() == tier && offer.takesCalls() && offer.services().contains(service)) {
        nodes.add(offer.node());
      }
    }
    return nodes;
  }
}
