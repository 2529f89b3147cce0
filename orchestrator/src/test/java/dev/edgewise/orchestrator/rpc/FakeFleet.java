package dev.edgewise.orchestrator.rpc;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Load;
import dev.edgewise.core.Node;
import dev.edgewise.core.Quarantine;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.orchestrator.node.Bytes;
import dev.edgewise.orchestrator.node.Figures;
import dev.edgewise.orchestrator.node.Machine;
import dev.edgewise.orchestrator.node.OfferedModel;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.node.Registration;
import dev.edgewise.orchestrator.node.Serving;
import dev.edgewise.orchestrator.overview.Client;
import dev.edgewise.orchestrator.overview.ClientStatus;
import dev.edgewise.orchestrator.overview.FleetCounts;
import dev.edgewise.orchestrator.overview.FleetOverview;
import dev.edgewise.orchestrator.overview.FleetSnapshot;
import dev.edgewise.orchestrator.overview.MemberState;
import dev.edgewise.orchestrator.overview.MemberStatus;
import dev.edgewise.orchestrator.quarantine.QuarantineStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;

/** A fleet that is what the test says. */
public final class FakeFleet implements FleetOverview {
  private final List<MemberStatus> members = new ArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private boolean settling;
  private FleetSnapshot.Faults faults = FleetSnapshot.Faults.NONE;

  @Override
  public synchronized FleetSnapshot snapshot() {
    return new FleetSnapshot(
        members,
        List.of(new ClientStatus(new Client("till-7", "nyc", "1"), Instant.EPOCH, 7)),
        settling,
        7,
        new FleetCounts(5, 2, 1),
        faults);
  }

  @Override
  public synchronized Optional<MemberStatus> drain(String node, boolean drain) {
    for (int i = 0; i < members.size(); i++) {
      MemberStatus member = members.get(i);
      if (member.name().equals(node)) {
        members.set(
            i,
            new MemberStatus(
                member.registration(),
                member.standing(),
                member.epoch(),
                member.lease(),
                member.leaseLeft(),
                new MemberStatus.Drain(drain, drain, false),
                member.load(),
                member.serving(),
                member.reachedBy(),
                member.quarantines()));
        return Optional.of(members.get(i));
      }
    }
    return Optional.empty();
  }

  @Override
  public synchronized Optional<MemberStatus> quarantine(
      String node, String service, boolean hold, String why) {
    QuarantineStatus asked =
        new QuarantineStatus(
            new Quarantine(service, Quarantine.Stage.ASKED, Optional.empty(), why),
            Instant.EPOCH,
            0);
    return holds(node, hold ? List.of(asked) : List.of());
  }

  /** What is under quarantine on a node. */
  public synchronized Optional<MemberStatus> holds(String node, List<QuarantineStatus> held) {
    members.replaceAll(
        member ->
            member.name().equals(node)
                ? new MemberStatus(
                    member.registration(),
                    member.standing(),
                    member.epoch(),
                    member.lease(),
                    member.leaseLeft(),
                    member.drain(),
                    member.load(),
                    member.serving(),
                    member.reachedBy(),
                    held)
                : member);
    return members.stream().filter(member -> member.name().equals(node)).findFirst();
  }

  /** What is known of services that fail. */
  public synchronized void knows(FleetSnapshot.Faults known) {
    faults = known;
  }

  @Override
  public void standBy(String node) {
    drain(node, true);
  }

  @Override
  public synchronized void ended(String node, String because) {
    members.removeIf(member -> member.name().equals(node));
  }

  @Override
  public Subscription listen(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Tells the listeners that something has changed. */
  public void changed() {
    listeners.forEach(Runnable::run);
  }

  /** Puts a node into the fleet. */
  public synchronized FakeFleet with(
      String name, Tier tier, MemberState state, String because, OfferedService... services) {
    members.add(
        new MemberStatus(
            new Registration(
                new Node(name, tier, new Site("nyc", Trust.OWN)),
                "127.0.0.1:7501",
                "0.1.0",
                List.of("shop"),
                List.of(services),
                List.of(new OfferedModel("face-short", "tflite", "shop.v1.Vision")),
                new Machine("Linux", "amd64", 4, 8L << 30, List.of("avx2")),
                List.of(new Accelerator("gpu", "L4", 24L << 30)),
                new Figures(OptionalDouble.of(0.5), OptionalDouble.empty(), OptionalDouble.empty()),
                false),
            new MemberStatus.Standing(state, Instant.EPOCH, because),
            17,
            Duration.ofSeconds(3),
            Duration.ofMillis(2400),
            new MemberStatus.Drain(false, false, false),
            Optional.of(
                new MemberStatus.LoadReport(
                    new Load(2, 1, 4, Duration.ofMillis(9), false, 3), Duration.ofMillis(200))),
            Optional.empty(),
            List.of("till-7"),
            List.of()));
    return this;
  }

  /** What a node says of its models and lanes. */
  public synchronized void serves(String name, Serving serving) {
    members.replaceAll(
        member ->
            member.name().equals(name)
                ? new MemberStatus(
                    member.registration(),
                    member.standing(),
                    member.epoch(),
                    member.lease(),
                    member.leaseLeft(),
                    member.drain(),
                    member.load(),
                    Optional.of(serving),
                    member.reachedBy(),
                    member.quarantines())
                : member);
  }

  /** Puts a node into another state, and tells. */
  public void becomes(String name, MemberState state, String because) {
    synchronized (this) {
      members.replaceAll(
          member ->
              member.name().equals(name)
                  ? new MemberStatus(
                      member.registration(),
                      new MemberStatus.Standing(state, Instant.EPOCH, because),
                      member.epoch(),
                      member.lease(),
                      member.leaseLeft(),
                      member.drain(),
                      member.load(),
                      member.serving(),
                      member.reachedBy(),
                      member.quarantines())
                  : member);
    }
    changed();
  }

  /** Whether stored nodes are waited for. */
  public synchronized void settles(boolean settling) {
    this.settling = settling;
  }

  /** A service without a descriptor set. */
  public static OfferedService service(String name, String... methods) {
    return new OfferedService(name, List.of(methods), Bytes.none());
  }
}
