package dev.edgewise.orchestrator.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.overview.MemberState;
import dev.edgewise.orchestrator.rpc.FakeFleet;
import dev.edgewise.orchestrator.traffic.TrafficPicture;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ZoneKeeperTest {
  private final FakeFleet fleet = new FakeFleet();
  private final Backend backend = new Backend();
  private final Store store = new Store();
  private final List<ZoneEvent> events = new CopyOnWriteArrayList<>();
  private final ZoneKeeper keeper =
      new ZoneKeeper(
          List.of(World.template("west1", 0, 2, 0)),
          true,
          fleet,
          backend,
          store,
          service -> Map.of(),
          4,
          Clock.system(),
          new SplittableRandom(5));

  /** Nodes that run when they are asked to. */
  static final class Backend implements NodeBackend {
    final Map<String, String> nodes = new ConcurrentHashMap<>();
    final List<String> started = new CopyOnWriteArrayList<>();
    volatile boolean fails;

    @Override
    public String start(StartOrder order) throws IOException {
      if (fails) {
        throw new IOException("no room on the disk");
      }
      started.add(order.node());
      nodes.put(order.node(), "pid 1");
      return "pid 1";
    }

    @Override
    public void stop(String node, boolean force) {
      nodes.remove(node);
    }

    @Override
    public Map<String, String> running() {
      return new TreeMap<>(nodes);
    }

    @Override
    public String lastWords(String node) {
      return "";
    }

    @Override
    public void forget(String node) {}

    @Override
    public String fingerprint(ZoneTemplate template) {
      return "same";
    }
  }

  /** Forgets nothing; breaks when a test says so. */
  static final class Store implements ZoneStore {
    StoredZones stored = StoredZones.empty();
    final List<ZoneChange> changes = new CopyOnWriteArrayList<>();
    volatile boolean broken;

    @Override
    public StoredZones load() {
      return stored;
    }

    @Override
    public void commit(List<ZoneChange> more) {
      if (broken) {
        throw EdgewiseException.of(ErrorCode.BAD_STORE, "the disk is full");
      }
      changes.addAll(more);
    }
  }

  private void begin() {
    ZoneOverview.Subscription unused = keeper.listen(events::add);
    keeper.begin(() -> new TrafficPicture(Map.of(), Map.of(), Map.of(), 0, 0));
  }

  @AfterEach
  void close() {
    keeper.close();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time is over").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private ZoneStatus status() {
    return keeper.statuses().getFirst();
  }

  @Test
  void a_node_is_stored_before_it_is_started_and_taken_for_ready_when_it_registers() {
    begin();
    await(() -> !backend.started.isEmpty());
    assertThat(store.changes)
        .anySatisfy(
            change ->
                assertThat(change)
                    .isEqualTo(
                        new ZoneChange.PutNode(
                            new StoredZoneNode(
                                "west1-1", "west1", NodePhase.STARTING, false, "", 0))));
    // Else it would be ended as soon as it has told what it offers.
    assertThat(keeper.hold("west1", 1, Optional.empty())).isPresent();
    fleet.with("west1-1", Tier.CLOUD, MemberState.ALIVE, "");
    fleet.changed();
    await(() -> status().in(NodePhase.READY) == 1);
    assertThat(keeper.zones().getFirst().nodes()).isEqualTo(1);
    assertThat(events).extracting(ZoneEvent::what).contains("starts");
  }

  @Test
  void nothing_is_started_that_could_not_be_stored() {
    store.broken = true;
    begin();
    await(() -> !status().trouble().isEmpty());
    assertThat(backend.started).isEmpty();
    assertThat(status().trouble()).contains("could not be stored");

    store.broken = false;
    Optional<ZoneStatus> held = keeper.hold("west1", 1, Optional.empty());
    assertThat(held).isPresent();
    await(() -> !backend.started.isEmpty());
  }

  @Test
  void an_operator_is_answered_when_it_is_stored_and_cannot_ask_for_more_than_max() {
    begin();
    assertThat(keeper.hold("west1", 0, Optional.of(Duration.ofHours(1))))
        .hasValueSatisfying(
            zone -> {
              assertThat(zone.hold()).isPresent();
              assertThat(zone.wanted()).isZero();
            });
    assertThatThrownBy(() -> keeper.hold("west1", 3, Optional.empty()))
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_ACCEPTED))
        .hasMessageContaining("0 to 2");
    assertThat(keeper.hold("east1", 1, Optional.empty())).isEmpty();
    assertThat(keeper.release("west1")).hasValueSatisfying(z -> assertThat(z.hold()).isEmpty());
  }

  @Test
  void waking_is_answered_at_once_also_while_nothing_can_be_started() {
    backend.fails = true;
    begin();
    await(() -> !status().trouble().isEmpty());
    assertThat(keeper.wake("west1", "shop.v1.Vision/index", 1))
        .isInstanceOfSatisfying(
            Woken.Refused.class,
            refused -> assertThat(refused.because()).contains("no room on the disk"));
    assertThat(keeper.wake("east1", "shop.v1.Vision/index", 1)).isInstanceOf(Woken.Refused.class);
  }

  @Test
  void its_nodes_end_with_it_when_that_was_asked() {
    begin();
    await(() -> !backend.started.isEmpty());
    List<String> before = new ArrayList<>(backend.running().keySet());
    assertThat(before).isNotEmpty();
    keeper.close();
    assertThat(backend.running()).isEmpty();
  }
}
