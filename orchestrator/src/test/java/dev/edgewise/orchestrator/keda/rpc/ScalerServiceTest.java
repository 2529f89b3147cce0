package dev.edgewise.orchestrator.keda.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.SystemScheduler;
import dev.edgewise.orchestrator.keda.ManualDemand;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * KEDA and the orchestrator's scaler over sockets; the traps are those that KEDA's issues tell of.
 */
@Timeout(60)
final class ScalerServiceTest {
  private static final Map<String, String> WEST1 = Map.of("zone", "west1");

  private final ManualDemand demand = new ManualDemand();
  private final SystemScheduler scheduler = SystemScheduler.create("keda-test");
  private final List<ManagedChannel> channels = new ArrayList<>();
  private Server server;

  @BeforeEach
  void start() throws IOException {
    server = start(0);
    demand.wants("west1", 0);
  }

  @AfterEach
  void stop() {
    channels.forEach(ManagedChannel::shutdownNow);
    server.shutdownNow();
    scheduler.close();
  }

  private Server start(int port) throws IOException {
    return NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .addService(new ScalerService(demand, scheduler))
        .build()
        .start();
  }

  private ManagedChannel channel() {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
    channels.add(channel);
    return channel;
  }

  private FakeKeda keda(int min, int max) {
    return new FakeKeda(channel(), WEST1, min, max, 1);
  }

