package dev.edgewise.orchestrator.fleet;

import dev.edgewise.core.Load;
import dev.edgewise.core.Sighting;
import dev.edgewise.core.Text;
import dev.edgewise.orchestrator.node.Limits;
import dev.edgewise.orchestrator.node.Registration;
import dev.edgewise.orchestrator.overview.FleetCounts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of a fleet: registrations, leases and their epochs, and what becomes of a node whose
 * lease is lost. Each event comes with its time in nanoseconds, which never goes back; what is to
 * be done about it is returned. Not thread-safe.
 *
 * <p>A node that loses its stream or lease is <em>suspect</em>, not gone: the orchestrator may be
 * the one that is cut off. Clients say whom they reach ({@link Witnesses}); with their word a
 * suspect node is <em>islanded</em>, and goes on being used. It is dead when every client that has
 * a word says that connections are refused, or when none has reached it for {@link
 * FleetSettings#gone}.
 *
 * <p>Epochs fence: a lease that is over cannot be renewed, and a name belongs to the process that
 * holds the newest epoch until it loses its lease.
 */
final class Membership implements ViewSource {
  private final FleetSettings settings;
  private final Map<String, Member> members = new HashMap<>();
  private final Map<Long, String> streams = new HashMap<>();
  private final Set<String> touched = new LinkedHashSet<>();
  private final Descriptors descriptors;
  private final Wishes wishes;
  private final Fate fate;
  private final Entrance entrance;
  private final Settling settling;
  private final Trails trails = new Trails();
  private long lastNumber;
  private FleetCounts counts = FleetCounts.NONE;

  Membership(FleetSettings settings, StoredFleet stored, long now) {
    this.settings = settings;
    this.descriptors = new Descriptors(settings.maxDescriptorBytes());
    this.wishes = new Wishes(stored.desired());
    this.fate = new Fate(settings);
    this.entrance = new Entrance(settings, descriptors);
    this.lastNumber = stored.lastNumber();
    List<String> names = new ArrayList<>();
    for (StoredNode node : stored.nodes()) {
      String name = node.registration().name();
      Life life =
          new Life.Suspect(now, now, "it has not come back since the orchestrator was started");
      members.put(
          name,
          new Member(
              descriptors.share(node.registration()),
              node.epoch(),
              life,
              settings.reach().toNanos()));
      lastNumber = Math.max(lastNumber, node.epoch());
      names.add(name);
      touched.add(name);
    }
    for (Desired desired : stored.desired().values()) {
      lastNumber = Math.max(lastNumber, desired.version());
    }
    this.settling = new Settling(names, now, settings.settle());
  }

  /** An agent says who its node is, or what it offers now. */
  List<Effect> register(long stream, Announcement said, long now) {
    List<Effect> effects = new ArrayList<>();
    String before = streams.get(stream);
    Member member = members.get(said.name());
    boolean room = member != null || Room.make(members, settings.maxNodes());
    Optional<Refusal> refusal =
        before == null
            ? entrance.refuse(said.registration(), member, said.held(), room)
            : entrance.refuseAgain(stream, said.registration(), before, member);
    if (refusal.isPresent()) {
      refuse(stream, refusal.get(), now, effects);
    } else if (before != null && member != null) {
      offerAnew(stream, said, member, now, effects);
    } else {
      grant(stream, said, member, now, effects);
    }
    return effects;
  }

  /** An agent renews its lease. */
  List<Effect> renew(long stream, Renewal renewal, long now) {
    List<Effect> effects = new ArrayList<>();
    Member member = memberOf(streams.get(stream));
    if (member == null) {
      refuse(stream, Entrance.notRegistered("Renew"), now, effects);
    } else if (member.life() instanceof Life.Alive alive
        && alive.stream() == stream
        && member.epoch() == renewal.epoch()) {
      member.renewed(alive.renewed(now), renewal, now);
      if (renewal.serving().isPresent()) {
        trails.told(member.name(), renewal.serving().get().generations());
      }
      touched.add(member.name());
      effects.add(new Effect.Renewed(stream, renewal.epoch()));
    } else {
      refuse(stream, Entrance.leaseIsOver(member, renewal.epoch()), now, effects);
    }
    return effects;
  }

  /** A node does what was wanted of it as of {@code version}. */
  List<Effect> applied(long stream, long version, long now) {
    List<Effect> effects = new ArrayList<>();
    Member member = memberOf(streams.get(stream));
    if (member == null) {
      refuse(stream, Entrance.notRegistered("Applied"), now, effects);
    } else if (member.isAliveOn(stream)) {
      member.applied(Math.min(version, lastNumber));
      touched.add(member.name());
    }
    return effects;
  }

  /** A node stops for good, and says why in words for people; they may be empty. */
  List<Effect> deregister(long stream, String because, long now) {
    List<Effect> effects = new ArrayList<>();
    Member member = memberOf(streams.get(stream));
    if (member != null && member.isAliveOn(stream)) {
      String said = Text.line(because, Limits.TEXT);
      leave(member, new Life.Gone(now, true, said.isEmpty() ? "it stopped" : said), effects);
    }
    return effects;
  }

  /** A stream has ended, whoever ended it. */
  List<Effect> closed(long stream, String because, long now) {
    List<Effect> effects = new ArrayList<>();
    Member member = memberOf(streams.remove(stream));
    if (member != null && member.isAliveOn(stream)) {
      lose(member, because, now, effects);
    }
    return effects;
  }

  /** A client says how it fares with nodes; names that are no members are passed over. */
  List<Effect> saw(long client, List<Sighting> sightings, long now) {
    List<Effect> effects = new ArrayList<>();
    for (Sighting sighting : sightings) {
      Member member = members.get(sighting.node());
      if (member != null && member.life().state().inView()) {
        member.witnesses().hear(client, sighting, now);
        weigh(member, now, effects);
      }
    }
    return effects;
  }

  /** A client's stream has ended: what it said counts no more. */
  void clientLeft(long client) {
    members.values().forEach(member -> member.witnesses().forget(client));
  }

  /** Operators want a member to take no new calls, or to take them again. */
  List<Effect> drain(String node, boolean drain) {
    Member member = members.get(node);
    if (member == null || wishes.of(node).map(Desired::drain).orElse(false) == drain) {
      return List.of();
    }
    List<Effect> effects = new ArrayList<>();
    Desired desired = wish(node, drain, effects);
    touched.add(node);
    effects.add(new Effect.Note("node " + node + (drain ? " is to drain" : " is to take calls")));
    if (member.life() instanceof Life.Alive alive) {
      effects.add(new Effect.Want(alive.stream(), desired));
    }
    return effects;
  }

  /** A node, also one that is yet to come, is to take no calls until it is told to. */
  List<Effect> standBy(String node) {
    List<Effect> effects = new ArrayList<>(drain(node, true));
    if (!wishes.drains(node)) {
      wish(node, true, effects);
    }
    return effects;
  }

  /** Whoever started a node knows that its process is over; one of its name that follows is new. */
  List<Effect> ended(String node, String because, long now) {
    List<Effect> effects = new ArrayList<>();
    Member member = members.get(node);
    if (member != null && member.life().state().inView()) {
      if (member.life() instanceof Life.Alive alive) {
        streams.remove(alive.stream());
      }
      leave(member, new Life.Gone(now, false, because), effects);
    }
    if (wishes.forget(node)) {
      effects.add(new Effect.Store(new Change.DropDesired(node)));
    }
    return effects;
  }

  /** Time has passed: leases end, suspects die, and the dead are forgotten. */
  List<Effect> tick(long now) {
    List<Effect> effects = new ArrayList<>();
    settling.tick(now);
    for (Member member : List.copyOf(members.values())) {
      switch (member.life()) {
        case Life.Alive alive when now - alive.leaseEnd() >= 0 ->
            lose(member, "its lease was not renewed", now, effects);
        case Life.Alive _ -> {}
        case Life.Suspect _, Life.Islanded _ -> weigh(member, now, effects);
        case Life.Gone gone when now - gone.since() >= settings.remember().toNanos() ->
            members.remove(member.name());
        case Life.Gone _ -> {}
      }
    }
    return effects;
  }

  /** A client holds the view {@code held}; one that was never made here tells of a lost store. */
  Optional<Effect> clientHolds(long held, long made, long now) {
    return held > made && settling.startOver(now)
        ? Optional.of(
            new Effect.Note(
                "a client knows a newer view than was ever made here, so the store is another one"
                    + " than before: no view is sent until nodes had time to come back"))
        : Optional.empty();
  }

  /** Whether stored nodes are still waited for. */
  boolean isSettling() {
    return !settling.isOver();
  }

  @Override
  public Set<String> takeTouched() {
    Set<String> names = new LinkedHashSet<>(touched);
    touched.clear();
    return names;
  }

  @Override
  public Optional<NodeEntry> entry(String name) {
    Member member = members.get(name);
    if (member == null || !member.life().state().inView()) {
      return Optional.empty();
    }
    return Optional.of(
        new NodeEntry(
            member.registration(),
            member.epoch(),
            member.life().state(),
            isDraining(member),
            member.load(),
            member.load().isPresent() ? member.loadAt() : 0,
            List.of()));
  }

  FleetCounts counts() {
    return counts;
  }

  Collection<Member> members() {
    return members.values();
  }

  Optional<Member> member(String name) {
    return Optional.ofNullable(members.get(name));
  }

  Optional<Desired> desired(String name) {
    return wishes.of(name);
  }

  Trails trails() {
    return trails;
  }

  /** A node drains as soon as it is asked to, before it has heard of it. */
  boolean isDraining(Member member) {
    return wishes.drains(member.name()) || member.load().map(Load::draining).orElse(false);
  }

  private @Nullable Member memberOf(@Nullable String name) {
    return name == null ? null : members.get(name);
  }

  private void offerAnew(
      long stream, Announcement said, Member member, long now, List<Effect> effects) {
    Registration shared = descriptors.share(said.registration());
    descriptors.release(member.registration());
    member.offers(shared);
    member.reports(said.load(), now);
    touched.add(member.name());
    effects.add(new Effect.Store(new Change.PutNode(new StoredNode(shared, member.epoch()))));
    effects.add(new Effect.Grant(stream, settings.grant(member.epoch(), shared.metered())));
  }

  private void grant(
      long stream, Announcement said, @Nullable Member known, long now, List<Effect> effects) {
    String name = said.name();
    if (known != null && known.life() instanceof Life.Alive older) {
      streams.remove(older.stream());
      effects.add(
          new Effect.Refuse(
              older.stream(),
              Refusal.fenced("The same agent has opened a newer stream for " + name + ".")));
    }
    lastNumber = Math.max(lastNumber, said.held()) + 1;
    Registration shared = descriptors.share(said.registration());
    Lease lease = settings.grant(lastNumber, shared.metered());
    Life.Alive alive =
        new Life.Alive(now, stream, lease.duration(), now + lease.duration().toNanos());
    Member member = known;
    if (member == null) {
      member = new Member(shared, lease.epoch(), alive, settings.reach().toNanos());
      members.put(name, member);
    } else {
      descriptors.release(member.registration());
    }
    member.grant(shared, lease.epoch(), said.held(), alive);
    member.reports(said.load(), now);
    member.startsFrom(said.applied());
    streams.put(stream, name);
    settling.decided(name);
    touched.add(name);
    counts = counts.withRegistration();
    effects.add(new Effect.Store(new Change.PutNode(new StoredNode(shared, lease.epoch()))));
    Desired desired = wishes.of(name).orElseGet(() -> wish(name, false, effects));
    effects.add(new Effect.Grant(stream, lease));
    effects.add(new Effect.Want(stream, desired));
    effects.add(new Effect.Note("node " + name + " holds lease " + lease.epoch()));
  }

  private Desired wish(String node, boolean drain, List<Effect> effects) {
    Desired desired = new Desired(++lastNumber, drain);
    wishes.put(node, desired);
    effects.add(new Effect.Store(new Change.PutDesired(node, desired)));
    return desired;
  }

  private void lose(Member member, String because, long now, List<Effect> effects) {
    counts = counts.withLostLease();
    member.becomes(new Life.Suspect(now, now, because));
    touched.add(member.name());
    effects.add(new Effect.Note("node " + member.name() + " is suspect: " + because));
    weigh(member, now, effects);
  }

  private void weigh(Member member, long now, List<Effect> effects) {
    Optional<Life> next = fate.next(member, now);
    if (next.isEmpty()) {
      return;
    }
    if (next.get() instanceof Life.Gone gone) {
      leave(member, gone, effects);
      return;
    }
    member.becomes(next.get());
    touched.add(member.name());
    String what = next.get().state().word() + ": " + next.get().because();
    effects.add(new Effect.Note("node " + member.name() + " is " + what));
  }

  private void leave(Member member, Life.Gone gone, List<Effect> effects) {
    String name = member.name();
    member.becomes(gone);
    descriptors.release(member.registration());
    member.offers(Descriptors.without(member.registration()));
    settling.decided(name);
    touched.add(name);
    effects.add(new Effect.Store(new Change.DropNode(name)));
    if (wishes.forgetPlain(name)) {
      effects.add(new Effect.Store(new Change.DropDesired(name)));
    }
    effects.add(
        new Effect.Note(
            "node " + name + " " + (gone.left() ? "left: " : "is dead: ") + gone.because()));
  }

  private void refuse(long stream, Refusal refusal, long now, List<Effect> effects) {
    if (refusal.kind() == Refusal.Kind.FENCED) {
      counts = counts.withFenced();
    }
    effects.add(new Effect.Refuse(stream, refusal));
    Member member = memberOf(streams.remove(stream));
    if (member != null && member.isAliveOn(stream)) {
      lose(member, "its stream was refused: " + refusal.code().id(), now, effects);
    }
  }
}
