package dev.edgewise.sdk.wire.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Sighting;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.proto.v1.FromClient;
import dev.edgewise.proto.v1.FullView;
import dev.edgewise.proto.v1.Hello;
import dev.edgewise.proto.v1.NodeAttempts;
import dev.edgewise.proto.v1.OfferedService;
import dev.edgewise.proto.v1.Refusal;
import dev.edgewise.proto.v1.RefusalKind;
import dev.edgewise.proto.v1.SightingKind;
import dev.edgewise.proto.v1.ToClient;
import dev.edgewise.proto.v1.ViewDelta;
import dev.edgewise.proto.v1.Wake;
import dev.edgewise.proto.v1.Woken;
import dev.edgewise.proto.v1.ZoneEntries;
import dev.edgewise.proto.v1.ZoneEntry;
import dev.edgewise.sdk.fleet.OrchestratorView;
import dev.edgewise.sdk.fleet.ScaledZone;
import dev.edgewise.sdk.fleet.Traffic;
import dev.edgewise.sdk.fleet.ViewFeed;
import dev.edgewise.sdk.wire.HandClock;
import dev.edgewise.sdk.wire.RealTime;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The feed, against an orchestrator that is played by hand. */
@Timeout(60)
final class GrpcViewFeedTest {
  private final RealTime time = new RealTime();
  private final PlayedOrchestrator orchestrator = new PlayedOrchestrator();
  private final Told told = new Told();

  /** It stands, so that no machine is too slow for an orchestrator that says nothing by itself. */
  private final HandClock clock = new HandClock();

  @BeforeEach
  void start() throws IOException {
    orchestrator.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    orchestrator.stop();
    time.close();
  }

  /** What the listener was told, one after the other. */
  private static final class Told implements ViewFeed.Listener {
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    @Override
    public void connected() {
      events.add("connected");
    }

    @Override
    public void view(OrchestratorView view) {
      events.add(view);
    }

    @Override
    public void starting(String zone, Duration expected) {
      events.add(zone + " starts in " + expected.toMillis() + " ms");
    }

    @Override
    public void notStarted(String zone, String because, Duration retryAfter) {
      events.add(zone + " does not: " + because + ", " + retryAfter.toSeconds() + " s");
    }

    @Override
    public void disconnected(String because) {
      events.add("disconnected: " + because);
    }

    @Override
    public void refused(ErrorCode code, String message) {
      events.add(code + ": " + message);
    }

    Object next() throws InterruptedException {
      return Optional.ofNullable(events.poll(20, TimeUnit.SECONDS)).orElseThrow();
    }

    OrchestratorView nextView() throws InterruptedException {
      while (true) {
        if (next() instanceof OrchestratorView view) {
          return view;
        }
      }
    }
  }

  private GrpcViewFeed feed() {
    GrpcViewFeed feed =
        GrpcViewFeed.create(
            orchestrator.address(),
            Optional.empty(),
            "shop",
            "nyc",
            "1.0",
            clock,
            time,
            time.executor(),
            new Random(1));
    feed.start(told);
    return feed;
  }

  @Test
  void the_client_says_hello_and_is_told_views() throws InterruptedException {
    try (GrpcViewFeed feed = feed()) {
      StreamObserver<ToClient> down = orchestrator.stream();
      FromClient hello = orchestrator.awaitMessage(message -> true);
      assertThat(hello.getHello().getProtocol()).isEqualTo(1);
      assertThat(hello.getHello().getClient()).isEqualTo("shop");
      assertThat(hello.getHello().getSite()).isEqualTo("nyc");
      assertThat(told.next()).isEqualTo("connected");
      assertThat(feed.isReady()).as("before the first view").isFalse();

      down.onNext(
          PlayedOrchestrator.full(
              7,
              PlayedOrchestrator.edge("edge-1", "127.0.0.1:7501"),
              PlayedOrchestrator.edge("no name!", "127.0.0.1:7502"),
              PlayedOrchestrator.edge("edge-2", "nowhere")));

      OrchestratorView view = told.nextView();
      assertThat(view.version()).isEqualTo(7);
      assertThat(view.nodes())
          .as("what makes no sense is left out")
          .singleElement()
          .matches(node -> node.node().name().equals("edge-1"));
      assertThat(feed.isReady()).isTrue();
    }
  }

