package dev.edgewise.orchestrator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.overview.FleetOverview;
import dev.edgewise.orchestrator.overview.FleetSnapshot;
import dev.edgewise.orchestrator.overview.MemberState;
import dev.edgewise.orchestrator.overview.MemberStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The keeper, stepped by hand on virtual time. */
final class FleetKeeperTest {
  private final ManualClock clock = new ManualClock();
  private final MemoryStore store = new MemoryStore();
  private FleetKeeper keeper = keeper();

  @Test
  void a_client_gets_the_full_view_at_once_and_then_deltas() {
    FakeClient client = new FakeClient(keeper, "shop");
    keeper.turn(null);
    assertThat(client.view).isEmpty();
    assertThat(client.messages).hasSize(1).first().isInstanceOf(ViewMessage.Full.class);

    FakeAgent agent = new FakeAgent(keeper).registers(Samples.node("nyc"), 0);
    keeper.turn(null);

    assertThat(agent.leases).hasSize(1);
    assertThat(agent.handled).isEqualTo(1);
    assertThat(client.view.keySet()).containsExactly("nyc");
    assertThat(client.messages).hasSize(2).last().isInstanceOf(ViewMessage.Delta.class);
  }

  @Test
  void a_client_that_knows_a_newer_view_is_not_told_that_the_fleet_is_empty() {
    keeper.turn(null);
    FakeClient client = new FakeClient(keeper, "shop", 12_345);
    keeper.turn(null);
    new FakeAgent(keeper).registers(Samples.node("nyc"), 0);
    passes(Duration.ofSeconds(2));
    assertThat(client.messages).as("who else was there is not known").isEmpty();
    new FakeAgent(keeper).registers(Samples.node("london"), 0);

    passes(Duration.ofSeconds(3));

    assertThat(client.view.keySet()).containsExactlyInAnyOrder("nyc", "london");
  }

  @Test
  void no_client_can_hold_views_up_for_ever() {
    new FakeClient(keeper, "shop", 12_345);
    passes(Duration.ofSeconds(6));

    FakeClient again = new FakeClient(keeper, "shop", 99_999);
    keeper.turn(null);

    assertThat(again.messages).hasSize(1);
  }

  @Test
  void a_client_hears_of_a_quiet_fleet_each_second() {
    FakeClient client = new FakeClient(keeper, "shop");

    passes(Duration.ofSeconds(10));

    assertThat(client.messages).hasSize(11);
    assertThat(client.version).isEqualTo(1);
  }

  @Test
  void loads_are_gathered_but_a_lost_stream_is_told_at_once() {
    FakeClient client = new FakeClient(keeper, "shop");
    FakeAgent agent = new FakeAgent(keeper).registers(Samples.node("nyc"), 0);
    passes(Duration.ofSeconds(1));
    int before = client.messages.size();

    for (int i = 1; i <= 5; i++) {
      keeper.renew(agent.stream, agent, Samples.renewal(agent.epoch(), Samples.load(i)));
      keeper.turn(null);
    }
    assertThat(client.messages).hasSize(before);
    passes(Duration.ofSeconds(1));
    assertThat(client.messages).hasSize(before + 1);
    assertThat(client.node("nyc").load()).isEqualTo(Samples.load(5));

    keeper.agentClosed(agent.stream, "its connection was lost");
    keeper.turn(null);
    assertThat(client.node("nyc").state()).isEqualTo(MemberState.SUSPECT);
  }

  @Test
  void a_load_that_does_not_change_is_told_again_because_of_its_age() {
    FakeClient client = new FakeClient(keeper, "shop");
    FakeAgent agent = new FakeAgent(keeper).registers(Samples.node("nyc"), 0);
    passes(Duration.ofSeconds(1));
    long told = client.node("nyc").loadAt();

    for (int i = 0; i < 7; i++) {
      keeper.renew(agent.stream, agent, Samples.renewal(agent.epoch(), Samples.load(0)));
      passes(Duration.ofSeconds(1));
    }

    assertThat(client.node("nyc").loadAt()).isGreaterThan(told);
  }

