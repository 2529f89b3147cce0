package dev.edgewise.sdk.fleet;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Node;
import java.util.Optional;

/**
 * An address at which a node is expected, and what it is expected to be.
 *
 * @param address for the transport
 * @param tier edge or cloud
 * @param node its name, when the caller named it
 * @param zone its site, when the caller named a zone
 * @param isRegistered whether the orchestrator said all this, and not the caller
 */
public record Target(
    String address, Tier tier, Optional<String> node, Optional<String> zone, boolean isRegistered) {
  /** A target that the caller named. */
  public Target(String address, Tier tier, Optional<String> node, Optional<String> zone) {
    this(address, tier, node, zone, false);
  }

  public Target {
    requireNonNull(address, "address");
    requireNonNull(tier, "tier");
    requireNonNull(node, "node");
    requireNonNull(zone, "zone");
  }

  /** An edge node that was named. */
  public static Target edge(String node, String address) {
    return new Target(address, Tier.EDGE, Optional.of(node), Optional.empty());
  }

  /** A node of a zone, which will say its own name. */
  public static Target inZone(String zone, String address) {
    return new Target(address, Tier.CLOUD, Optional.empty(), Optional.of(zone));
  }

  /** A node of the orchestrator's view. */
  static Target registered(RegisteredNode node) {
    return new Target(
        node.address(),
        node.node().tier(),
        Optional.of(node.name()),
        Optional.of(node.node().site().name()),
        true);
  }

  /** What is wrong with a node that answers at this address; empty when it is the expected one. */
  Optional<String> problemWith(Node described) {
    if (isRegistered) {
      return problemWithRegistered(described);
    }
    if (described.tier() != tier) {
      return Optional.of(
          address
              + " is a node of the "
              + described.tier()
              + " tier, but "
              + configuredName()
              + " was named as one of the "
              + tier
              + " tier; mend edgeNodes or cloudZone");
    }
    if (node.isPresent() && !node.get().equals(described.name())) {
      return Optional.of(
          address
              + " calls itself "
              + described.name()
              + ", but was named "
              + node.get()
              + "; mend the address or the name");
    }
    if (zone.isPresent() && !zone.get().equals(described.site().name())) {
      return Optional.of(
          address
              + " belongs to zone "
              + described.site().name()
              + ", but was named as part of "
              + zone.get()
              + "; mend the address or the zone");
    }
    return Optional.empty();
  }

  private Optional<String> problemWithRegistered(Node described) {
    if (node.equals(Optional.of(described.name())) && tier == described.tier()) {
      return Optional.empty();
    }
    return Optional.of(
        address
            + " is registered as "
            + node.orElse("")
            + " of the "
            + tier
            + " tier, but "
            + described.name()
            + " of the "
            + described.tier()
            + " tier answers there; another agent has taken the port");
  }

  /** What the configuration calls it, for messages. */
  String configuredName() {
    return node.or(() -> zone).orElse(address);
  }
}
