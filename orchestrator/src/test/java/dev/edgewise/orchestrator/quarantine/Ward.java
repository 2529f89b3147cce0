package dev.edgewise.orchestrator.quarantine;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Quarantine;
import dev.edgewise.core.Quarantine.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A fleet of the edge tier with its quarantines, on time that a test moves. */
final class Ward {
  static final String VISION = "shop.v1.Vision";
  static final String CLOCK = "shop.v1.Clock";

  private final Map<String, Offer> offers = new LinkedHashMap<>();
  private final Map<String, StoredQuarantine> stored = new LinkedHashMap<>();
  final List<String> notes = new ArrayList<>();
  Quarantines quarantines =
      new Quarantines(QuarantineRules.STANDARD, List.of(), Map.of(), 0, Instant.EPOCH);
  long now = Duration.ofHours(1).toNanos();

  Ward(String... nodes) {
    for (String node : nodes) {
      has(node, 1, true);
    }
  }

  Instant wall() {
    return Instant.EPOCH.plusNanos(now);
  }

  void has(String node, long process, boolean takesCalls) {
    offers.put(node, new Offer(node, Tier.EDGE, process, takesCalls, Set.of(VISION, CLOCK)));
  }

  void loses(String node) {
    offers.remove(node);
  }

  List<Offer> offers() {
    return List.copyOf(offers.values());
  }

  /** A client says what became of calls. */
  void says(String client, String tenant, String node, String service, int answered, int failed) {
    Map<String, Integer> faults = failed == 0 ? Map.of() : Map.of("EW6006", failed);
    quarantines.heard(
        client,
        List.of(new Attempts(node, service, tenant, answered, faults)),
        (name, offered) -> {
          Offer offer = offers.get(name);
          return offer == null || !offer.services().contains(offered)
              ? OptionalLong.empty()
              : OptionalLong.of(offer.process());
        },
        now);
  }

  void says(String node, int answered, int failed) {
    says("shop", "", node, VISION, answered, failed);
  }

  void passes(Duration time) {
    now += time.toNanos();
    take(quarantines.tick(offers(), now, wall()));
  }

  void take(List<Step> steps) {
    for (Step step : steps) {
      switch (step) {
        case Step.Note(String line) -> notes.add(line);
        case Step.Keep(StoredQuarantine kept) ->
            stored.put(kept.node() + " " + kept.service(), kept);
        case Step.Forget(String node, String service) -> stored.remove(node + " " + service);
      }
    }
  }

  /** The orchestrator is another process now. */
  void restarts() {
    Map<String, Long> processes = new LinkedHashMap<>();
    offers.forEach((name, offer) -> processes.put(name, offer.process()));
    quarantines =
        new Quarantines(
            QuarantineRules.STANDARD, List.copyOf(stored.values()), processes, now, wall());
  }

  Optional<Stage> stage(String node, String service) {
    return quarantines.of(node).stream()
        .filter(each -> each.service().equals(service))
        .map(Quarantine::stage)
        .findFirst();
  }

  Optional<Stage> stage(String node) {
    return stage(node, VISION);
  }

  String because(String node) {
    return quarantines.of(node).get(0).because();
  }

  int stored() {
    return stored.size();
  }
}