  @Test
  void a_slow_client_gets_the_view_of_the_moment_instead_of_a_queue() {
    FakeClient client = new FakeClient(keeper, "shop");
    keeper.turn(null);
    client.slow = true;
    for (int i = 0; i < 40; i++) {
      new FakeAgent(keeper).registers(Samples.node("n" + i), 0);
      keeper.turn(null);
    }
    assertThat(client.messages).hasSize(1);

    client.slow = false;
    keeper.ready(client.stream);
    keeper.turn(null);

    assertThat(client.messages).hasSize(2).last().isInstanceOf(ViewMessage.Full.class);
    assertThat(client.view).hasSize(40);
  }

  @Test
  void a_resync_is_answered_with_the_full_view() {
    FakeClient client = new FakeClient(keeper, "shop");
    keeper.turn(null);

    keeper.resync(client.stream);
    keeper.turn(null);

    assertThat(client.messages).hasSize(2).last().isInstanceOf(ViewMessage.Full.class);
  }

  @Test
  void a_restarted_orchestrator_sends_no_view_before_its_nodes_are_back() {
    FakeAgent nyc = new FakeAgent(keeper).registers(Samples.node("nyc"), 0);
    FakeAgent london = new FakeAgent(keeper).registers(Samples.node("london"), 0);
    FakeClient before = new FakeClient(keeper, "shop");
    keeper.turn(null);

    keeper = keeper();
    FakeClient client = new FakeClient(keeper, "shop");
    passes(Duration.ofMillis(500));
    assertThat(client.messages).isEmpty();
    assertThat(keeper.snapshot().settling()).isTrue();
    FakeAgent again = new FakeAgent(keeper).registers(Samples.node("nyc"), nyc.epoch());
    passes(Duration.ofMillis(500));
    assertThat(client.messages).isEmpty();
    new FakeAgent(keeper).registers(Samples.node("london"), london.epoch());
    keeper.turn(null);

    assertThat(client.view.keySet()).containsExactlyInAnyOrder("nyc", "london");
    assertThat(client.version).isGreaterThan(before.version);
    assertThat(again.epoch()).isGreaterThan(Math.max(nyc.epoch(), london.epoch()));
  }

  @Test
  void a_restarted_orchestrator_waits_for_nobody_longer_than_a_lease_and_jitter() {
    new FakeAgent(keeper).registers(Samples.node("nyc"), 0);
    keeper.turn(null);

    keeper = keeper();
    FakeClient client = new FakeClient(keeper, "shop");
    passes(Duration.ofMillis(3_900));
    assertThat(client.messages).isEmpty();
    passes(Duration.ofMillis(200));

    assertThat(client.node("nyc").state()).isEqualTo(MemberState.SUSPECT);
  }

  @Test
  void a_burst_of_registrations_costs_one_commit() {
    List<FakeAgent> agents = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      agents.add(new FakeAgent(keeper).registers(Samples.node("n" + i), 0));
    }

    keeper.turn(null);

