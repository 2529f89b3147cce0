package dev.edgewise.orchestrator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Sighting;
import dev.edgewise.orchestrator.node.Bytes;
import dev.edgewise.orchestrator.node.Registration;
import dev.edgewise.orchestrator.overview.MemberState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds whatever happens, in random fleets from seeds that the failure names. */
final class MembershipPropertiesTest {
  private static final int RUNS = 150;
  private static final int EVENTS = 400;
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

  /** A process: what it holds, and over which stream. */
  private static final class Agent {
    private final String name;
    private final String address;
    private long stream;
    private long epoch;
    private boolean connected;
    private long renewedAt;

    private Agent(String name, int number) {
      this.name = name;
      this.address = "127.0.0.1:" + (7_000 + number);
    }
  }

  /** One random fleet with its clients. */
  private static final class World {
    private final Random random;
    private Membership membership;
    private ViewMaker views;
    private final List<Agent> processes = new ArrayList<>();
    private final Map<String, NodeEntry> client = new LinkedHashMap<>();
    private final Map<String, StoredNode> storedNodes = new HashMap<>();
    private final Map<String, Desired> storedDesired = new HashMap<>();
    private long storedNumber;
    private long storedFloor;
    private long clientVersion;
    private long lastEpoch;
    private long lastStream;
    private long now = 1_000_000_000L;

    private World(long seed) {
      random = new Random(seed);
      membership = new Membership(FleetSettings.standard(), StoredFleet.empty(), now);
      views = new ViewMaker(0, FleetSettings.standard().loadRefresh());
      for (int i = 0; i < 8; i++) {
        processes.add(new Agent(NAMES.get(i % NAMES.size()), i));
      }
      views.reserve().ifPresent(this::store);
      resync();
    }

    private void step() {
      now += Duration.ofMillis(random.nextInt(400)).toNanos();
      Agent process = processes.get(random.nextInt(processes.size()));
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> register(process);
        case 3, 4, 5, 6 -> renew(process);
        case 7 -> close(process);
        case 8 -> does(membership.saw(random.nextInt(3), List.of(sighting()), now));
        case 9 -> does(membership.drain(process.name, random.nextBoolean()));
        case 10 -> {
          if (random.nextInt(6) == 0 && process.connected) {
            does(membership.deregister(process.stream, "", now));
            process.connected = false;
          }
        }
        default -> {
          if (random.nextInt(20) == 0) {
            restart();
          }
        }
      }
      boolean[] inTime = new boolean[processes.size()];
      for (int i = 0; i < inTime.length; i++) {
        Agent each = processes.get(i);
        inTime[i] = each.connected && now - each.renewedAt < Duration.ofSeconds(3).toNanos();
      }
      does(membership.tick(now));
      for (int i = 0; i < inTime.length; i++) {
        if (inTime[i]) {
          assertThat(membership.member(processes.get(i).name).orElseThrow().life().state())
              .as("a node that renews in time")
              .isEqualTo(MemberState.ALIVE);
        }
      }
      tellClient();
    }

    private Sighting sighting() {
      Sighting.Kind[] kinds = Sighting.Kind.values();
      return new Sighting(
          NAMES.get(random.nextInt(NAMES.size())),
          kinds[random.nextInt(kinds.length)],
          Optional.of(Duration.ofMillis(random.nextInt(2_000))));
    }

    private void register(Agent process) {
      if (process.connected && random.nextBoolean()) {
        return;
      }
      long stream = ++lastStream;
      for (Effect effect :
          does(
              membership.register(
                  stream,
                  new Announcement(
                      Samples.node(process.name, process.address),
                      Samples.load(random.nextInt(3)),
                      process.epoch,
                      0),
                  now))) {
        if (effect instanceof Effect.Grant(long to, Lease lease) && to == stream) {
          assertThat(lease.epoch()).as("epochs never go back").isGreaterThan(lastEpoch);
          lastEpoch = lease.epoch();
          process.stream = stream;
          process.epoch = lease.epoch();
          process.connected = true;
          process.renewedAt = now;
        }
      }
    }

    private void renew(Agent process) {
      if (process.connected) {
        List<Effect> effects =
            does(
                membership.renew(
                    process.stream,
                    Samples.renewal(process.epoch, Samples.load(random.nextInt(3))),
                    now));
        if (effects.contains(new Effect.Renewed(process.stream, process.epoch))) {
          process.renewedAt = now;
        }
      }
    }

