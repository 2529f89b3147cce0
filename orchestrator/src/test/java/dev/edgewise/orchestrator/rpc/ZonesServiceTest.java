package dev.edgewise.orchestrator.rpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Trust;
import dev.edgewise.orchestrator.zone.NodePhase;
import dev.edgewise.orchestrator.zone.ZoneEvent;
import dev.edgewise.orchestrator.zone.ZoneOverview;
import dev.edgewise.orchestrator.zone.ZoneStatus;
import dev.edgewise.proto.v1.ScaleZoneRequest;
import dev.edgewise.proto.v1.WatchZonesRequest;
import dev.edgewise.proto.v1.ZoneHappening;
import dev.edgewise.proto.v1.ZonesGrpc;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import dev.edgewise.sdk.wire.operator.ZoneReport;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ZonesServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
  private static final int MOST_WATCHERS = 32;
  private static final int MOST_WAITING = 256;

  private final Zones zones = new Zones();
  private Server server;
  private OperatorClient client;
  private ManagedChannel channel;

  /** One zone, west1, that does what it is asked to and says what that was. */
  private static final class Zones implements ZoneOverview {
    final List<String> asked = new CopyOnWriteArrayList<>();
    final BlockingQueue<Integer> listening = new LinkedBlockingQueue<>();
    private final List<Consumer<ZoneEvent>> listeners = new CopyOnWriteArrayList<>();
    volatile boolean isEmpty;

    @Override
    public List<ZoneStatus> statuses() {
      return isEmpty ? List.of() : List.of(west());
    }

    @Override
    public Optional<ZoneStatus> hold(String zone, int nodes, Optional<Duration> time) {
      asked.add(zone + " " + nodes + " " + time.map(Duration::toString).orElse("until released"));
      if (nodes > 4) {
        throw EdgewiseException.of(
            ErrorCode.NOT_ACCEPTED, "nodes: " + nodes + " (expected: 0 to 4)");
      }
      return statuses().stream().filter(each -> each.zone().equals(zone)).findFirst();
    }

    @Override
    public Optional<ZoneStatus> release(String zone) {
      asked.add(zone + " by need");
      return statuses().stream().filter(each -> each.zone().equals(zone)).findFirst();
    }

    @Override
    public Subscription listen(Consumer<ZoneEvent> listener) {
      listeners.add(listener);
      listening.add(listeners.size());
      return () -> {
        listeners.remove(listener);
        listening.add(listeners.size());
      };
    }

    void happens(int number) {
      ZoneEvent event = new ZoneEvent(NOON, "west1", "west1-" + number, "starts", "called");
      listeners.forEach(listener -> listener.accept(event));
    }
  }

  private static ZoneStatus west() {
    return new ZoneStatus(
        "west1",
        Trust.TRUSTED,
        1,
        4,
        2,
        0.95,
        3,
        "12 calls/s",
        List.of(
            new ZoneStatus.Node("west1-7", NodePhase.READY, NOON.minusSeconds(60), "pid 4711"),
            new ZoneStatus.Node("west1-8", NodePhase.WARM, NOON, "pid 4712")),
        Optional.of(new ZoneStatus.Hold(3, Optional.of(NOON.plusSeconds(3_600)))),
        "in quarantine",
        Duration.ofMillis(1_900),
        new ZoneStatus.Counts(8, 2, 1, 3),
        1.25,
        List.of("shop.v1.Vision"),
        List.of(new Accelerator("gpu", "T4", 16_000_000_000L, false)),
        List.of(new ZoneEvent(NOON, "west1", "west1-8", "is ready", "as asked")));
  }

  @BeforeEach
  void start() throws IOException {
    Clock noon =
        new Clock() {
          @Override
          public long nanos() {
            return 0;
          }

          @Override
          public Instant now() {
            return NOON;
          }
        };
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new ZonesService(new ZonesView(zones, noon)))
            .build()
            .start();
    client = OperatorClient.connect("127.0.0.1:" + server.getPort());
    channel =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()))
            .usePlaintext()
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    channel.shutdownNow();
    server.shutdownNow();
  }

  // ── listing

  @Test
  void a_zone_is_told_with_all_that_is_known_of_it() {
    ZoneReport west = client.zones(PATIENCE).getFirst();

    assertThat(west.zone()).isEqualTo("west1");
    assertThat(west.trust()).isEqualTo("trusted");
    assertThat(List.of(west.min(), west.max(), west.warm(), west.wanted()))
        .containsExactly(1, 4, 2, 3);
    assertThat(west.onTimeTarget()).isEqualTo(0.95);
    assertThat(west.because()).isEqualTo("12 calls/s");
    assertThat(west.nodes())
        .containsExactly(
            new ZoneReport.Node("west1-7", "ready", Optional.of(NOON.minusSeconds(60)), "pid 4711"),
            new ZoneReport.Node("west1-8", "warm", Optional.of(NOON), "pid 4712"));
    assertThat(west.hold()).hasValue(new ZoneReport.Hold(3, Optional.of(NOON.plusSeconds(3_600))));
    assertThat(west.trouble()).isEqualTo("in quarantine");
    assertThat(west.coldStart()).isEqualTo(Duration.ofMillis(1_900));
    assertThat(west.counts()).isEqualTo(new ZoneReport.Counts(8, 2, 1, 3));
    assertThat(west.costSoFar()).isEqualTo(1.25);
    assertThat(west.services()).containsExactly("shop.v1.Vision");
    assertThat(west.accelerators()).containsExactly("gpu T4 16.0 GB");
    assertThat(west.events())
        .singleElement()
        .satisfies(event -> assertThat(event.node()).isEqualTo("west1-8"));
  }

  // ── scaling

  @Test
  void a_number_of_nodes_is_asked_for_until_it_is_released_or_for_a_time() {
    ZoneReport answer = scale("west1", OptionalInt.of(2), Optional.empty());
    scale("west1", OptionalInt.of(0), Optional.of(Duration.ofHours(1)));
    scale("west1", OptionalInt.empty(), Optional.empty());

    assertThat(answer.zone()).isEqualTo("west1");
    assertThat(zones.asked)
        .containsExactly("west1 2 until released", "west1 0 PT1H", "west1 by need");
  }

  private ZoneReport scale(String zone, OptionalInt nodes, Optional<Duration> time) {
    return client.scaleZone(zone, nodes, time, PATIENCE);
  }

  @Test
  void what_the_zone_does_not_take_is_told_with_its_code_and_reason() {
    assertThatThrownBy(() -> scale("west1", OptionalInt.of(5), Optional.empty()))
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_ACCEPTED))
        .hasMessageContaining("nodes: 5 (expected: 0 to 4)");
  }

  @Test
  void a_zone_that_there_is_not_is_told_with_the_one_that_was_meant() {
    assertThatThrownBy(() -> scale("wset1", OptionalInt.of(1), Optional.empty()))
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
        .hasMessageContaining("\"wset1\"")
        .hasMessageContaining("west1");
    assertThatThrownBy(() -> scale("wset1", OptionalInt.empty(), Optional.empty()))
        .hasMessageContaining("\"wset1\"");
  }

  @Test
  void where_no_zone_is_configured_it_is_told_which_key_names_them() {
    zones.isEmpty = true;
    assertThat(client.zones(PATIENCE)).isEmpty();
    assertThatThrownBy(() -> scale("west1", OptionalInt.of(1), Optional.empty()))
        .hasMessageContaining("key zones");
  }

  @Test
  void a_name_of_many_lines_does_not_come_back_as_many() {
    assertThatThrownBy(() -> scale("a\nERROR b", OptionalInt.of(1), Optional.empty()))
        .satisfies(e -> assertThat(String.valueOf(e.getMessage())).doesNotContain("\nERROR"));
  }

  @Test
  void a_time_that_is_none_or_longer_than_a_year_is_refused_and_the_zone_not_asked() {
    long year = Duration.ofDays(365).toMillis();
    for (long millis : new long[] {-1, Long.MIN_VALUE, year + 1, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> scaleFor(millis))
          .as("%d ms", millis)
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("for_millis: " + millis);
    }
    assertThat(zones.asked).isEmpty();
    scaleFor(year);
    assertThat(zones.asked).containsExactly("west1 1 PT8760H");
  }

  private void scaleFor(long millis) {
    assertThat(
            ZonesGrpc.newBlockingStub(channel)
                .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .scaleZone(
                    ScaleZoneRequest.newBuilder()
                        .setZone("west1")
                        .setNodes(1)
                        .setForMillis(millis)
                        .build()))
        .isNotNull();
  }

  // ── watching

  /** Takes events one by one, when it is told to. */
  private static final class Watcher
      implements ClientResponseObserver<WatchZonesRequest, ZoneHappening> {
    final BlockingQueue<String> nodes = new LinkedBlockingQueue<>();
    final BlockingQueue<Throwable> ends = new LinkedBlockingQueue<>();
    private final int first;
    private @Nullable ClientCallStreamObserver<WatchZonesRequest> call;

    Watcher(int first) {
      this.first = first;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchZonesRequest> stream) {
      call = stream;
      stream.disableAutoRequestWithInitial(first);
    }

    void takes(int more) {
      requireNonNull(call).request(more);
    }

    void leaves() {
      requireNonNull(call).cancel("seen enough", null);
    }

    @Override
    public void onNext(ZoneHappening event) {
      nodes.add(event.getNode());
    }

    @Override
    public void onError(Throwable failure) {
      ends.add(failure);
    }

    @Override
    public void onCompleted() {
      ends.add(new IllegalStateException("it was completed"));
    }
  }

  private Watcher watch(int first) {
    Watcher watcher = new Watcher(first);
    ZonesGrpc.newStub(channel).watchZones(WatchZonesRequest.getDefaultInstance(), watcher);
    return watcher;
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(next).as("something within " + PATIENCE).isNotNull();
    return next;
  }

  @Test
  void whoever_watches_is_told_what_happens_from_then_on() throws InterruptedException {
    Watcher one = watch(10);
    assertThat(next(zones.listening)).isEqualTo(1);
    zones.happens(1);
    Watcher two = watch(10);
    assertThat(next(zones.listening)).isEqualTo(2);
    zones.happens(2);

    assertThat(next(one.nodes)).isEqualTo("west1-1");
    assertThat(next(one.nodes)).isEqualTo("west1-2");
    assertThat(next(two.nodes)).isEqualTo("west1-2");
  }

  @Test
  void a_watcher_that_has_left_is_told_nothing_and_makes_room() throws InterruptedException {
    List<Watcher> watchers = new ArrayList<>();
    for (int i = 1; i <= MOST_WATCHERS; i++) {
      watchers.add(watch(1));
      assertThat(next(zones.listening)).isEqualTo(i);
    }
    Watcher over = watch(1);
    assertThat(next(over.ends)).hasMessageContaining("end another watch first");

    watchers.getFirst().leaves();
    assertThat(next(zones.listening)).isEqualTo(MOST_WATCHERS - 1);
    Watcher instead = watch(1);
    assertThat(next(zones.listening)).isEqualTo(MOST_WATCHERS);
    zones.happens(1);
    assertThat(next(instead.nodes)).isEqualTo("west1-1");
    assertThat(watchers.getFirst().nodes).isEmpty();
    // Who was refused counts for nobody.
    assertThat(next(watch(1).ends)).hasMessageContaining("end another watch first");
  }

  @Test
  void of_what_a_watcher_does_not_take_the_newest_is_kept() throws InterruptedException {
    Watcher slow = watch(1);
    assertThat(next(zones.listening)).isEqualTo(1);
    // More than the connection takes by itself, and than is kept.
    int all = 20_000;
    for (int i = 1; i <= all; i++) {
      zones.happens(i);
    }
    slow.takes(all);
    List<String> seen = new ArrayList<>();
    while (!seen.contains("west1-" + all)) {
      seen.add(next(slow.nodes));
    }
    assertThat(seen).hasSizeBetween(MOST_WAITING, all - 1).startsWith("west1-1");
    assertThat(seen.subList(seen.size() - MOST_WAITING, seen.size()))
        .startsWith("west1-" + (all - MOST_WAITING + 1));
  }
}
