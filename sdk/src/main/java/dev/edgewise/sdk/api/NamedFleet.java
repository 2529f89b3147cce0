package dev.edgewise.sdk.api;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.fleet.Selection;
import dev.edgewise.sdk.fleet.Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fleet as an application has named it. What is named of a tier, with an address or without,
 * narrows that tier to it; a tier of which nothing is named is whole when the application named the
 * orchestrator itself, and else empty. Not thread-safe.
 */
final class NamedFleet {
  static final String ENVIRONMENT = "EDGEWISE_ORCHESTRATOR";
  static final String DEFAULT_ORCHESTRATOR = "127.0.0.1:7443";

  private final List<Target> targets = new ArrayList<>();
  private final Set<String> edges = new LinkedHashSet<>();
  private final Set<String> zones = new LinkedHashSet<>();
  private Optional<String> orchestrator = Optional.empty();

  void edgeNode(String text) {
    if (Targets.isBare(text)) {
      edges.add(Targets.bare(text, "edgeNodes", "nyc-edge01"));
    } else {
      targets.add(Targets.edgeNode(text));
    }
  }

  void zone(String text) {
    if (Targets.isBare(text)) {
      zones.add(Targets.bare(text, "cloudZone", "west1"));
    } else {
      targets.addAll(Targets.zone(text));
    }
  }

  void target(Target target) {
    targets.add(target);
  }

  void orchestrator(String address) {
    orchestrator = Optional.of(Targets.orchestrator(address, "orchestrator"));
  }

  List<Target> targets() {
    return List.copyOf(targets);
  }

  Selection selection() {
    return new Selection(
        edges,
        zones,
        orchestrator.isPresent() && edges.isEmpty() && !isNamed(Tier.EDGE),
        orchestrator.isPresent() && zones.isEmpty() && !isNamed(Tier.CLOUD));
  }

  private boolean isNamed(Tier tier) {
    return targets.stream().anyMatch(target -> target.tier() == tier);
  }

  /** Whether an orchestrator is needed. */
  boolean isSteered() {
    return orchestrator.isPresent() || !edges.isEmpty() || !zones.isEmpty();
  }

  /** Where it is: as the application says, else as the environment says, else on this machine. */
  String orchestratorAddress(Map<String, String> environment) {
    return orchestrator.orElseGet(
        () -> {
          String named = environment.getOrDefault(ENVIRONMENT, "");
          return named.isBlank() ? DEFAULT_ORCHESTRATOR : Targets.orchestrator(named, ENVIRONMENT);
        });
  }

  void check() {
    if (targets.isEmpty() && !isSteered()) {
      throw EdgewiseException.of(
          ErrorCode.BAD_CLIENT,
          "No node was named. Use .orchestrator(\"host:7443\") for all nodes of a fleet,"
              + " .edgeNodes(\"name\") and .cloudZone(\"zone\") for some of it, the same with"
              + " addresses (\"name=host:port\") without an orchestrator, or Edgewise.local() for"
              + " this JVM.");
    }
  }
}
