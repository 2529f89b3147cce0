package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Load;
import dev.edgewise.core.Node;
import dev.edgewise.orchestrator.overview.FleetSnapshot;
import dev.edgewise.orchestrator.overview.MemberState;
import dev.edgewise.orchestrator.overview.MemberStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the fleet and the back-end say of nodes at a moment. */
final class FleetSights implements Sights {
  private final Map<String, MemberStatus> members = new HashMap<>();
  private final Set<String> running;
  private final Map<String, NodeNumbers> numbers;
  private final NodeBackend backend;

  FleetSights(
      FleetSnapshot fleet,
      Set<String> running,
      Map<String, NodeNumbers> numbers,
      NodeBackend backend) {
    this.running = Set.copyOf(running);
    this.numbers = Map.copyOf(numbers);
    this.backend = requireNonNull(backend, "backend");
    fleet.members().forEach(member -> members.put(member.name(), member));
  }

  @Override
  public Sight of(String node) {
    boolean runs = running.contains(node);
    MemberStatus member = members.get(node);
    if (member == null || !member.standing().state().inView()) {
      return runs ? Sight.PROCESS : Sight.NOTHING;
    }
    Optional<Load> load = member.load().map(MemberStatus.LoadReport::load);
    int atWork = load.map(Load::requestsInFlight).orElse(0);
    return new Sight(
        runs,
        member.standing().state() != MemberState.SUSPECT,
        member.drain().draining(),
        load.map(Load::draining).orElse(false) && atWork == 0,
        atWork,
        member.epoch(),
        Optional.of(member.registration()),
        member.quarantines());
  }

  @Override
  public Set<String> membersOf(String zone) {
    Set<String> names = new TreeSet<>();
    members.forEach(
        (name, member) -> {
          Node node = member.registration().node();
          if (node.tier() == Tier.CLOUD
              && node.site().name().equals(zone)
              && member.standing().state().inView()) {
            names.add(name);
          }
        });
    return names;
  }

  @Override
  public Set<String> running() {
    return running;
  }

  @Override
  public NodeNumbers numbers(String zone) {
    return numbers.getOrDefault(zone, NodeNumbers.all());
  }

  @Override
  public String lastWords(String node) {
    return backend.lastWords(node);
  }
}