  @Test
  void zones_stand_in_the_view_until_a_delta_brings_others_and_are_woken_by_the_stream()
      throws InterruptedException {
    try (GrpcViewFeed feed = feed()) {
      StreamObserver<ToClient> down = orchestrator.stream();
      assertThat(feed.wake("west1", "shop.v1.Vision/index", 1)).as("no view yet").isFalse();
      down.onNext(
          ToClient.newBuilder()
              .setFull(
                  FullView.newBuilder()
                      .setVersion(7)
                      .setZones(zones(zone("west1", 2_800), zone("no name!", 1))))
              .build());
      assertThat(told.nextView().zones())
          .singleElement()
          .isEqualTo(
              new ScaledZone(
                  new Site("west1", Trust.OWN),
                  0,
                  1,
                  4,
                  Duration.ofMillis(2_800),
                  Set.of("shop.v1.Vision/index"),
                  List.of(new Accelerator("gpu", "T4", 16_000_000_000L, false)),
                  true,
                  ""));
      down.onNext(delta(7, 8));
      assertThat(told.nextView().zones()).as("none has changed").hasSize(1);
      down.onNext(
          ToClient.newBuilder()
              .setDelta(ViewDelta.newBuilder().setFrom(8).setVersion(9).setZones(zones()))
              .build());
      assertThat(told.nextView().zones()).isEmpty();

      assertThat(feed.wake("west1", "shop.v1.Vision/index", 200)).isTrue();
      Wake wake = orchestrator.awaitMessage(FromClient::hasWake).getWake();
      assertThat(wake.getZone()).isEqualTo("west1");
      assertThat(wake.getMethod()).isEqualTo("shop.v1.Vision/index");
      assertThat(wake.getWaiting()).isEqualTo(200);
      down.onNext(woken(b -> b.setStarting(Woken.Starting.newBuilder().setExpectedMillis(2_500))));
      assertThat(told.next()).isEqualTo("west1 starts in 2500 ms");
      down.onNext(
          woken(
              b ->
                  b.setNotStarted(
                      Woken.NotStarted.newBuilder()
                          .setBecause("no more\nthan 4")
                          .setRetryAfterMillis(-5))));
      assertThat(told.next()).isEqualTo("west1 does not: no more than 4, 0 s");
    }
  }

  private static ZoneEntries zones(ZoneEntry... entries) {
    return ZoneEntries.newBuilder().addAllZones(List.of(entries)).build();
  }

  private static ZoneEntry zone(String name, long coldStart) {
    return ZoneEntry.newBuilder()
        .setSite(
            dev.edgewise.proto.v1.Site.newBuilder()
                .setName(name)
                .setTrust(dev.edgewise.proto.v1.Trust.TRUST_OWN))
        .setNodes(-1)
        .setStarting(1)
        .setMax(4)
        .setColdStartMillis(coldStart)
        .setCanStart(true)
        .addServices(OfferedService.newBuilder().setName("shop.v1.Vision").addMethods("index"))
        .addAccelerators(
            dev.edgewise.proto.v1.Accelerator.newBuilder()
                .setKind("gpu")
                .setModel("T4")
                .setMemoryBytes(16_000_000_000L))
        .build();
  }

  private static ToClient delta(long from, long version) {
    return ToClient.newBuilder()
        .setDelta(ViewDelta.newBuilder().setFrom(from).setVersion(version))
        .build();
  }

  private static ToClient woken(UnaryOperator<Woken.Builder> kind) {
    return ToClient.newBuilder().setWoken(kind.apply(Woken.newBuilder().setZone("west1"))).build();
  }

  @Test
  void deltas_are_applied_in_order_and_a_gap_is_answered_with_a_resync()
      throws InterruptedException {
    try (GrpcViewFeed feed = feed()) {
      StreamObserver<ToClient> down = orchestrator.stream();
      down.onNext(PlayedOrchestrator.full(7, PlayedOrchestrator.edge("a", "127.0.0.1:1")));
      told.nextView();

      down.onNext(
          PlayedOrchestrator.delta(
              ViewDelta.newBuilder()
                  .setFrom(7)
                  .setVersion(8)
                  .addChanged(PlayedOrchestrator.edge("b", "127.0.0.1:2"))
                  .addRemoved("a")));
      OrchestratorView second = told.nextView();
      assertThat(second.version()).isEqualTo(8);
      assertThat(second.nodes()).extracting(node -> node.node().name()).containsExactly("b");

      down.onNext(PlayedOrchestrator.delta(ViewDelta.newBuilder().setFrom(9).setVersion(10)));
      orchestrator.awaitMessage(FromClient::hasResync);
      down.onNext(PlayedOrchestrator.full(10, PlayedOrchestrator.edge("c", "127.0.0.1:3")));
      assertThat(told.nextView().nodes())
          .extracting(node -> node.node().name())
          .containsExactly("c");
      assertThat(feed.isReady()).isTrue();
    }
  }

  @Test
  void a_peer_of_another_version_is_told_apart_from_one_that_is_away() throws InterruptedException {
    try (GrpcViewFeed feed = feed()) {
      StreamObserver<ToClient> down = orchestrator.stream();
      down.onNext(
          ToClient.newBuilder()
              .setRefusal(
                  Refusal.newBuilder()
                      .setKind(RefusalKind.REFUSAL_KIND_PROTOCOL)
                      .setCode("EW7005")
                      .setMessage("this client speaks version 1, upgrade it"))
              .build());
      down.onCompleted();

      assertThat(told.next()).isEqualTo("connected");
      assertThat(told.next())
          .asString()
          .startsWith("PROTOCOL_MISMATCH")
          .contains(feed.address())
          .contains("upgrade it");
    }
  }

