package dev.edgewise.orchestrator.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.overview.MemberState;
import dev.edgewise.orchestrator.rpc.FakeFleet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The publisher, turn by turn, against a registry in memory. */
@Timeout(60)
final class PublisherTest {
  private static final String OWN = "edgewise:127.0.0.1:744";
  private static final String NODE = OWN + ":nyc-edge01";
  private static final String VISION = NODE + ":shop.v1.Vision";

  private final AtomicLong nanos = new AtomicLong(1);
  private final Clock time =
      new Clock() {
        @Override
        public long nanos() {
          return nanos.get();
        }

        @Override
        public Instant now() {
          return Instant.EPOCH.plusNanos(nanos.get());
        }
      };
  private final FakeFleet fleet =
      new FakeFleet()
          .with(
              "nyc-edge01",
              Tier.EDGE,
              MemberState.ALIVE,
              "",
              FakeFleet.service("shop.v1.Vision", "detect"));
  private final FakeRegistry registry = new FakeRegistry();
  private final Publisher publisher =
      new Publisher("fake://there", registry, fleet, "0.1.0", time, new Random(1));

  PublisherTest() {
    publisher.publishAs("127.0.0.1:744", 7400);
  }

  private void passes(Duration span) {
    nanos.addAndGet(span.toNanos());
  }

  private RegistryStatus status() {
    return publisher.status().orElseThrow();
  }

  @Test
  void orchestrator_nodes_and_services_are_published() {
    Duration idle = publisher.turn();

    assertThat(registry.shown())
        .containsOnly(entry(OWN, "passing"), entry(NODE, "passing"), entry(VISION, "passing"));
    assertThat(idle).isEqualTo(Publisher.REFRESH);
    assertThat(status().entries()).isEqualTo(3);
    assertThat(status().away()).isFalse();
  }

  @Test
  void a_node_that_is_lost_is_failed_before_anything_else_is_done() {
    publisher.turn();
    registry.asked();
    passes(Publisher.REFRESH);
    fleet.becomes("nyc-edge01", MemberState.SUSPECT, "its stream broke");

    publisher.turn();

    assertThat(registry.asked()).startsWith("report " + NODE, "report " + VISION);
    assertThat(registry.shown()).contains(entry(NODE, "critical"), entry(VISION, "critical"));
  }

  @Test
  void what_has_not_changed_is_reported_on_in_time_and_no_sooner() {
    publisher.turn();
    registry.asked();
    passes(Publisher.REFRESH.minusMillis(1));
    assertThat(publisher.turn()).isEqualTo(Duration.ofMillis(1));
    assertThat(registry.asked()).isEmpty();

    passes(Duration.ofMillis(1));
    publisher.turn();
    assertThat(registry.asked())
        .containsExactly("report " + OWN, "report " + NODE, "report " + VISION);
  }

  @Test
  void a_node_that_left_is_removed_and_one_that_is_islanded_is_no_longer_offered() {
    publisher.turn();
    fleet.becomes("nyc-edge01", MemberState.ISLANDED, "cut off");
    publisher.turn();
    assertThat(registry.shown()).containsEntry(NODE, "warning");

    fleet.becomes("nyc-edge01", MemberState.LEFT, "it stops");
    publisher.turn();
    assertThat(registry.shown()).containsOnlyKeys(OWN);
  }

  @Test
  void a_registry_that_was_away_is_told_of_and_brought_up_to_date_when_it_is_back() {
    publisher.turn();
    registry.isAway(true);
    passes(Publisher.REFRESH);

    Duration wait = publisher.turn();

    assertThat(wait).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
    assertThat(status().away()).isTrue();
    assertThat(status().because()).isEqualTo("connection refused");
    assertThat(status().losses()).isEqualTo(1);
    Instant since = status().since();
    fleet.becomes("nyc-edge01", MemberState.DEAD, "nobody reaches it");
    for (int i = 0; i < 10; i++) {
      passes(Duration.ofSeconds(2));
      wait = publisher.turn();
    }
    assertThat(wait).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(status().losses()).as("one outage").isEqualTo(1);
    assertThat(status().since()).isEqualTo(since);

    registry.isAway(false);
    publisher.turn();
    assertThat(registry.shown()).contains(entry(OWN, "passing"), entry(NODE, "critical"));
    assertThat(status().away()).isFalse();
    assertThat(status().since()).isAfter(since);
  }

  @Test
  void a_registry_that_has_forgotten_everything_is_filled_at_the_first_sign_of_it() {
    publisher.turn();
    registry.forgets();
    registry.asked();
    passes(Publisher.REFRESH);

    publisher.turn();

    assertThat(registry.shown()).containsOnlyKeys(OWN, NODE, VISION);
    assertThat(registry.asked()).startsWith("report " + OWN, "ids", "put " + OWN);
  }

  @Test
  void a_registry_that_breaks_half_way_gets_the_rest_later() {
    registry.breaksAfter(2);
    publisher.turn();
    assertThat(registry.shown()).hasSize(1);
    assertThat(status().away()).isTrue();

    registry.isAway(false);
    publisher.turn();
    assertThat(registry.shown()).hasSize(3);
  }

  @Test
  void what_an_earlier_life_has_left_goes_once_the_stored_nodes_have_had_their_time()
      throws IOException {
    publisher.turn();
    FakeFleet after = new FakeFleet().with("nyc-edge01", Tier.EDGE, MemberState.SUSPECT, "start");
    after.settles(true);
    Listing neighbour =
        Listings.of(fleet.snapshot(), new Listings.Self("127.0.0.1:7440", 1, "1"), 1)
            .all()
            .getFirst();
    registry.put(neighbour.entry(), neighbour.check());
    Publisher next = new Publisher("fake://there", registry, after, "0.1.0", time, new Random(1));
    next.publishAs("127.0.0.1:744", 7400);

    next.turn();
    assertThat(registry.shown()).containsEntry(NODE, "passing").containsEntry(VISION, "passing");

    after.settles(false);
    after.changed();
    next.turn();
    assertThat(registry.shown())
        .containsOnly(entry(OWN, "passing"), entry(NODE, "critical"), entry(OWN + "0", "passing"));
  }

  @Test
  void on_its_own_thread_it_follows_the_fleet_and_takes_the_orchestrator_out_at_the_end()
      throws InterruptedException {
    Publisher running =
        new Publisher("fake://there", registry, fleet, "0.1.0", Clock.system(), new Random(1));
    running.begin("127.0.0.1:744", 7400);
    while (!"passing".equals(registry.shown().get(VISION))) {
      Thread.onSpinWait();
    }
    fleet.becomes("nyc-edge01", MemberState.SUSPECT, "its stream broke");
    while (!"critical".equals(registry.shown().get(VISION))) {
      Thread.onSpinWait();
    }

    running.close();

    assertThat(registry.shown()).containsOnlyKeys(NODE, VISION);
  }

  @Test
  void a_scheme_that_nobody_knows_stops_the_start() {
    assertThatThrownBy(
            () -> Publisher.open("etcd://127.0.0.1:1", fleet, "0.1.0", time, new Random(1)))
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_INTEGRATION))
        .hasMessageContaining("registry: etcd://127.0.0.1:1");
  }
}
