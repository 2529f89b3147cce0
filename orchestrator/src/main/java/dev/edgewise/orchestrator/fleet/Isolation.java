package dev.edgewise.orchestrator.fleet;

import dev.edgewise.core.Quarantine;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.overview.MemberState;
import dev.edgewise.orchestrator.quarantine.Attempts;
import dev.edgewise.orchestrator.quarantine.Offer;
import dev.edgewise.orchestrator.quarantine.QuarantineRules;
import dev.edgewise.orchestrator.quarantine.QuarantineStatus;
import dev.edgewise.orchestrator.quarantine.Quarantines;
import dev.edgewise.orchestrator.quarantine.Step;
import dev.edgewise.orchestrator.quarantine.StoredQuarantine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The members of a fleet together with the quarantines of their services, as views have them. Not
 * thread-safe.
 */
final class Isolation implements ViewSource {
  private final Membership membership;
  private final Quarantines quarantines;

  Isolation(Membership membership, StoredFleet stored, long now, Instant wall) {
    this.membership = membership;
    Map<String, Long> processes = new HashMap<>();
    stored.nodes().forEach(node -> processes.put(node.registration().name(), node.epoch()));
    this.quarantines =
        new Quarantines(QuarantineRules.STANDARD, stored.quarantines(), processes, now, wall);
  }

  /** A client, by the name of its application, says how attempts ended. */
  void heard(String client, List<Attempts> said, long now) {
    quarantines.heard(client, said, this::process, now);
  }

  private OptionalLong process(String node, String service) {
    return membership
        .member(node)
        .filter(member -> member.life().state().inView() && offers(member, service))
        .map(member -> OptionalLong.of(member.process()))
        .orElse(OptionalLong.empty());
  }

  private static boolean offers(Member member, String service) {
    for (OfferedService each : member.registration().services()) {
      if (each.name().equals(service)) {
        return true;
      }
    }
    return false;
  }

  /** Time has passed. While nodes are still coming back nothing is decided about them. */
  List<Effect> tick(long now, Instant wall) {
    return quarantines.isIdle() || membership.isSettling()
        ? List.of()
        : effects(quarantines.tick(offers(), now, wall));
  }

  private List<Offer> offers() {
    List<Offer> offers = new ArrayList<>();
    for (Member member : membership.members()) {
      MemberState state = member.life().state();
      if (state.inView()) {
        Set<String> services = new LinkedHashSet<>();
        member.registration().services().forEach(each -> services.add(each.name()));
        offers.add(
            new Offer(
                member.name(),
                member.registration().node().tier(),
                member.process(),
                state != MemberState.SUSPECT && !membership.isDraining(member),
                services));
      }
    }
    return offers;
  }

  /** Operators want the service not to be called on the node, or to be called again. */
  List<Effect> ask(String node, String service, boolean hold, String why, long now, Instant wall) {
    return effects(
        hold ? quarantines.ask(node, service, why, now, wall) : quarantines.release(node, service));
  }

  /** No process will have that name again. */
  List<Effect> forget(String node) {
    return effects(quarantines.forget(node));
  }

  private static List<Effect> effects(List<Step> steps) {
    List<Effect> effects = new ArrayList<>();
    for (Step step : steps) {
      effects.add(
          switch (step) {
            case Step.Note(String line) -> new Effect.Note(line);
            case Step.Keep(StoredQuarantine kept) ->
                new Effect.Store(new Change.PutQuarantine(kept));
            case Step.Forget(String node, String service) ->
                new Effect.Store(new Change.DropQuarantine(node, service));
          });
    }
    return effects;
  }

  @Override
  public Set<String> takeTouched() {
    Set<String> names = new LinkedHashSet<>(membership.takeTouched());
    names.addAll(quarantines.takeTouched());
    return names;
  }

  @Override
  public Optional<NodeEntry> entry(String name) {
    return membership.entry(name).map(entry -> entry.with(told(name)));
  }

  private List<Quarantine> told(String node) {
    return quarantines.isIdle() ? List.of() : quarantines.of(node);
  }

  List<QuarantineStatus> statuses(String node) {
    return quarantines.isIdle() ? List.of() : quarantines.statuses(node);
  }

  Map<String, String> troubles() {
    return quarantines.troubles();
  }

  long begun() {
    return quarantines.begun();
  }
}
