package dev.edgewise.sdk.wire.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.proto.v1.ClientStatus;
import dev.edgewise.proto.v1.DecisionList;
import dev.edgewise.proto.v1.DecisionRecord;
import dev.edgewise.proto.v1.FindDecisionRequest;
import dev.edgewise.proto.v1.GetFleetRequest;
import dev.edgewise.proto.v1.ListDecisionsRequest;
import dev.edgewise.proto.v1.NodeStatus;
import dev.edgewise.proto.v1.OperatorGrpc;
import dev.edgewise.proto.v1.SetDrainRequest;
import dev.edgewise.proto.v1.WatchDecisionsRequest;
import dev.edgewise.sdk.wire.LoopbackServer;
import dev.edgewise.sdk.wire.decision.Explanation;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Questions to an orchestrator that is played by hand, over a real socket. */
@Timeout(60)
final class OperatorClientTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Server server =
      NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
          .addService(new Orchestrator())
          .build();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  private OperatorClient client() {
    return OperatorClient.connect("127.0.0.1:" + server.getPort());
  }

  @Test
  void the_fleet_is_there_for_tables_and_for_programs() {
    try (OperatorClient client = client()) {
      FleetStatus fleet = client.fleet(SOON);

      assertThat(fleet.nodes()).extracting(FleetStatus.Node::name).containsExactly("edge-1");
      assertThat(fleet.nodes().get(0).load()).isEmpty();
      assertThat(fleet.nodes().get(0).machine()).isEqualTo("Linux aarch64, 4 cores, 8.0 GB");
      assertThat(fleet.nodes().get(0).accelerators()).containsExactly("gpu T4 16.0 GB");
      assertThat(fleet.clients()).extracting(FleetStatus.Client::name).containsExactly("shop");
      assertThat(fleet.json()).contains("\"node\":\"edge-1\"").contains("\"draining\":false");
    }
  }

  @Test
  void a_drain_is_answered_with_the_node() {
    try (OperatorClient client = client()) {
      assertThat(client.setDrain("edge-1", true, SOON).drainAsked()).isTrue();
    }
  }

  @Test
  void a_node_that_is_not_there_is_told_with_the_nearest_names() {
    try (OperatorClient client = client()) {
      assertThatThrownBy(() -> client.setDrain("egde-1", true, SOON))
          .isInstanceOfSatisfying(
              EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
          .hasMessageContaining("Did you mean edge-1?");
    }
  }

  @Test
  void decisions_are_found_listed_and_watched() {
    try (OperatorClient client = client()) {
      assertThat(client.findDecision("d1", SOON).orElseThrow().id()).isEqualTo("d1");
      assertThat(client.findDecision("d2", SOON)).isEmpty();
      assertThat(client.listDecisions(10, "", SOON)).extracting(Explanation::id).contains("d1");
      List<String> seen = new ArrayList<>();
      assertThatThrownBy(() -> client.watchDecisions("", false, call -> seen.add(call.id())))
          .hasMessageContaining("ended the stream");
      assertThat(seen).containsExactly("w1", "w2");
    }
  }

  @Test
  void an_interrupted_watch_ends() throws InterruptedException {
    Thread watcher =
        new Thread(
            () -> {
              try (OperatorClient client = client()) {
                client.watchDecisions("endless", false, call -> {});
              } catch (EdgewiseException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED);
              }
            });
    watcher.start();
    watcher.interrupt();
    watcher.join(10_000);
    assertThat(watcher.isAlive()).isFalse();
  }

  @Test
  void nobody_there_says_what_to_start() throws IOException {
    int free = LoopbackServer.freePort();
    try (OperatorClient client = OperatorClient.connect("127.0.0.1:" + free)) {
      assertThatThrownBy(() -> client.fleet(SOON))
          .isInstanceOfSatisfying(
              EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE))
          .hasMessageContaining("127.0.0.1:" + free)
          .hasMessageContaining("connection refused")
          .hasMessageContaining("edgewise up");
    }
  }

  @Test
  void somebody_else_there_is_told_apart() throws IOException {
    Server agent =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .build()
            .start();
    try (OperatorClient client = OperatorClient.connect("127.0.0.1:" + agent.getPort())) {
      assertThatThrownBy(() -> client.fleet(SOON))
          .isInstanceOfSatisfying(
              EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_ANSWER))
          .hasMessageContaining("is no orchestrator");
    } finally {
      agent.shutdownNow();
    }
  }

  private static final class Orchestrator extends OperatorGrpc.OperatorImplBase {
    private static final NodeStatus NODE = node();

    private static NodeStatus node() {
      NodeStatus.Builder node =
          NodeStatus.newBuilder().setNode("edge-1").setTier("edge").setLiveness("alive");
      node.getMachineBuilder()
          .setOs("Linux")
          .setArch("aarch64")
          .setCores(4)
          .setMemoryBytes(8_000_000_000L);
      node.addAcceleratorsBuilder().setKind("gpu").setModel("T4").setMemoryBytes(16_000_000_000L);
      return node.build();
    }

    @Override
    public void getFleet(
        GetFleetRequest request, StreamObserver<dev.edgewise.proto.v1.FleetStatus> answer) {
      answer.onNext(
          dev.edgewise.proto.v1.FleetStatus.newBuilder()
              .addNodes(NODE)
              .addClients(ClientStatus.newBuilder().setClient("shop"))
              .build());
      answer.onCompleted();
    }

    @Override
    public void setDrain(SetDrainRequest request, StreamObserver<NodeStatus> answer) {
      if (!request.getNode().equals("edge-1")) {
        answer.onError(
            Status.NOT_FOUND
                .withDescription("There is no node egde-1. Did you mean edge-1?")
                .asRuntimeException());
        return;
      }
      answer.onNext(NODE.toBuilder().setDrainAsked(request.getDrain()).build());
      answer.onCompleted();
    }

    @Override
    public void findDecision(FindDecisionRequest request, StreamObserver<DecisionRecord> answer) {
      if (request.getId().equals("d1")) {
        answer.onNext(DecisionRecord.newBuilder().setId("d1").build());
        answer.onCompleted();
      } else {
        answer.onError(Status.NOT_FOUND.asRuntimeException());
      }
    }

    @Override
    public void listDecisions(ListDecisionsRequest request, StreamObserver<DecisionList> answer) {
      answer.onNext(
          DecisionList.newBuilder().addDecisions(DecisionRecord.newBuilder().setId("d1")).build());
      answer.onCompleted();
    }

    @Override
    public void watchDecisions(
        WatchDecisionsRequest request, StreamObserver<DecisionRecord> answer) {
      if (request.getMethod().equals("endless")) {
        return;
      }
      answer.onNext(DecisionRecord.newBuilder().setId("w1").build());
      answer.onNext(DecisionRecord.newBuilder().setId("w2").build());
      answer.onCompleted();
    }
  }
}
