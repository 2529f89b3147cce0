package dev.edgewise.orchestrator.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.Duration;
import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.decisions.MethodFilter;
import dev.edgewise.orchestrator.identity.KeyRing;
import dev.edgewise.orchestrator.identity.MemoryKeys;
import dev.edgewise.orchestrator.node.Bytes;
import dev.edgewise.orchestrator.node.Generation;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.node.Serving;
import dev.edgewise.orchestrator.overview.Client;
import dev.edgewise.orchestrator.overview.FleetSnapshot;
import dev.edgewise.orchestrator.overview.MemberState;
import dev.edgewise.orchestrator.registry.Publication;
import dev.edgewise.orchestrator.traffic.TrafficWindows;
import dev.edgewise.orchestrator.zone.ZoneOverview;
import dev.edgewise.proto.v1.DecisionRecord;
import dev.edgewise.proto.v1.Decisions;
import dev.edgewise.proto.v1.LatencyBucket;
import dev.edgewise.proto.v1.MethodOptions;
import dev.edgewise.proto.v1.MethodTraffic;
import dev.edgewise.proto.v1.Options;
import dev.edgewise.proto.v1.Result;
import dev.edgewise.proto.v1.Step;
import dev.edgewise.proto.v1.Traffic;
import dev.edgewise.sdk.wire.decision.Explanation;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import dev.edgewise.sdk.wire.operator.GenerationPart;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OperatorServiceTest {
  private static final java.time.Duration PATIENCE = java.time.Duration.ofSeconds(20);
  private static final Client TILL = new Client("till-7", "nyc", "0.1.0");

  private final FakeFleet fleet = new FakeFleet();
  private final Time time = new Time();
  private final TrafficWindows windows = new TrafficWindows(time, 100, 100);
  private Path folder = Path.of("");
  private DecisionArchive archive;
  private ReportedCalls reports;
  private OperatorView view;
  private Server server;
  private OperatorClient client;

  /** Time that passes when it is told to. */
  private static final class Time implements Clock {
    long seconds = 1_000;

    @Override
    public long nanos() {
      return seconds * 1_000_000_000;
    }

    @Override
    public Instant now() {
      return Instant.ofEpochSecond(seconds);
    }
  }

  @BeforeEach
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    archive = openArchive();
    reports = new ReportedCalls(windows, archive);
    view =
        new OperatorView(
            fleet, windows, reports, archive, Publication.none(), time, "0.1.0", () -> 7400);
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(
                new OperatorService(
                    view,
                    new KeyDesk(
                        new KeyRing(new MemoryKeys(), time, new SplittableRandom(7), Runnable::run),
                        fleet,
                        time)))
            .build()
            .start();
    client = OperatorClient.connect("127.0.0.1:" + server.getPort());
  }

  @AfterEach
  void stop() {
    client.close();
    server.shutdownNow();
    archive.close();
  }

  private DecisionArchive openArchive() {
    return DecisionArchive.open(
        folder,
        ZoneOverview.none(),
        time,
        new SplittableRandom(1),
        task -> new Thread(task, "decisions"));
  }

  @Test
  void the_fleet_is_told_with_what_calls_came_to() {
    fleet
        .with("n1", Tier.EDGE, MemberState.ALIVE, "", vision())
        .with("n2", Tier.EDGE, MemberState.DEAD, "connections refused", vision());
    for (int i = 0; i < 12; i++) {
      time.seconds++;
      reports.traffic(traffic("n1", 20));
    }
    FleetStatus status = client.fleet(PATIENCE);
    assertThat(status.toString()).contains("n1", "n2", "connections refused");
    String json = view.fleetJson();
    assertThat(json)
        .startsWith("{\"schema\":\"edgewise.fleet/1\",\"orchestrator\":{\"version\":\"0.1.0\"")
        .contains("\"liveness\":\"dead\"", "\"because\":\"connections refused\"")
        .contains("\"perSecond\":20.0", "\"share\":1.0", "\"leaseLeftMillis\":2400")
        .contains("\"deadlineMillis\":2000.0", "\"idempotent\":true", "\"cascade\":true")
        .contains("\"edgeNodes\":[\"n1\"]", "\"now\":\"1970-01-01T00:16:52Z\"");
  }

  @Test
  void models_and_lanes_are_told_as_their_node_said() {
    fleet.with("n1", Tier.EDGE, MemberState.ALIVE, "", vision());
    fleet.with("n2", Tier.EDGE, MemberState.ALIVE, "", vision());
    fleet.serves(
        "n1",
        new Serving(
            List.of(
                new Serving.Model(
                    "captions", "1", "pipeline", "failed", "no such file", 90, 800, 3, 2_000)),
            List.of(
                new Serving.Lane(
                    "edgewise.models.v1.captions/Nearest",
                    "1 text",
                    2,
                    8,
                    List.of(5L, 0L, 7L),
                    Map.of("completed", 40L),
                    1.25,
                    8)),
            List.of(
                new Serving.Cached(
                    "shop-7",
                    Optional.of(Label.LOCAL_ONLY),
                    "edgewise.models.v1.captions/Nearest",
                    5,
                    3,
                    2,
                    1,
                    Optional.of(
                        new Serving.Similar(
                            3, 2, 1, 0.01, 0.99, OptionalDouble.of(0.85), "the threshold"))),
                new Serving.Cached("", Optional.empty(), "a.v1.B/c", 0, 0, 0, 0, Optional.empty())),
            List.of(
                new Generation(
                    "d1",
                    "edgewise.models.v1.gemma/Complete",
                    "running",
                    2,
                    17,
                    40,
                    "token",
                    41,
                    128,
                    74.5,
                    61,
                    900,
                    32,
                    1_024,
                    List.of("n9")))));
    FleetStatus.Serving told = client.fleet(PATIENCE).nodes().get(0).serving().orElseThrow();
    assertThat(told.models())
        .containsExactly(
            new FleetStatus.ServedModel(
                "captions",
                "1",
                "pipeline",
                "failed",
                "no such file",
                90,
                java.time.Duration.ofMillis(800),
                3,
                2_000));
    assertThat(told.lanes())
        .containsExactly(
            new FleetStatus.Lane(
                "edgewise.models.v1.captions/Nearest",
                "1 text",
                2,
                8,
                List.of(5L, 0L, 7L),
                Map.of("completed", 40L),
                1.25,
                8));
    assertThat(told.generations())
        .containsExactly(
            new GenerationPart(
                "d1",
                "edgewise.models.v1.gemma/Complete",
                "running",
                2,
                17,
                40,
                "token",
                41,
                128,
                74.5,
                61,
                java.time.Duration.ofMillis(900),
                32,
                1_024,
                List.of("n9")));
    assertThat(client.fleet(PATIENCE).nodes().get(1).serving()).isEmpty();
    assertThat(view.fleetJson())
        .contains("\"batches\":[\"5\",\"0\",\"7\"]", "\"state\":\"failed\"")
        .contains(
            "\"tenant\":\"shop-7\"",
            "\"label\":\"LABEL_LOCAL_ONLY\"",
            "\"semantic\":\"3\"",
            "\"wrong\":\"1\"",
            "\"high\":0.99",
            "\"threshold\":0.85",
            "\"why\":\"the threshold\"");
  }

  @Test
  void a_node_is_drained_and_an_unknown_one_answered_with_the_nearest_name() {
    fleet.with("nyc-edge01", Tier.EDGE, MemberState.ALIVE, "");
    assertThat(client.setDrain("nyc-edge01", true, PATIENCE).toString()).contains("nyc-edge01");
    assertThat(fleet.snapshot().members().get(0).drain().asked()).isTrue();
    assertThatThrownBy(() -> client.setDrain("nyc-edge1", true, PATIENCE))
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
        .hasMessageContaining("there is no node \"nyc-edge1\". Did you mean nyc-edge01?");
  }

  @Test
  void a_service_of_a_node_is_put_under_quarantine_and_released_by_its_short_name() {
    fleet.with("nyc-edge01", Tier.EDGE, MemberState.ALIVE, "", vision());
    FleetStatus.Node held =
        client.setQuarantine("nyc-edge01", "Vision", true, "its camera\nis replaced", PATIENCE);
    assertThat(held.quarantines())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.service()).isEqualTo("shop.v1.Vision");
              assertThat(each.stage()).isEqualTo("asked");
              assertThat(each.words())
                  .isEqualTo("quarantined for Vision by an operator: its camera is replaced");
            });
    assertThat(client.fleet(PATIENCE).nodes().get(0).quarantines()).hasSize(1);
    assertThat(client.setQuarantine("nyc-edge01", "Vision", false, "", PATIENCE).quarantines())
        .isEmpty();

    assertThatThrownBy(() -> client.setQuarantine("nyc-edge1", "Vision", true, "", PATIENCE))
        .hasMessageContaining("there is no node \"nyc-edge1\". Did you mean nyc-edge01?");
    assertThatThrownBy(() -> client.setQuarantine("nyc-edge01", "Vison", true, "", PATIENCE))
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
        .hasMessageContaining("nyc-edge01 offers no service \"Vison\".");
  }

  @Test
  void a_service_that_fails_everywhere_says_so() {
    fleet.with("nyc-edge01", Tier.EDGE, MemberState.ALIVE, "", vision());
    fleet.knows(new FleetSnapshot.Faults(Map.of("shop.v1.Vision", "it fails everywhere"), 3));
    assertThat(client.fleet(PATIENCE).services().get(0).trouble()).isEqualTo("it fails everywhere");
  }

  @Test
  void shipped_decisions_are_listed_found_and_explained() throws IOException {
    ship(record("aaa", "shop.v1.Vision/detect"), record("bbb", "shop.v1.Hello/hello"));
    assertThat(client.listDecisions(10, "", PATIENCE))
        .extracting(Explanation::id)
        .containsExactly("bbb", "aaa");
    assertThat(client.listDecisions(10, "Vision", PATIENCE))
        .extracting(Explanation::id)
        .containsExactly("aaa");
    assertThat(client.findDecision("aaa", PATIENCE)).isPresent();
    assertThat(client.findDecision("zzz", PATIENCE)).isEmpty();
    assertThat(view.decisionJson("aaa").orElseThrow())
        .startsWith("{\"schema\":\"edgewise.explain/1\"")
        .contains("\"why\":\"n1: 9 ms expected\"", "\"text\":\"Call aaa of shop.v1.Vision/detect");
    assertThat(view.decisionLinesJson(1)).contains("\"id\":\"bbb\"", "\"tookMillis\":11.0");
    assertThatThrownBy(() -> client.listDecisions(1001, "", PATIENCE))
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_ACCEPTED));
  }

  @Test
  void decisions_outlive_the_orchestrator() throws IOException {
    ship(record("aaa", "shop.v1.Vision/detect"));
    archive.close();
    try (DecisionArchive again = openArchive()) {
      assertThat(again.find("aaa")).isPresent();
      assertThat(again.list(10, new MethodFilter(""))).hasSize(1);
    }
  }

  @Test
  void decisions_are_watched_as_they_come() throws InterruptedException {
    BlockingQueue<String> seen = new ArrayBlockingQueue<>(100);
    Thread watcher =
        new Thread(
            () -> {
              try {
                client.watchDecisions("", false, each -> seen.add(each.id()));
              } catch (EdgewiseException ended) {
                seen.add("ended");
              }
            });
    watcher.start();
    // The watch begins when the server has it: what came before it is not for it.
    String first = null;
    for (int i = 0; first == null && i < 1_000; i++) {
      ship(record("warm" + i, "s/m"));
      first = seen.poll(20, TimeUnit.MILLISECONDS);
    }
    ship(record("last", "s/m"));
    String next = first;
    while (next != null && !next.equals("last")) {
      next = seen.poll(20, TimeUnit.SECONDS);
    }
    assertThat(next).isEqualTo("last");
    watcher.interrupt();
    watcher.join(20_000);
    assertThat(seen).contains("ended");
  }

  @Test
  void malformed_and_oversized_records_are_dropped_and_counted() {
    ship(
        record("../../etc/passwd", "s/m"),
        record("", "s/m"),
        record("big", "s/" + "m".repeat(70_000)),
        record("fine", "s/m"));
    assertThat(client.listDecisions(10, "", PATIENCE))
        .extracting(Explanation::id)
        .containsExactly("fine");
    assertThat(view.decisionsDropped()).isEqualTo(3);
  }

  @Test
  void what_a_client_dropped_is_counted_once_also_when_it_comes_back() {
    dropped(1, 10);
    dropped(1, 12);
    assertThat(view.decisionsDropped()).isEqualTo(12);
    reports.left(1, TILL);
    dropped(2, 15);
    assertThat(view.decisionsDropped()).isEqualTo(15);
    dropped(3, 4);
    assertThat(view.decisionsDropped()).as("another client").isEqualTo(19);
  }

  @Test
  void nonsense_in_reports_is_survived() {
    MethodTraffic.Builder method =
        MethodTraffic.newBuilder()
            .setMethod("s/m")
            .setCompleted(-5)
            .setFailed(Integer.MIN_VALUE)
            .addLatency(LatencyBucket.newBuilder().setIndex(Integer.MAX_VALUE).setCount(-1));
    reports.traffic(
        Traffic.newBuilder().setPeriodMillis(Integer.MIN_VALUE).addMethods(method).build());
    reports.traffic(
        Traffic.newBuilder()
            .addMethods(method.clone().setMethod("x".repeat(1000)))
            .addMethods(method.clone().setMethod(""))
            .build());
    assertThat(view.traffic().methods()).containsOnlyKeys("s/m");
  }

  private void dropped(long stream, long count) {
    reports.decisions(stream, TILL, Decisions.newBuilder().setDropped(count).build());
  }

  private void ship(DecisionRecord... records) {
    reports.decisions(1, TILL, Decisions.newBuilder().addAllRecords(List.of(records)).build());
  }

  private static Traffic traffic(String node, int completed) {
    return Traffic.newBuilder()
        .setPeriodMillis(1000)
        .addMethods(
            MethodTraffic.newBuilder()
                .setMethod("shop.v1.Vision/detect")
                .setNode(node)
                .setTier(dev.edgewise.proto.v1.Tier.TIER_EDGE)
                .setCompleted(completed)
                .addLatency(LatencyBucket.newBuilder().setIndex(53).setCount(completed)))
        .build();
  }

  private static DecisionRecord record(String id, String method) {
    return DecisionRecord.newBuilder()
        .setId(id)
        .setMethod(method)
        .addSteps(
            Step.newBuilder().setNode("n1").setReason("n1: 9 ms expected").setAnswer("completed"))
        .setResult(
            Result.newBuilder()
                .setOutcome("completed")
                .setNode("n1")
                .setTook(Duration.newBuilder().setNanos(11_000_000)))
        .build();
  }

  private static OfferedService vision() {
    DescriptorProtos.MethodOptions.Builder options = DescriptorProtos.MethodOptions.newBuilder();
    options.setExtension(
        Options.method,
        MethodOptions.newBuilder()
            .setTier(dev.edgewise.proto.v1.Tier.TIER_EDGE)
            .setDeadlineMillis(2000)
            .setIdempotent(true)
            .setCascade(dev.edgewise.proto.v1.Cascade.newBuilder().setUnsureTo(0.7))
            .build());
    DescriptorProtos.FileDescriptorSet set =
        DescriptorProtos.FileDescriptorSet.newBuilder()
            .addFile(
                DescriptorProtos.FileDescriptorProto.newBuilder()
                    .setPackage("shop.v1")
                    .addService(
                        DescriptorProtos.ServiceDescriptorProto.newBuilder()
                            .setName("Vision")
                            .addMethod(
                                DescriptorProtos.MethodDescriptorProto.newBuilder()
                                    .setName("detect")
                                    .setOptions(options))))
            .build();
    return new OfferedService("shop.v1.Vision", List.of("detect"), Bytes.of(set.toByteArray()));
  }
}