  @Test
  void an_orchestrator_that_goes_is_found_again_when_it_is_back()
      throws InterruptedException, IOException {
    try (GrpcViewFeed feed = feed()) {
      orchestrator.stream().onNext(PlayedOrchestrator.full(1));
      told.nextView();

      orchestrator.stop();

      assertThat(told.next()).asString().startsWith("disconnected");
      assertThat(told.next()).asString().contains("connection refused");
      assertThat(feed.isReady()).isFalse();

      orchestrator.start();
      orchestrator.stream().onNext(PlayedOrchestrator.full(2));
      assertThat(told.nextView().version()).isEqualTo(2);
    }
  }

  @Test
  void an_orchestrator_that_falls_silent_is_left_and_asked_again() throws InterruptedException {
    try (GrpcViewFeed feed = feed()) {
      orchestrator.stream().onNext(PlayedOrchestrator.full(1));
      told.nextView();

      clock.set(Duration.ofSeconds(4).toNanos());

      assertThat(told.next()).isEqualTo("disconnected: silent for 3 s");
      orchestrator.stream().onNext(PlayedOrchestrator.full(2));
      assertThat(told.nextView().version()).isEqualTo(2);
      assertThat(feed.isReady()).isTrue();
    }
  }

  private GrpcViewFeed feed(PlayedLocator locator) {
    GrpcViewFeed feed =
        new GrpcViewFeed(
            new Whereabouts("played://one", locator),
            Optional.empty(),
            Hello.newBuilder().setProtocol(1).setClient("shop").build(),
            clock,
            time,
            time.executor(),
            new Random(1));
    feed.start(told);
    return feed;
  }

  @Test
  void an_orchestrator_that_moves_is_followed_and_told_which_view_is_held()
      throws InterruptedException, IOException {
    PlayedLocator locator = new PlayedLocator();
    PlayedOrchestrator next = new PlayedOrchestrator();
    next.start();
    try (GrpcViewFeed feed = feed(locator)) {
      locator.lost("the registry is away");
      assertThat(told.next()).isEqualTo("disconnected: the registry is away");
      locator.found(orchestrator.address());
      orchestrator.stream().onNext(PlayedOrchestrator.full(4));
      assertThat(told.nextView().version()).isEqualTo(4);

      locator.lost("the registry is away");
      assertThat(feed.isReady()).as("a lost locator changes nothing").isTrue();

      locator.found(next.address());
      assertThat(told.next()).isEqualTo("disconnected: the orchestrator has moved");
      assertThat(next.awaitMessage(FromClient::hasHello).getHello().getViewVersion()).isEqualTo(4);
      next.stream().onNext(PlayedOrchestrator.full(5));
      assertThat(told.nextView().version()).isEqualTo(5);
      assertThat(feed.address()).isEqualTo("played://one");
    } finally {
      next.stop();
    }
    assertThat(locator.isClosed()).isTrue();
  }

  @Test
  void sightings_and_traffic_are_sent() throws InterruptedException {
    try (GrpcViewFeed feed = feed()) {
      orchestrator.stream().onNext(PlayedOrchestrator.full(1));
      told.nextView();

      feed.tell(
          List.of(
              new Sighting("a", Sighting.Kind.REFUSED, Optional.empty()),
              new Sighting("b", Sighting.Kind.REACHED, Optional.of(Duration.ofMillis(12)))));
      feed.tell(
          new Traffic(
              Duration.ofSeconds(1),
              List.of(
                  new Traffic.Method(
                      "s/m",
                      "b",
                      Optional.of(Tier.EDGE),
                      3,
                      1,
                      0,
                      0,
                      0,
                      1,
                      List.of(new Traffic.Bucket(40, 3)))),
              List.of(new Traffic.Attempts("b", "s", "t", 3, Map.of("EW6006", 2)))));

      FromClient sightings = orchestrator.awaitMessage(FromClient::hasSightings);
      assertThat(sightings.getSightings().getSightings(0).getKind())
          .isEqualTo(SightingKind.SIGHTING_KIND_REFUSED);
      assertThat(sightings.getSightings().getSightings(0).hasHeardMillisAgo()).isFalse();
      assertThat(sightings.getSightings().getSightings(1).getHeardMillisAgo()).isEqualTo(12);
      FromClient traffic = orchestrator.awaitMessage(FromClient::hasTraffic);
      NodeAttempts attempts = traffic.getTraffic().getAttempts(0);
      assertThat(attempts.getNode() + attempts.getService() + attempts.getTenant())
          .isEqualTo("bst");
      assertThat(attempts.getAnswered()).isEqualTo(3);
      assertThat(attempts.getFaults(0).getCode()).isEqualTo("EW6006");
      assertThat(attempts.getFaults(0).getCount()).isEqualTo(2);
      assertThat(traffic.getTraffic().getMethods(0).getCompleted()).isEqualTo(3);
      assertThat(traffic.getTraffic().getMethods(0).getLatency(0).getIndex()).isEqualTo(40);
    }
  }
}
