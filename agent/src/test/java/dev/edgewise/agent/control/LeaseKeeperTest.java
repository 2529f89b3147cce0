package dev.edgewise.agent.control;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.agent.control.FromOrchestrator.Reason;
import dev.edgewise.agent.control.FromOrchestrator.Refused;
import dev.edgewise.agent.control.FromOrchestrator.Registered;
import dev.edgewise.agent.control.ToOrchestrator.Applied;
import dev.edgewise.agent.control.ToOrchestrator.Deregister;
import dev.edgewise.agent.control.ToOrchestrator.Register;
import dev.edgewise.agent.control.ToOrchestrator.Renew;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Load;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.core.machine.Hardware;
import dev.edgewise.serving.batch.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LeaseKeeperTest {
  private final VirtualTime time = new VirtualTime();
  private final FakeOrchestrator orchestrator = new FakeOrchestrator(time);
  private final FakeNode node = new FakeNode();
  private final LeaseKeeper keeper = keeper(1);

  private LeaseKeeper keeper(long seed) {
    return new LeaseKeeper("host:7443", orchestrator, node, time, time, new Random(seed));
  }

  private void after(long millis) {
    time.run(Duration.ofMillis(millis));
  }

  @Test
  void it_registers_and_renews_at_the_granted_heartbeat_with_fresh_load() {
    keeper.begin();
    node.inFlight = 3;
    after(3_500);
    assertThat(orchestrator.heard(Register.class)).hasSize(1);
    assertThat(orchestrator.heard(Register.class).getFirst().heldEpoch()).isZero();
    assertThat(orchestrator.heard(Renew.class))
        .hasSize(3)
        .allSatisfy(renew -> assertThat(renew.epoch()).isEqualTo(101))
        .allSatisfy(renew -> assertThat(renew.load().inFlight()).isEqualTo(3));
    assertThat(keeper.status().held()).isTrue();
    assertThat(keeper.status().epoch()).isEqualTo(101);
    assertThat(keeper.status().losses()).isZero();
  }

  @Test
  void how_serving_goes_is_told_when_it_has_changed_and_to_each_orchestrator_anew() {
    keeper.begin();
    after(2_500);
    assertThat(told()).isEmpty();
    node.serving =
        new Serving(
            List.of(),
            List.of(
                new Serving.Lane("a.v1.A/b", "[3]", 2, 8, new Tally(List.of(), Map.of(), 0, 0))),
            List.of(),
            List.of());
    after(3_000);
    assertThat(told()).containsExactly(node.serving);
    orchestrator.cut();
    after(3_000);
    assertThat(told()).containsExactly(node.serving, node.serving);
    node.serving = Serving.NONE;
    after(2_000);
    assertThat(told()).hasSize(3).endsWith(Serving.NONE);
  }

  private List<Serving> told() {
    return orchestrator.heard(Renew.class).stream()
        .flatMap(renew -> renew.serving().stream())
        .toList();
  }

  @Test
  void it_is_back_within_two_seconds_of_the_orchestrator_however_long_that_was_away() {
    for (int seed = 0; seed < 200; seed++) {
      LeaseKeeper other = keeper(seed);
      orchestrator.up = true;
      other.begin();
      after(100);
      orchestrator.die();
      after(new Random(seed).nextInt(60_000));
      assertThat(other.status().held()).isFalse();
      orchestrator.up = true;
      after(2_000);
      assertThat(other.status().held()).as("seed " + seed).isTrue();
      other.stop("enough");
    }
  }

  @Test
  void an_agent_that_never_met_its_orchestrator_tries_again_and_not_too_often() {
    orchestrator.up = false;
    keeper.begin();
    after(60_000);
    assertThat(keeper.status().held()).isFalse();
    assertThat(keeper.status().sinceHeard()).isEmpty();
    assertThat(orchestrator.openedAt).hasSizeBetween(40, 85);
    orchestrator.up = true;
    after(1_600);
    assertThat(keeper.status().held()).isTrue();
  }

  @Test
  void a_fleet_that_lost_its_orchestrator_does_not_come_back_in_step() {
    for (int seed = 0; seed < 100; seed++) {
      keeper(seed).begin();
    }
    after(50);
    orchestrator.openedAt.clear();
    orchestrator.die();
    orchestrator.up = false;
    after(20_000);
    List<Long> late =
        orchestrator.openedAt.stream().map(nanos -> nanos / 100_000_000).distinct().toList();
    assertThat(late).as("tenths of seconds in which somebody tried").hasSizeGreaterThan(100);
  }

  @Test
  void an_orchestrator_that_is_silent_for_a_lease_counts_as_lost() {
    keeper.begin();
    after(500);
    orchestrator.silent = true;
    after(3_200);
    assertThat(keeper.status().held()).isTrue();
    after(1_000);
    assertThat(keeper.status().held()).isFalse();
    assertThat(keeper.status().losses()).isEqualTo(1);
    orchestrator.silent = false;
    after(6_000);
    assertThat(keeper.status().held()).isTrue();
    assertThat(orchestrator.heard(Register.class).getLast().heldEpoch()).isEqualTo(101);
  }

  @Test
  void a_registration_that_is_not_answered_is_tried_again_on_a_new_stream() {
    orchestrator.silent = true;
    keeper.begin();
    after(LeaseKeeper.ANSWER.toMillis() + 300);
    assertThat(orchestrator.openedAt).hasSize(2);
  }

  @Test
  void a_fenced_agent_registers_anew_and_says_what_it_held() {
    keeper.begin();
    after(500);
    orchestrator.expire();
    after(1_500);
    assertThat(orchestrator.heard(Register.class)).hasSize(2);
    assertThat(orchestrator.heard(Register.class).getLast().heldEpoch()).isEqualTo(101);
    assertThat(keeper.status().held()).isTrue();
    assertThat(keeper.status().epoch()).isEqualTo(103);
    assertThat(keeper.status().losses()).isEqualTo(1);
  }

  @Test
  void a_process_that_was_stopped_asks_before_it_takes_the_orchestrator_for_lost() {
    keeper.begin();
    after(500);
    time.pause(Duration.ofSeconds(60));
    after(200);
    assertThat(orchestrator.openedAt).hasSize(1);
    assertThat(orchestrator.heard(Renew.class)).isNotEmpty();
    assertThat(keeper.status().held()).isTrue();
    time.pause(Duration.ofSeconds(60));
    orchestrator.expire();
    after(300);
    assertThat(keeper.status().epoch()).as("fenced, and back").isEqualTo(103);
  }

  @Test
  void a_drain_is_done_answered_and_shown_at_once_and_an_undrain_too() {
    keeper.begin();
    after(500);
    orchestrator.desire(7, true);
    after(10);
    assertThat(node.drained).isTrue();
    assertThat(orchestrator.heard(Applied.class)).containsExactly(new Applied(7));
    assertThat(orchestrator.heard(Renew.class).getLast().load().draining()).isTrue();
    orchestrator.desire(8, false);
    after(10);
    assertThat(node.drained).isFalse();
    assertThat(orchestrator.heard(Applied.class)).containsExactly(new Applied(7), new Applied(8));
    orchestrator.cut();
    after(500);
    assertThat(orchestrator.heard(Register.class).getLast().applied()).isEqualTo(8);
  }

  @Test
  void a_changed_offer_is_told_on_the_same_stream() {
    keeper.begin();
    after(500);
    node.services = List.of(service("b"));
    keeper.offerChanged();
    after(100);
    assertThat(orchestrator.openedAt).hasSize(1);
    assertThat(orchestrator.heard(Register.class).getLast().offer().services())
        .extracting(Offer.Service::name)
        .containsExactly("b");
    assertThat(keeper.status().registrations()).isEqualTo(1);
    after(1_100);
    assertThat(keeper.status().held()).isTrue();
  }

  @Test
  void an_offer_that_changes_while_registering_is_told_afterwards() {
    keeper.begin();
    node.services = List.of(service("b"));
    keeper.offerChanged();
    after(100);
    assertThat(orchestrator.heard(Register.class)).hasSize(2);
    assertThat(orchestrator.heard(Register.class).getLast().offer().services()).hasSize(1);
  }

  @Test
  void a_name_that_is_taken_is_asked_for_until_it_is_free() {
    orchestrator.refusal = Optional.of(new Refused(Reason.NAME_TAKEN, "EW7006", "Taken."));
    keeper.begin();
    after(60_000);
    assertThat(orchestrator.openedAt).hasSizeBetween(10, 30);
    orchestrator.refusal = Optional.empty();
    after(5_100);
    assertThat(keeper.status().held()).isTrue();
  }

  @Test
  void peers_of_different_versions_do_not_wear_each_other_out() {
    orchestrator.refusal =
        Optional.of(new Refused(Reason.PROTOCOL, "EW7005", "Upgrade the agent."));
    keeper.begin();
    after(10 * 60_000);
    assertThat(orchestrator.openedAt).hasSizeBetween(10, 21);
  }

  @Test
  void an_agent_that_stops_gives_its_lease_back_and_is_quiet() {
    keeper.begin();
    after(500);
    FakeOrchestrator.Line line = requireNonNull(orchestrator.line());
    keeper.stop("SIGTERM");
    assertThat(orchestrator.heard.getLast()).isEqualTo(new Deregister("SIGTERM"));
    assertThat(line.finished).isTrue();
    int said = orchestrator.heard.size();
    line.end("it ended the stream");
    keeper.offerChanged();
    keeper.stop("again");
    after(60_000);
    assertThat(orchestrator.heard).hasSize(said);
    assertThat(orchestrator.openedAt).hasSize(1);
  }

  @Test
  void what_an_older_stream_still_says_does_not_count() {
    keeper.begin();
    after(500);
    FakeOrchestrator.Line old = requireNonNull(orchestrator.line());
    orchestrator.cut();
    after(500);
    assertThat(keeper.status().epoch()).isEqualTo(102);
    old.sayLate(new FromOrchestrator.Desired(9, true));
    old.sayLate(new Registered(7, FakeOrchestrator.LEASE, FakeOrchestrator.HEARTBEAT, "old"));
    old.end("late");
    after(2_500);
    assertThat(node.drained).isFalse();
    assertThat(keeper.status().epoch()).isEqualTo(102);
    assertThat(orchestrator.openedAt).hasSize(2);
  }

  @Test
  void whatever_happens_a_keeper_ends_up_registered_once_all_is_well() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      LeaseKeeper other = keeper(seed);
      other.begin();
      for (int i = 0; i < 30; i++) {
        switch (random.nextInt(8)) {
          case 0 -> orchestrator.die();
          case 1 -> orchestrator.up = true;
          case 2 -> orchestrator.cut();
          case 3 -> orchestrator.silent = random.nextBoolean();
          case 4 -> orchestrator.expire();
          case 5 -> time.pause(Duration.ofMillis(random.nextInt(10_000)));
          case 6 -> other.offerChanged();
          default -> orchestrator.desire(i, random.nextBoolean());
        }
        after(random.nextInt(3_000));
      }
      orchestrator.up = true;
      orchestrator.silent = false;
      after(10_000);
      assertThat(other.status().held()).as("seed " + seed).isTrue();
      assertThat(other.status().epoch()).as("seed " + seed).isEqualTo(orchestrator.epoch);
      other.stop("enough");
    }
  }

  private static Offer.Service service(String name) {
    return new Offer.Service(name, List.of("m"), new byte[0]);
  }

  private static final class FakeNode implements Steered {
    private List<Offer.Service> services = new ArrayList<>();
    private int inFlight;
    private boolean drained;
    private Serving serving = Serving.NONE;

    @Override
    public Serving serving() {
      return serving;
    }

    @Override
    public Offer offer() {
      return new Offer(
          new Node("n1", Tier.EDGE, new Site("s1", Trust.OWN)),
          "127.0.0.1:7501",
          "test",
          List.of(),
          services,
          List.of(),
          new Hardware("Linux", "amd64", 2, 0, List.of(), List.of()),
          new Offer.Figures(Optional.empty(), Optional.empty(), Optional.empty()),
          false);
    }

    @Override
    public Load load() {
      return new Load(inFlight, 0, 4, Duration.ZERO, drained, 1);
    }

    @Override
    public void drain(boolean drain) {
      drained = drain;
    }
  }
}