    private void close(Agent process) {
      if (process.connected) {
        process.connected = false;
        does(membership.closed(process.stream, "lost", now));
      }
    }

    private void restart() {
      processes.forEach(process -> process.connected = false);
      membership =
          new Membership(
              FleetSettings.standard(),
              new StoredFleet(
                  storedNumber, storedFloor, List.copyOf(storedNodes.values()), storedDesired),
              now);
      long before = views.version();
      views = new ViewMaker(storedFloor, FleetSettings.standard().loadRefresh());
      assertThat(views.version()).as("versions never go back").isGreaterThan(before);
      // A client that comes back is sent the full view, whatever it has.
      assertThat(views.changes(membership).isPresent()).isEqualTo(!storedNodes.isEmpty());
      views.reserve().ifPresent(this::store);
      resync();
    }

    private void resync() {
      client.clear();
      views.full().nodes().forEach(entry -> client.put(entry.name(), entry));
      clientVersion = views.version();
    }

    private void tellClient() {
      views.changes(membership).ifPresent(this::apply);
      if (random.nextInt(4) == 0) {
        apply(views.pulse(membership));
      }
      views.reserve().ifPresent(this::store);
      assertThat(List.copyOf(client.values()))
          .as("all deltas applied are the full view")
          .containsExactlyInAnyOrderElementsOf(views.full().nodes());
      assertThat(views.full().version()).isEqualTo(clientVersion);
      for (String name : NAMES) {
        Optional<NodeEntry> entry = membership.entry(name);
        assertThat(client.containsKey(name)).as(name + " in view").isEqualTo(entry.isPresent());
        entry.ifPresent(
            now -> {
              NodeEntry told = client.get(name);
              assertThat(told != null && !now.differsIn(told)).as(name + " up to date").isTrue();
            });
      }
    }

    private void apply(ViewMessage.Delta delta) {
      assertThat(delta.from()).isEqualTo(clientVersion);
      delta.changed().forEach(entry -> client.put(entry.name(), entry));
      delta.removed().forEach(client::remove);
      clientVersion = delta.version();
    }

    private List<Effect> does(List<Effect> effects) {
      for (Effect effect : effects) {
        switch (effect) {
          case Effect.Store(Change change) -> store(change);
          case Effect.Refuse(long stream, Refusal _) ->
              processes.stream()
                  .filter(process -> process.stream == stream)
                  .forEach(process -> process.connected = false);
          case Effect.Grant _, Effect.Renewed _, Effect.Want _, Effect.Note _ -> {}
        }
      }
      return effects;
    }

    private void store(Change change) {
      switch (change) {
        case Change.PutNode(StoredNode node) -> {
          storedNodes.put(node.registration().name(), node);
          storedNumber = Math.max(storedNumber, node.epoch());
        }
        case Change.DropNode(String name) -> storedNodes.remove(name);
        case Change.PutDesired(String name, Desired desired) -> {
          storedDesired.put(name, desired);
          storedNumber = Math.max(storedNumber, desired.version());
        }
        case Change.DropDesired(String name) -> storedDesired.remove(name);
        case Change.PutQuarantine _, Change.DropQuarantine _ -> {}
        case Change.ViewFloor(long version) -> storedFloor = version;
      }
    }
  }

  @Test
  void epochs_and_versions_grow_live_nodes_live_and_deltas_add_up() {
    for (long seed = 0; seed < RUNS; seed++) {
      World world = new World(seed);
      for (int i = 0; i < EVENTS; i++) {
        try {
          world.step();
        } catch (AssertionError | RuntimeException e) {
          throw new AssertionError("seed " + seed + ", event " + i + ": " + e.getMessage(), e);
        }
      }
    }
  }

  @Test
  void descriptor_sets_are_held_once_and_let_go_with_their_last_node() {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      Descriptors descriptors = new Descriptors(1_000);
      List<Registration> held = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        if (random.nextBoolean() || held.isEmpty()) {
          Bytes bytes = Bytes.of(new byte[100 + random.nextInt(5)]);
          held.add(descriptors.share(Samples.node("n", "h:1", bytes)));
        } else {
          descriptors.release(held.remove(random.nextInt(held.size())));
        }
        long distinct =
            held.stream()
                .map(registration -> registration.services().getFirst().descriptorSet())
                .distinct()
                .mapToLong(Bytes::size)
                .sum();
        assertThat(descriptors.total()).as("seed " + seed).isEqualTo(distinct);
      }
    }
  }
}
