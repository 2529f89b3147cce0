package dev.edgewise.orchestrator.fleet;

import dev.edgewise.annotations.Tier;
import dev.edgewise.orchestrator.node.Serving;
import dev.edgewise.orchestrator.overview.ClientStatus;
import dev.edgewise.orchestrator.overview.FleetSnapshot;
import dev.edgewise.orchestrator.overview.MemberStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Copies the state of a fleet for operators. */
final class Snapshots {
  private static final Comparator<MemberStatus> BY_PLACE =
      Comparator.<MemberStatus, Tier>comparing(status -> status.registration().node().tier())
          .thenComparing(status -> status.registration().node().site().name())
          .thenComparing(MemberStatus::name);

  private final Membership membership;
  private final Isolation isolation;
  private final Clients clients;
  private final FleetSettings settings;

  Snapshots(Membership membership, Isolation isolation, Clients clients, FleetSettings settings) {
    this.membership = membership;
    this.isolation = isolation;
    this.clients = clients;
    this.settings = settings;
  }

  FleetSnapshot of(long now, Instant wall, long viewVersion) {
    List<MemberStatus> members = new ArrayList<>();
    membership.members().forEach(member -> members.add(of(member, now, wall)));
    members.sort(BY_PLACE);
    List<ClientStatus> told = new ArrayList<>();
    for (Clients.Entry entry : clients.all()) {
      told.add(
          new ClientStatus(
              entry.client(), wall.minusNanos(now - entry.since()), entry.feed().sentVersion()));
    }
    return new FleetSnapshot(
        members,
        told,
        membership.isSettling(),
        viewVersion,
        membership.counts(),
        new FleetSnapshot.Faults(isolation.troubles(), isolation.begun()));
  }

  MemberStatus of(Member member, long now, Instant wall) {
    Life life = member.life();
    Lease lease = settings.grant(member.epoch(), member.registration().metered());
    Optional<Desired> desired = membership.desired(member.name());
    return new MemberStatus(
        member.registration(),
        new MemberStatus.Standing(
            life.state(), wall.minusNanos(now - life.since()), life.because()),
        member.epoch(),
        lease.duration(),
        Duration.ofNanos(leaseEnd(life) - now),
        new MemberStatus.Drain(
            membership.isDraining(member),
            desired.map(Desired::drain).orElse(false),
            desired.map(wish -> member.applied() >= wish.version()).orElse(false)),
        member
            .load()
            .map(
                load -> new MemberStatus.LoadReport(load, Duration.ofNanos(now - member.loadAt()))),
        member.serving().map(this::withTrails),
        reachedBy(member, now),
        isolation.statuses(member.name()));
  }

  private Serving withTrails(Serving serving) {
    return serving.with(membership.trails().with(serving.generations()));
  }

  private static long leaseEnd(Life life) {
    return switch (life) {
      case Life.Alive alive -> alive.leaseEnd();
      case Life.Suspect suspect -> suspect.lostAt();
      case Life.Islanded islanded -> islanded.lostAt();
      case Life.Gone gone -> gone.since();
    };
  }

  private List<String> reachedBy(Member member, long now) {
    List<String> names = new ArrayList<>();
    for (long stream : member.witnesses().reaching(now)) {
      clients.find(stream).ifPresent(entry -> names.add(entry.client().name()));
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }
}
