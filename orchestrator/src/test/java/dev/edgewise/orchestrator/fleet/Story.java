package dev.edgewise.orchestrator.fleet;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Sighting;
import dev.edgewise.orchestrator.node.Registration;
import dev.edgewise.orchestrator.node.Serving;
import dev.edgewise.orchestrator.overview.MemberState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A fleet on virtual time, told as a story. Agents renew each second until they fall silent; what
 * they are answered is kept.
 */
final class Story {
  private final FleetSettings settings;
  private final Membership membership;
  private final Map<Long, Long> epochs = new HashMap<>();
  private final Map<Long, Refusal> refusals = new HashMap<>();
  private final Map<Long, Desired> wanted = new HashMap<>();
  private final List<Change> stored = new ArrayList<>();
  private final Set<Long> beating = new HashSet<>();
  private long lastStream;
  private long now = Duration.ofHours(1).toNanos();

  Story() {
    this(FleetSettings.standard(), StoredFleet.empty());
  }

  Story(FleetSettings settings, StoredFleet stored) {
    this.settings = settings;
    this.membership = new Membership(settings, stored, now);
  }

  long registers(Registration registration) {
    return registers(registration, 0);
  }

  /** A process that held {@code held} opens a stream. */
  long registers(Registration registration, long held) {
    long stream = ++lastStream;
    does(membership.register(stream, Samples.announces(registration, held), now));
    if (epochs.containsKey(stream)) {
      beating.add(stream);
    }
    return stream;
  }

  void registersAgain(long stream, Registration registration) {
    does(membership.register(stream, Samples.announces(registration, 0), now));
  }

  void renews(long stream, long epoch) {
    does(membership.renew(stream, Samples.renewal(epoch, Samples.load(1)), now));
  }

  /** Renews, and says how its models and lanes are. */
  void serves(long stream, Serving serving) {
    Renewal renewal = new Renewal(epoch(stream), Optional.empty(), Optional.of(serving));
    does(membership.renew(stream, renewal, now));
  }

  Optional<Serving> serving(String node) {
    return membership.member(node).orElseThrow().serving();
  }

  /** As operators are shown it. */
  Serving shown(String node) {
    Member member = membership.member(node).orElseThrow();
    return new Snapshots(
            membership,
            new Isolation(membership, StoredFleet.empty(), now, Instant.EPOCH),
            new Clients(1),
            settings)
        .of(member, now, Instant.EPOCH)
        .serving()
        .orElseThrow();
  }

  void applies(long stream, long version) {
    does(membership.applied(stream, version, now));
  }

  void deregisters(long stream) {
    beating.remove(stream);
    does(membership.deregister(stream, "asked to stop", now));
  }

  void closes(long stream) {
    beating.remove(stream);
    does(membership.closed(stream, "its connection was lost", now));
  }

  void fallsSilent(long stream) {
    beating.remove(stream);
  }

  void says(long client, Sighting... sightings) {
    does(membership.saw(client, List.of(sightings), now));
  }

  void leaves(long client) {
    membership.clientLeft(client);
  }

  void drains(String node, boolean drain) {
    does(membership.drain(node, drain));
  }

  void standsBy(String node) {
    does(membership.standBy(node));
  }

  /** Its process is over. */
  void ends(String node) {
    does(membership.ended(node, "its process has ended", now));
  }

  /** Time passes in steps of 100 ms. */
  void passes(Duration time, Runnable... each) {
    long end = now + time.toNanos();
    long step = Duration.ofMillis(100).toNanos();
    for (long beat = 0; now < end; beat++) {
      now += step;
      for (Runnable something : each) {
        something.run();
      }
      if (beat % 10 == 9) {
        List.copyOf(beating).forEach(stream -> renews(stream, epoch(stream)));
      }
      does(membership.tick(now));
    }
  }

  MemberState state(String node) {
    return membership.member(node).orElseThrow().life().state();
  }

  String because(String node) {
    return membership.member(node).orElseThrow().life().because();
  }

  boolean knows(String node) {
    return membership.member(node).isPresent();
  }

  Optional<NodeEntry> entry(String node) {
    return membership.entry(node);
  }

  boolean settling() {
    return membership.isSettling();
  }

  long epoch(long stream) {
    return requireNonNull(epochs.get(stream), "no lease was granted");
  }

  @Nullable Refusal refusal(long stream) {
    return refusals.get(stream);
  }

  @Nullable Desired wanted(long stream) {
    return wanted.get(stream);
  }

  long applied(String node) {
    return membership.member(node).orElseThrow().applied();
  }

  Membership membership() {
    return membership;
  }

  long now() {
    return now;
  }

  List<Change> stored() {
    return stored;
  }

  /** A new process that has only what was stored. */
  Story restarts() {
    Map<String, StoredNode> nodes = new HashMap<>();
    Map<String, Desired> desired = new HashMap<>();
    long last = 0;
    for (Change change : stored) {
      switch (change) {
        case Change.PutNode(StoredNode node) -> {
          nodes.put(node.registration().name(), node);
          last = Math.max(last, node.epoch());
        }
        case Change.DropNode(String name) -> nodes.remove(name);
        case Change.PutDesired(String name, Desired wish) -> {
          desired.put(name, wish);
          last = Math.max(last, wish.version());
        }
        case Change.DropDesired(String name) -> desired.remove(name);
        case Change.PutQuarantine _, Change.DropQuarantine _ -> {}
        case Change.ViewFloor _ -> {}
      }
    }
    return new Story(settings, new StoredFleet(last, 0, List.copyOf(nodes.values()), desired));
  }

  private void does(List<Effect> effects) {
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Store(Change change) -> stored.add(change);
        case Effect.Grant(long stream, Lease lease) -> epochs.put(stream, lease.epoch());
        case Effect.Renewed _, Effect.Note _ -> {}
        case Effect.Want(long stream, Desired desired) -> wanted.put(stream, desired);
        case Effect.Refuse(long stream, Refusal refusal) -> {
          refusals.put(stream, refusal);
          beating.remove(stream);
        }
      }
    }
  }
}
