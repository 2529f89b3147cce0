package dev.edgewise.orchestrator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Trust;
import dev.edgewise.orchestrator.node.Bytes;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.zone.Woken;
import dev.edgewise.orchestrator.zone.ZoneDesk;
import dev.edgewise.orchestrator.zone.ZoneEntry;
import dev.edgewise.orchestrator.zone.ZoneMethod;
import dev.edgewise.proto.v1.FullView;
import dev.edgewise.proto.v1.ToClient;
import dev.edgewise.proto.v1.ViewDelta;
import dev.edgewise.proto.v1.Wake;
import dev.edgewise.proto.v1.ZoneEntries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ZoneEntryMessagesTest {
  private static final OfferedService VISION =
      new OfferedService("shop.v1.Vision", List.of("index", "detect"), Bytes.of(new byte[] {1}));

  private final Desk desk = new Desk();
  private final ZoneEntryMessages messages = new ZoneEntryMessages(desk);

  /** A desk that says what a test tells it to, and remembers what it was asked. */
  private static final class Desk implements ZoneDesk {
    private final List<Integer> waiting = new ArrayList<>();
    private List<ZoneEntry> zones = List.of(entry(0));
    private Woken answer = new Woken.Starting(Duration.ofMillis(2_800));

    @Override
    public List<ZoneEntry> zones() {
      return zones;
    }

    @Override
    public Woken wake(String zone, String method, int calls) {
      waiting.add(calls);
      return answer;
    }
  }

  private static ZoneEntry entry(int starting) {
    return new ZoneEntry(
        "west1",
        Trust.TRUSTED,
        0,
        starting,
        4,
        Duration.ofMillis(2_800),
        List.of(
            new ZoneMethod("shop.v1.Vision/index", VISION),
            new ZoneMethod("shop.v1.Vision/detect", VISION)),
        List.of(new Accelerator("gpu", "NVIDIA T4", 16_000_000_000L, true)),
        true,
        "");
  }

  @Test
  void a_zone_goes_to_clients_with_its_methods_and_without_descriptors() {
    var zone = messages.now().getZones(0);
    assertThat(zone.getSite().getName()).isEqualTo("west1");
    assertThat(zone.getSite().getTrust()).isEqualTo(dev.edgewise.proto.v1.Trust.TRUST_TRUSTED);
    assertThat(zone.getMax()).isEqualTo(4);
    assertThat(zone.getColdStartMillis()).isEqualTo(2_800);
    assertThat(zone.getCanStart()).isTrue();
    assertThat(zone.getServicesList())
        .singleElement()
        .satisfies(
            service -> {
              assertThat(service.getName()).isEqualTo("shop.v1.Vision");
              assertThat(service.getMethodsList()).containsExactly("index", "detect");
              assertThat(service.getDescriptorSet().isEmpty()).isTrue();
            });
    assertThat(zone.getAcceleratorsList())
        .as("without which a call that needs one would wake nothing")
        .singleElement()
        .satisfies(
            gpu -> {
              assertThat(gpu.getKind()).isEqualTo("gpu");
              assertThat(gpu.getModel()).isEqualTo("NVIDIA T4");
              assertThat(gpu.getMemoryBytes()).isEqualTo(16_000_000_000L);
              assertThat(gpu.getDeclared()).isTrue();
            });
  }

  @Test
  void what_has_not_changed_is_the_same_object() {
    ZoneEntries first = messages.now();
    desk.zones = List.of(entry(0));
    assertThat(messages.now()).isSameAs(first);
    desk.zones = List.of(entry(1));
    assertThat(messages.now()).isNotSameAs(first);
    assertThat(messages.now().getZones(0).getStarting()).isEqualTo(1);
  }

  @Test
  void a_wake_is_answered_with_what_comes_of_it() {
    ToClient starting = messages.wake(wake(200));
    assertThat(starting.getWoken().getZone()).isEqualTo("west1");
    assertThat(starting.getWoken().getStarting().getExpectedMillis()).isEqualTo(2_800);

    desk.answer = new Woken.Refused("it failed\n5 times", Duration.ofSeconds(30));
    var refused = messages.wake(wake(-7)).getWoken().getNotStarted();
    assertThat(refused.getBecause()).isEqualTo("it failed 5 times");
    assertThat(refused.getRetryAfterMillis()).isEqualTo(30_000);
    messages.wake(wake(Integer.MAX_VALUE));
    assertThat(desk.waiting).as("what makes no sense is bounded").containsExactly(200, 1, 100_000);
  }

  private static Wake wake(int waiting) {
    return Wake.newBuilder()
        .setZone("west1")
        .setMethod("shop.v1.Vision/index")
        .setWaiting(waiting)
        .build();
  }

  @Test
  void a_view_is_the_same_with_zones() {
    ToClient full = ToClient.newBuilder().setFull(FullView.newBuilder().setVersion(7)).build();
    assertThat(ViewMessages.with(messages.now(), full).getFull())
        .isEqualTo(FullView.newBuilder().setVersion(7).setZones(messages.now()).build());
    ToClient delta =
        ToClient.newBuilder().setDelta(ViewDelta.newBuilder().setFrom(7).setVersion(8)).build();
    assertThat(ViewMessages.with(messages.now(), delta).getDelta().getVersion()).isEqualTo(8);
    assertThat(ViewMessages.with(messages.now(), delta).getDelta().hasZones()).isTrue();
  }
}
