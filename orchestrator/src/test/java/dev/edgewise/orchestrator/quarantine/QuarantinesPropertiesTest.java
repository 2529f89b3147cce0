package dev.edgewise.orchestrator.quarantine;

import static dev.edgewise.orchestrator.quarantine.Ward.CLOCK;
import static dev.edgewise.orchestrator.quarantine.Ward.VISION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Quarantine.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds whatever clients say, in random fleets from seeds that the failure names. */
final class QuarantinesPropertiesTest {
  private static final int RUNS = 200;
  private static final int EVENTS = 300;
  private static final List<String> SERVICES = List.of(VISION, CLOCK);

  private static void happens(Ward ward, Random random, int nodes, List<String> asked) {
    String node = "n" + random.nextInt(nodes);
    String service = SERVICES.get(random.nextInt(2));
    switch (random.nextInt(12)) {
      case 0 -> ward.has(node, 1 + random.nextInt(3), random.nextInt(4) > 0);
      case 1 -> ward.loses(node);
      case 2 -> ward.passes(Duration.ofSeconds(random.nextInt(700)));
      case 3 -> {
        if (random.nextInt(6) == 0) {
          ward.take(ward.quarantines.ask(node, service, "", ward.now, ward.wall()));
          asked.add(node + service);
        } else {
          ward.take(ward.quarantines.release(node, service));
          asked.remove(node + service);
        }
      }
      case 4 -> ward.restarts();
      default ->
          ward.says(
              "client" + random.nextInt(3),
              random.nextInt(3) == 0 ? "tenant" : "",
              node,
              service,
              random.nextInt(30),
              random.nextInt(3) == 0 ? random.nextInt(60) : 0);
    }
    ward.passes(Duration.ofMillis(random.nextInt(1_500)));
  }

  @Test
  void at_most_half_of_the_nodes_are_closed_and_never_the_only_one() {
    int closed = 0;
    for (int seed = 0; seed < RUNS; seed++) {
      Random random = new Random(seed);
      Ward ward = new Ward();
      int nodes = 1 + random.nextInt(7);
      for (int i = 0; i < nodes; i++) {
        ward.has("n" + i, 1, true);
      }
      List<String> asked = new ArrayList<>();
      for (int event = 0; event < EVENTS; event++) {
        happens(ward, random, nodes, asked);
        for (String service : SERVICES) {
          long called = 0;
          long out = 0;
          long byItself = 0;
          for (Offer offer : ward.offers()) {
            var stage = ward.stage(offer.node(), service);
            if (offer.takesCalls()) {
              called++;
              out += stage.isPresent() ? 1 : 0;
              byItself += stage.filter(is -> is != Stage.ASKED).isPresent() ? 1 : 0;
            }
          }
          if (byItself > 0) {
            closed++;
            assertThat(2 * out)
                .as("seed %d, event %d, %s: %d of %d", seed, event, service, out, called)
                .isLessThanOrEqualTo(called);
          }
        }
      }
    }
    assertThat(closed).as("the property was put to the test").isGreaterThan(1_000);
  }

  @Test
  void whatever_was_closed_is_released_when_nothing_fails_any_more() {
    for (int seed = 0; seed < RUNS; seed++) {
      Random random = new Random(seed);
      Ward ward = new Ward("n0", "n1", "n2", "n3");
      for (int event = 0; event < EVENTS; event++) {
        happens(ward, random, 4, new ArrayList<>());
      }
      for (String node : List.of("n0", "n1", "n2", "n3")) {
        for (String service : SERVICES) {
          if (ward.stage(node, service).equals(java.util.Optional.of(Stage.ASKED))) {
            ward.take(ward.quarantines.release(node, service));
          }
        }
      }
      // The longest quarantine, its trial, and what is remembered of it.
      for (int i = 0; i < 1_300; i++) {
        ward.passes(Duration.ofSeconds(1));
      }
      assertThat(ward.quarantines.isIdle()).as("seed %d", seed).isTrue();
      assertThat(ward.stored()).as("seed %d", seed).isZero();
    }
  }

  @Test
  void one_source_among_several_never_reaches_the_share_that_closes() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      Evidence evidence = new Evidence(Duration.ofSeconds(10), 1);
      int sources = 2 + random.nextInt(5);
      boolean byTenant = random.nextBoolean();
      for (int i = 0; i < sources; i++) {
        int failed = i == 0 ? 1 + random.nextInt(10_000) : 0;
        int answered = i == 0 ? 0 : 1 + random.nextInt(500);
        evidence.add(
            byTenant ? "gateway" : "client" + i,
            new Attempts(
                "n",
                VISION,
                byTenant ? "tenant" + i : "",
                answered,
                failed == 0 ? Map.of() : Map.of("EW6006", failed)),
            random.nextInt(1_000));
      }
      assertThat(evidence.share(1_000, Evidence.ALL)).as("seed %d", seed).isLessThan(0.5 + 1e-9);
    }
  }

  @Test
  void memory_is_bounded_whatever_is_reported() {
    Quarantines quarantines =
        new Quarantines(QuarantineRules.STANDARD, List.of(), Map.of(), 0, Instant.EPOCH);
    for (int i = 0; i < 3 * Quarantines.MOST_WATCHED; i++) {
      quarantines.heard(
          "client" + i,
          List.of(new Attempts("n" + i, VISION, "t" + i, 0, Map.of("EW6006", 1, "X" + i, 1))),
          (node, service) -> OptionalLong.of(1),
          i);
    }
    assertThat(quarantines.watched()).isEqualTo(Quarantines.MOST_WATCHED);
    assertThat(quarantines.suspects()).isLessThanOrEqualTo(Quarantines.MOST_WATCHED);

    quarantines.tick(List.of(), 1, Instant.EPOCH);
    assertThat(quarantines.suspects()).as("nodes that are not there").isZero();

    Tally tally = new Tally();
    for (int i = 0; i < 100; i++) {
      tally.add(0, Map.of("code" + i, 1));
    }
    assertThat(tally.failed()).isEqualTo(100);
    assertThat(tally.codes()).isLessThanOrEqualTo(9);
  }
}
