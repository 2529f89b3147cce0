package dev.edgewise.orchestrator.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Trust;
import dev.edgewise.orchestrator.ShopDescriptors;
import dev.edgewise.orchestrator.node.Bytes;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.rpc.FakeFleet;
import dev.edgewise.orchestrator.zone.Woken;
import dev.edgewise.orchestrator.zone.ZoneDesk;
import dev.edgewise.orchestrator.zone.ZoneEntry;
import dev.edgewise.orchestrator.zone.ZoneMethod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RegisteredServicesTest {
  private static final OfferedService SHOP =
      new OfferedService("shop.v1.Shop", List.of("find"), Bytes.of(ShopDescriptors.set()));

  /** A desk with one zone, of which no node runs. */
  private static final class Desk implements ZoneDesk {
    @Override
    public List<ZoneEntry> zones() {
      return List.of(
          new ZoneEntry(
              "west1",
              Trust.OWN,
              0,
              0,
              4,
              Duration.ofSeconds(2),
              List.of(new ZoneMethod("shop.v1.Shop/find", SHOP)),
              List.of(),
              true,
              ""));
    }

    @Override
    public Woken wake(String zone, String method, int waiting) {
      return new Woken.Starting(Duration.ofSeconds(2));
    }
  }

  @Test
  void what_a_zone_at_rest_offers_can_be_called_by_its_descriptor() {
    try (RegisteredServices services = new RegisteredServices(new FakeFleet(), new Desk())) {
      assertThat(services.now().methods()).contains("shop.v1.Shop/find");
      assertThat(services.now().contract("shop.v1.Shop/find").idempotent()).isTrue();
    }
    try (RegisteredServices services = new RegisteredServices(new FakeFleet(), ZoneDesk.none())) {
      assertThat(services.now().methods()).isEmpty();
    }
  }
}
