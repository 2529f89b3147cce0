package dev.edgewise.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.sdk.wire.operator.FleetStatus;
import dev.edgewise.sdk.wire.operator.FleetStatus.Node;
import dev.edgewise.sdk.wire.operator.FleetStatus.Quarantined;
import dev.edgewise.sdk.wire.operator.FleetStatus.Service;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a quarantine reads, wherever it is shown. */
final class QuarantineTextTest {
  private static final String VISION = FleetSamples.well().services().get(0).name();
  private static final Quarantined CLOSED =
      new Quarantined(
          VISION,
          "closed",
          Optional.of(FleetSamples.NOW),
          Optional.of(FleetSamples.NOW.plusSeconds(30)),
          1,
          "quarantined for Vision until 12:04:10 UTC: 14 of 20 calls failed with EW6006 (body"
              + " failed), 0 % elsewhere");
  private static final Quarantined ASKED =
      new Quarantined(
          VISION,
          "asked",
          Optional.of(FleetSamples.NOW),
          Optional.empty(),
          0,
          "quarantined for Vision by an operator: its camera is replaced");

  private static Node held(Node node, Quarantined... held) {
    return new Node(
        node.name(),
        node.tier(),
        node.site(),
        node.trust(),
        node.address(),
        node.liveness(),
        node.since(),
        node.because(),
        node.draining(),
        node.drainAsked(),
        node.drainApplied(),
        node.epoch(),
        node.leaseLeft(),
        node.lease(),
        node.load(),
        node.services(),
        node.models(),
        node.machine(),
        node.accelerators(),
        node.costPerHour(),
        node.tags(),
        node.version(),
        node.reachedBy(),
        node.calls(),
        node.share(),
        node.serving(),
        List.of(held),
        node.json());
  }

  private static FleetStatus fleet(Quarantined... held) {
    FleetStatus well = FleetSamples.well();
    return new FleetStatus(
        well.orchestrator(),
        well.nodes().stream()
            .map(node -> node.name().equals("nyc-edge01") ? held(node, held) : node)
            .toList(),
        well.services(),
        well.clients(),
        well.json());
  }

  @Test
  void the_node_its_service_and_the_status_say_why() {
    FleetStatus fleet = fleet(CLOSED);
    Node node = NodeCommand.find(fleet, "nyc-edge01");

    assertThat(NodeText.page(node, FleetSamples.NOW))
        .contains("alive, 1 service quarantined for 5 m")
        .contains(CLOSED.words());
    assertThat(ServiceText.page(ServiceCommand.find(fleet.services(), "Vision"), fleet.nodes()))
        .contains("\n  nyc-edge01: " + CLOSED.words() + "\n");
    assertThat(FleetTroubles.of(fleet, "localhost:7443", FleetSamples.NOW))
        .containsExactly("nyc-edge01 is " + CLOSED.words());
  }

  @Test
  void what_an_operator_asked_for_says_how_it_ends() {
    assertThat(FleetTroubles.of(fleet(ASKED), "localhost:7443", FleetSamples.NOW))
        .singleElement()
        .asString()
        .endsWith("; 'edgewise node release nyc-edge01 --service Vision' ends it");
  }

  @Test
  void a_service_that_fails_everywhere_is_a_trouble_of_its_own() {
    FleetStatus well = FleetSamples.well();
    Service vision = well.services().get(0);
    Service failing =
        new Service(
            vision.name(),
            vision.methods(),
            vision.nodes(),
            "it fails on all nodes",
            vision.json());
    FleetStatus fleet =
        new FleetStatus(
            well.orchestrator(), well.nodes(), List.of(failing), well.clients(), well.json());

    assertThat(FleetTroubles.of(fleet, "localhost:7443", FleetSamples.NOW))
        .containsExactly("Vision: it fails on all nodes");
    assertThat(ServiceText.page(failing, fleet.nodes())).contains("\n  it fails on all nodes\n");
  }

  @Test
  void who_watches_is_told_of_each_change_once() {
    QuarantineNews news = new QuarantineNews();
    assertThat(news.in(fleet())).isEmpty();
    assertThat(news.in(fleet(CLOSED)))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(WatchLine.of(Optional.of(FleetSamples.NOW), change, ZoneOffset.UTC))
                  .endsWith("nyc-edge01 " + CLOSED.words());
              assertThat(change.json()).contains("edgewise.quarantine-event/1", "\"closed\"");
            });
    assertThat(news.in(fleet(CLOSED))).isEmpty();
    assertThat(news.in(fleet()))
        .singleElement()
        .satisfies(
            change ->
                assertThat(change.text())
                    .isEqualTo("nyc-edge01 is released: it takes calls of Vision again"));
  }
}