    assertThat(store.commits()).isEqualTo(1);
    assertThat(agents).allSatisfy(agent -> assertThat(agent.leases).hasSize(1));
  }

  @Test
  void what_is_stored_is_not_stored_again_and_new_versions_cost_a_write_only_now_and_then() {
    FakeAgent agent = new FakeAgent(keeper).registers(Samples.node("nyc"), 0);
    keeper.turn(null);
    int before = store.commits();

    for (int i = 0; i < 100; i++) {
      keeper.renew(agent.stream, agent, Samples.renewal(agent.epoch(), Samples.load(i)));
      passes(Duration.ofSeconds(1));
    }

    assertThat(keeper.snapshot().viewVersion()).isGreaterThan(50);
    assertThat(store.commits()).isEqualTo(before);
  }

  @Test
  void no_lease_is_granted_that_could_not_be_stored() {
    store.fails(true);
    FakeAgent agent = new FakeAgent(keeper).registers(Samples.node("nyc"), 0);
    keeper.turn(null);

    assertThat(agent.leases).isEmpty();
    assertThat(agent.refusals).hasSize(1);
    assertThat(agent.refusals.getFirst().code()).isEqualTo(ErrorCode.BAD_STORE);

    store.fails(false);
    FakeAgent again = new FakeAgent(keeper).registers(Samples.node("nyc"), 0);
    keeper.turn(null);
    assertThat(again.leases).hasSize(1);
    assertThat(store.load().nodes()).hasSize(1);
  }

  @Test
  void a_pause_of_the_orchestrator_itself_ends_no_lease() {
    FakeAgent agent = new FakeAgent(keeper).registers(Samples.node("nyc"), 0);
    keeper.turn(null);

    clock.passes(Duration.ofMinutes(10));
    keeper.turn(null);
    assertThat(state("nyc")).isEqualTo(MemberState.ALIVE);

    passes(Duration.ofSeconds(4));
    assertThat(state("nyc")).isEqualTo(MemberState.SUSPECT);
    assertThat(agent.refusals).isEmpty();
  }

  @Test
  void one_client_too_many_is_refused() {
    FleetSettings one =
        FleetSettings.of(
            Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(30), 10, 1);
    keeper = new FleetKeeper(one, clock, store);
    FakeClient first = new FakeClient(keeper, "one");
    FakeClient second = new FakeClient(keeper, "two");
    keeper.turn(null);

    assertThat(first.refusals).isEmpty();
    assertThat(second.refusals)
        .hasSize(1)
        .first()
        .extracting(Refusal::kind)
        .isEqualTo(Refusal.Kind.FULL);
    keeper.clientClosed(first.stream);
    FakeClient third = new FakeClient(keeper, "three");
    keeper.turn(null);
    assertThat(third.refusals).isEmpty();
  }

  @Test
  void operators_see_who_is_there_and_who_reaches_whom() {
    FakeAgent agent = new FakeAgent(keeper).registers(Samples.node("nyc"), 0);
    FakeClient client = new FakeClient(keeper, "shop");
    keeper.turn(null);
    keeper.saw(client.stream, List.of(Samples.reached("nyc")));
    keeper.turn(null);
    clock.passes(Duration.ofMillis(500));
    keeper.turn(null);

    FleetSnapshot fleet = keeper.snapshot();

    MemberStatus nyc = fleet.members().getFirst();
    assertThat(nyc.reachedBy()).containsExactly("shop");
    assertThat(nyc.epoch()).isEqualTo(agent.epoch());
    assertThat(nyc.leaseLeft()).isEqualTo(Duration.ofMillis(2_500));
    assertThat(nyc.load().orElseThrow().age()).isEqualTo(Duration.ofMillis(500));
    assertThat(nyc.standing().since()).isEqualTo(clock.now().minusMillis(500));
    assertThat(fleet.clients()).hasSize(1);
    assertThat(fleet.clients().getFirst().viewVersion()).isEqualTo(client.version);
    assertThat(fleet.settling()).isFalse();
  }

  @Test
  void a_drain_returns_when_it_is_stored_and_the_node_has_been_told() throws Exception {
    FakeAgent agent = new FakeAgent(keeper).registers(Samples.node("nyc"), 0);
    keeper.turn(null);
    keeper.start();
    try {
      MemberStatus status = keeper.drain("nyc", true).orElseThrow();

      assertThat(status.drain()).isEqualTo(new MemberStatus.Drain(true, true, false));
      assertThat(store.load().desired())
          .hasEntrySatisfying("nyc", wish -> assertThat(wish.drain()).isTrue());
      assertThat(agent.wanted.getLast().drain()).isTrue();
      assertThat(keeper.drain("nobody", true)).isEmpty();
    } finally {
      keeper.close();
    }
  }

  @Test
  void listeners_are_told_of_changes_until_they_go() {
    List<String> told = new ArrayList<>();
    FleetOverview.Subscription subscription = keeper.listen(() -> told.add("changed"));
    new FakeAgent(keeper).registers(Samples.node("nyc"), 0);
    keeper.turn(null);
    assertThat(told).hasSize(1);

    subscription.close();
    new FakeAgent(keeper).registers(Samples.node("london"), 0);
    keeper.turn(null);
    assertThat(told).hasSize(1);
  }

  private FleetKeeper keeper() {
    return new FleetKeeper(FleetSettings.standard(), clock, store);
  }

  private MemberState state(String node) {
    return keeper.snapshot().members().stream()
        .filter(member -> member.name().equals(node))
        .findFirst()
        .orElseThrow()
        .standing()
        .state();
  }

  private void passes(Duration time) {
    long steps = time.toMillis() / 100;
    for (long i = 0; i < steps; i++) {
      clock.passes(Duration.ofMillis(100));
      keeper.turn(null);
    }
  }
}
