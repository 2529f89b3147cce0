package dev.edgewise.orchestrator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Quarantine;
import dev.edgewise.core.Quarantine.Stage;
import dev.edgewise.orchestrator.overview.MemberStatus;
import dev.edgewise.orchestrator.quarantine.Attempts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Quarantines in the keeper, stepped by hand on virtual time. */
final class IsolationTest {
  private static final String VISION = "shop.v1.Vision";

  private final ManualClock clock = new ManualClock();
  private final MemoryStore store = new MemoryStore();
  private FleetKeeper keeper = new FleetKeeper(FleetSettings.standard(), clock, store);
  private FakeClient client = new FakeClient(keeper, "shop");
  private FakeAgent nyc = new FakeAgent(keeper).registers(Samples.node("nyc"), 0);
  private FakeAgent london = new FakeAgent(keeper).registers(Samples.node("london"), 0);

  private void passes(Duration time) {
    for (long millis = time.toMillis(); millis > 0; millis -= 100) {
      clock.passes(Duration.ofMillis(100));
      keeper.renew(nyc.stream, nyc, Samples.renewal(nyc.epoch(), Samples.load(0)));
      keeper.renew(london.stream, london, Samples.renewal(london.epoch(), Samples.load(0)));
      keeper.turn(null);
    }
  }

  private void nycFails() {
    keeper.turn(null);
    keeper.attempted(
        client.stream,
        List.of(
            new Attempts("nyc", VISION, "", 0, Map.of("EW6006", 20)),
            new Attempts("london", VISION, "", 20, Map.of()),
            new Attempts("nowhere", VISION, "", 0, Map.of("EW6006", 20))));
    passes(Duration.ofMillis(200));
  }

  private List<Stage> stages(String node) {
    return client.node(node).quarantines().stream().map(Quarantine::stage).toList();
  }

  @Test
  void clients_are_told_at_once_and_operators_why() {
    keeper.turn(null);
    int before = client.messages.size();
    nycFails();

    assertThat(stages("nyc")).containsExactly(Stage.CLOSED);
    assertThat(stages("london")).isEmpty();
    assertThat(client.messages.size()).isGreaterThan(before);
    MemberStatus status =
        keeper.snapshot().members().stream()
            .filter(member -> member.name().equals("nyc"))
            .findFirst()
            .orElseThrow();
    assertThat(status.quarantines())
        .singleElement()
        .satisfies(held -> assertThat(held.quarantine().because()).startsWith("20 of 20 calls"));
    assertThat(keeper.snapshot().faults().quarantines()).isEqualTo(1);

    int told = client.messages.size();
    passes(Duration.ofMillis(500));
    assertThat(client.messages.size()).as("nothing changes").isEqualTo(told);
  }

  @Test
  void it_outlives_the_orchestrator_and_the_streams_of_its_process_but_not_the_process() {
    nycFails();
    assertThat(stages("nyc")).containsExactly(Stage.CLOSED);
    long held = nyc.epoch();
    long other = london.epoch();

    keeper = new FleetKeeper(FleetSettings.standard(), clock, store);
    client = new FakeClient(keeper, "shop");
    nyc = new FakeAgent(keeper).registers(Samples.node("nyc"), held);
    london = new FakeAgent(keeper).registers(Samples.node("london"), other);
    keeper.turn(null);
    passes(Duration.ofSeconds(1));
    assertThat(stages("nyc")).as("the same process").containsExactly(Stage.CLOSED);

    keeper.agentClosed(nyc.stream, "it was killed");
    nyc = new FakeAgent(keeper).registers(Samples.node("nyc"), 0);
    keeper.turn(null);
    passes(Duration.ofSeconds(1));

    assertThat(stages("nyc")).as("another process").isEmpty();
    assertThat(store.load().quarantines()).isEmpty();
  }

  @Test
  void when_it_is_over_it_is_on_trial() {
    nycFails();
    passes(Duration.ofSeconds(30));
    assertThat(stages("nyc")).containsExactly(Stage.TRIAL);
    passes(Duration.ofSeconds(11));
    assertThat(stages("nyc")).isEmpty();
  }
}