  @Test
  void a_zone_that_sleeps_is_woken_by_a_push() throws InterruptedException {
    FakeKeda keda = keda(0, 4);
    keda.create();
    keda.listen();
    assertThat(keda.pushed()).isFalse();
    assertThat(keda.replicas()).isZero();

    demand.wants("west1", 1);
    assertThat(keda.pushed()).isTrue();
    assertThat(keda.replicas()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void what_the_autoscalers_formula_gives_is_what_is_wanted(int nodes) {
    FakeKeda keda = keda(0, 8);
    keda.create();
    demand.wants("west1", nodes);
    keda.poll();
    assertThat(keda.replicas()).isEqualTo(nodes);
    // And stays that, from whatever there was.
    keda.poll();
    assertThat(keda.replicas()).isEqualTo(nodes);
  }

  @Test
  void more_and_fewer_are_followed_with_each_poll() {
    FakeKeda keda = keda(0, 8);
    keda.create();
    for (int nodes : List.of(1, 8, 4, 5, 1, 2)) {
      demand.wants("west1", nodes);
      keda.poll();
      assertThat(keda.replicas()).isEqualTo(nodes);
    }
  }

  @Test
  void zero_comes_after_the_cooldown_and_not_with_a_moment_of_silence() {
    FakeKeda keda = keda(0, 4);
    keda.create();
    demand.wants("west1", 2);
    keda.poll();
    demand.wants("west1", 0);
    keda.poll();
    assertThat(keda.replicas()).isEqualTo(2);
    for (int i = 0; i < 10; i++) {
      keda.poll();
    }
    assertThat(keda.replicas()).isZero();
  }

  @Test
  void a_least_number_stays_when_nothing_is_wanted() {
    FakeKeda keda = keda(2, 4);
    keda.create();
    for (int i = 0; i < 12; i++) {
      keda.poll();
    }
    assertThat(keda.replicas()).isEqualTo(2);
  }

  @Test
  void of_a_flap_the_last_word_arrives() throws InterruptedException {
    FakeKeda keda = keda(0, 4);
    keda.listen();
    assertThat(keda.pushed()).isFalse();
    for (int i = 0; i < 200; i++) {
      demand.wants("west1", i % 2);
    }
    demand.wants("west1", 3);
    boolean last = keda.pushed();
    while (!last) {
      last = keda.pushed();
    }
    // One of the flap may be on its way still, and is taken back by the next.
    List<Boolean> more = keda.pushes();
    assertThat(more.isEmpty() || more.getLast() || keda.pushed()).isTrue();
  }

  /** An autoscaler that is made of a refusal or of nothing is never mended (keda#5787, #7729). */
  @Test
  void what_is_measured_is_said_while_the_fleet_is_still_coming_back() {
    demand.settles(false);
    FakeKeda keda = keda(0, 4);
    keda.create();
    assertThat(keda.hasUselessAutoscaler()).isFalse();
  }

  @Test
  void the_trap_is_real_for_one_whose_scaler_is_not_there() {
    FakeKeda keda = keda(0, 4);
    server.shutdownNow();
    keda.create();
    assertThat(keda.hasUselessAutoscaler()).isTrue();
  }

  @Test
  void metrics_have_one_name_for_good() {
    FakeKeda keda = keda(0, 4);
    keda.create();
    for (int nodes : List.of(0, 1, 4, 0)) {
      demand.wants("west1", nodes);
      keda.poll();
      keda.create();
    }
    assertThat(keda.metricNames()).isNotEmpty().containsOnly(keda.autoscaler());
  }

  /** A restarted orchestrator does not know yet who is at work; saying 0 would end them. */
  @Test
  void a_restart_ends_nothing_that_runs() throws Exception {
    FakeKeda keda = keda(0, 4);
    keda.create();
    keda.listen();
    demand.wants("west1", 3);
    keda.poll();
    int port = server.getPort();
    server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    assertThat(keda.broke()).isNotNull();
    keda.poll();
    assertThat(keda.replicas()).isEqualTo(3);

    demand.settles(false);
    demand.wants("west1", 0);
    server = start(port);
    keda.reconnect(channel());
    keda.pushes();
    keda.listen();
    keda.poll();
    assertThat(keda.replicas()).isEqualTo(3);
    assertThat(keda.lastFailure().orElseThrow().getStatus().getCode())
        .isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(keda.lastFailure().orElseThrow()).hasMessageContaining("keep what runs");

    demand.settles(true);
    demand.wants("west1", 2);
    assertThat(keda.pushed()).isTrue();
    keda.poll();
    assertThat(keda.replicas()).isEqualTo(2);
  }

  @Test
  void without_an_orchestrator_the_fallback_runs() {
    FakeKeda keda = keda(0, 4);
    keda.create();
    server.shutdownNow();
    keda.poll();
    keda.poll();
    assertThat(keda.replicas()).isZero();
    keda.poll();
    assertThat(keda.replicas()).isEqualTo(1);
  }

  @Test
  void two_zones_are_two() throws InterruptedException {
    demand.wants("east1", 5);
    FakeKeda west = keda(0, 4);
    FakeKeda east = new FakeKeda(channel(), Map.of("zone", "east1"), 0, 8, 1);
    west.create();
    east.create();
    west.listen();
    east.listen();
    assertThat(west.pushed()).isFalse();
    assertThat(east.pushed()).isTrue();
    west.poll();
    east.poll();
    assertThat(west.replicas()).isZero();
    assertThat(east.replicas()).isEqualTo(5);
    demand.wants("west1", 1);
    assertThat(west.pushed()).isTrue();
    assertThat(east.pushes()).isEmpty();
  }

  @Test
  void a_zone_that_is_not_there_is_refused_with_those_that_are() throws InterruptedException {
    FakeKeda keda = new FakeKeda(channel(), Map.of("zone", "west2"), 0, 4, 1);
    keda.create();
    StatusRuntimeException refused = keda.lastFailure().orElseThrow();
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused).hasMessageContaining("no zone \"west2\"").hasMessageContaining("west1");
    keda.poll();
    assertThat(keda.lastFailure().orElseThrow().getStatus().getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    keda.listen();
    assertThat(Status.fromThrowable(keda.broke()).getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void metadata_without_a_zone_are_refused_by_the_name_of_their_scaled_object() {
    FakeKeda keda = new FakeKeda(channel(), Map.of("site", "west1"), 0, 4, 1);
    keda.create();
    assertThat(keda.lastFailure().orElseThrow())
        .hasMessageContaining("zone is missing")
        .hasMessageContaining("shop/fleet-edgewise-west1");
  }

  @Test
  void a_name_from_outside_is_repeated_in_one_short_line() {
    FakeKeda keda = new FakeKeda(channel(), Map.of("zone", "x\n".repeat(5_000)), 0, 4, 1);
    keda.create();
    assertThat(String.valueOf(keda.lastFailure().orElseThrow().getStatus().getDescription()))
        .doesNotContain("\n")
        .hasSizeLessThan(400);
  }

  /** KEDA has dialled anew for each question (keda#2665). */
  @Test
  void a_connection_for_each_question_is_well() {
    FakeKeda keda = keda(0, 4);
    keda.create();
    demand.wants("west1", 2);
    for (int i = 0; i < 40; i++) {
      ManagedChannel once = channel();
      keda.reconnect(once);
      keda.poll();
      once.shutdownNow();
      assertThat(keda.lastFailure()).isEmpty();
    }
    assertThat(keda.replicas()).isEqualTo(2);
  }

  @Test
  void listeners_are_bounded_and_one_that_has_gone_makes_room() throws Exception {
    ManagedChannel crowd = channel();
    for (int i = 0; i < ScalerService.MOST_STREAMS; i++) {
      FakeKeda keda = new FakeKeda(crowd, WEST1, 0, 4, 1);
      keda.listen();
      assertThat(keda.pushed()).isFalse();
    }
    FakeKeda late = keda(0, 4);
    late.listen();
    assertThat(Status.fromThrowable(late.broke()).getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);

    crowd.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    demand.awaitNobody();
    assertThat(demand.listeners()).isZero();
    late.listen();
    assertThat(late.pushed()).isFalse();
  }

  @Test
  void the_fake_would_notice_a_scaler_that_says_nothing() {
    FakeKeda keda = keda(0, 4).patience(1);
    keda.listen();
    assertThatThrownBy(
            () -> {
              keda.pushed();
              keda.pushed();
            })
        .hasMessageContaining("no push");
  }
}
