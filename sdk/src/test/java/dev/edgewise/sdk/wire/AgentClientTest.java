package dev.edgewise.sdk.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.google.protobuf.ByteString;
import dev.edgewise.annotations.Label;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Load;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.TraceContext;
import dev.edgewise.core.Trust;
import dev.edgewise.proto.v1.DescribeRequest;
import dev.edgewise.proto.v1.DescribeResponse;
import dev.edgewise.proto.v1.OfferedService;
import dev.edgewise.proto.v1.ProbeResponse;
import dev.edgewise.proto.v1.Tier;
import dev.edgewise.sdk.link.Described;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.Message;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Also tests how a link describes and probes, which reads the same answers. */
@Timeout(60)
final class AgentClientTest {
  private static final Duration TIME = Duration.ofSeconds(20);
  private static final Load LOAD = new Load(3, 2, 2, Duration.ofMillis(5), true, 7);
  private static final Node NODE =
      new Node("west1-a", dev.edgewise.annotations.Tier.CLOUD, new Site("west1", Trust.TRUSTED));

  @Test
  void saysWhoTheAgentIsAndWhatItOffers() throws Exception {
    try (LoopbackServer server = agent(answer -> answer);
        AgentClient client = AgentClient.connect(server.address())) {
      AgentClient.Description description = client.describe(true, TIME);

      assertThat(description.node()).isEqualTo(NODE);
      assertThat(description.version()).isEqualTo("0.1");
      assertThat(description.load()).isEqualTo(LOAD);
      assertThat(description.services().get(0).methods()).containsExactly("echo");
      assertThat(description.services().get(0).descriptorSet()).asString(UTF_8).isEqualTo("set");
      assertThat(client.describe(false, TIME).services().get(0).descriptorSet()).isEmpty();
      assertThat(describeByLink(server))
          .isEqualTo(new Described.Answer(NODE, java.util.Set.of("test.v1.Echo/echo"), LOAD));
    }
  }

  @Test
  void saysWhatTheNodeHasAndNothingThatMakesNoSense() throws Exception {
    try (LoopbackServer server =
        agent(
            answer -> {
              answer.addAcceleratorsBuilder().setKind("").setModel("nameless");
              answer.addAcceleratorsBuilder().setKind("gpu").setMemoryBytes(-1);
              answer.addAcceleratorsBuilder().setKind("gpu\n").setModel("T4");
              answer.addAcceleratorsBuilder().setKind("gpu").setModel("T4").setMemoryBytes(16);
              answer.addAcceleratorsBuilder().setKind("tpu").setModel("v4").setDeclared(true);
              for (int i = 0; i < 200; i++) {
                answer.addAcceleratorsBuilder().setKind("npu");
              }
              return answer;
            })) {
      assertThat(assertInstanceOf(Described.Answer.class, describeByLink(server)).accelerators())
          .startsWith(new Accelerator("gpu", "T4", 16), new Accelerator("tpu", "v4", 0, true))
          .hasSize(Accelerator.MOST - 3);
    }
  }

  @Test
  void callsAMethod() throws Exception {
    try (LoopbackServer server = agent(answer -> answer);
        AgentClient client = AgentClient.connect(server.address())) {
      Reply reply = client.call(request("test.v1.Echo/echo", "hello".getBytes(UTF_8)));

      assertThat(assertInstanceOf(Reply.Answered.class, reply).body().bytes())
          .asString(UTF_8)
          .isEqualTo("hello");
      assertThat(
              client.call(
                  Replies.request(
                      "test.v1.Echo/echo",
                      Message.of(Collections.nCopies(257, ByteBuffer.allocate(1 << 20))),
                      TIME)))
          .isInstanceOfSatisfying(
              Reply.Failed.class,
              failed -> assertThat(failed.code()).isEqualTo(ErrorCode.TOO_LARGE));
    }
  }

  @Test
  void nobodyThereIsAnErrorThatSaysWhatToDo() throws Exception {
    String address;
    try (LoopbackServer server = agent(answer -> answer)) {
      address = server.address();
    }
    try (AgentClient client = AgentClient.connect(address)) {
      assertThatThrownBy(() -> client.describe(false, TIME))
          .isInstanceOf(EdgewiseException.class)
          .hasMessageContaining("EW9002 " + address + " cannot be reached")
          .hasMessageContaining("Connection refused")
          .hasMessageContaining("edgewise edge-agent");
    }
  }

  @Test
  void somebodyElseIsAnErrorThatSaysSo() throws Exception {
    try (LoopbackServer server = new LoopbackServer().on("other.v1.Other/do", call -> {}).start();
        AgentClient client = AgentClient.connect(server.address())) {
      assertThatThrownBy(() -> client.describe(false, TIME))
          .isInstanceOf(EdgewiseException.class)
          .hasMessageContaining("is no Edgewise agent");
    }
  }

  @Test
  void aSilentNodeIsGivenUp() throws Exception {
    try (LoopbackServer server =
        new LoopbackServer()
            .on(Descriptions.DESCRIBE, call -> {})
            .on(Descriptions.PROBE, call -> {})
            .start()) {
      try (AgentClient client = AgentClient.connect(server.address())) {
        assertThatThrownBy(() -> client.describe(false, Duration.ofMillis(200)))
            .isInstanceOf(EdgewiseException.class)
            .hasMessageContaining("in time");
      }
      assertThat(probeByLink(server, Duration.ofMillis(200))).isEmpty();
    }
  }

  @Test
  void aProbeTellsTheLoad() throws Exception {
    try (LoopbackServer server = agent(answer -> answer)) {
      assertThat(probeByLink(server, TIME)).contains(LOAD);
    }
  }

  @Test
  void descriptionsThatCannotBeUsedSayWhy() throws Exception {
    assertUnusable(answer -> answer.setProtocol(2), "Upgrade this side");
    assertUnusable(answer -> answer.setProtocol(0), "Upgrade the agent");
    assertUnusable(answer -> answer.setNode("no name!"), "\"no name!\", which is no name");
    assertUnusable(answer -> answer.setTierValue(9), "edge or the cloud");
    assertUnusable(answer -> answer.clearSite(), "no name of a site");
    assertUnusable(answer -> answer.addServices(OfferedService.newBuilder()), "name is empty");
    assertUnusable(
        answer ->
            answer.addServices(
                OfferedService.newBuilder()
                    .setName("a.B")
                    .addAllMethods(java.util.Collections.nCopies(10_001, "m"))),
        "at most");
  }

  private static void assertUnusable(UnaryOperator<DescribeResponse.Builder> change, String because)
      throws Exception {
    try (LoopbackServer server = agent(change);
        AgentClient client = AgentClient.connect(server.address())) {
      assertThatThrownBy(() -> client.describe(false, TIME))
          .isInstanceOf(EdgewiseException.class)
          .hasMessageContaining("EW6013")
          .hasMessageContaining(because);
      assertThat(describeByLink(server))
          .isInstanceOfSatisfying(
              Described.Failure.class, failure -> assertThat(failure.because()).contains(because));
    }
  }

  private static LoopbackServer agent(UnaryOperator<DescribeResponse.Builder> change)
      throws Exception {
    return new LoopbackServer()
        .on("test.v1.Echo/echo", call -> call.answer(call.request()))
        .on(
            Descriptions.PROBE,
            call ->
                call.answer(
                    ProbeResponse.newBuilder().setLoad(Protos.toProto(LOAD)).build().toByteArray()))
        .on(
            Descriptions.DESCRIBE,
            call -> {
              DescribeRequest request = DescribeRequest.parseFrom(call.request());
              OfferedService.Builder echo =
                  OfferedService.newBuilder().setName("test.v1.Echo").addMethods("echo");
              if (request.getWithDescriptors()) {
                echo.setDescriptorSet(ByteString.copyFromUtf8("set"));
              }
              DescribeResponse.Builder answer =
                  DescribeResponse.newBuilder()
                      .setProtocol(request.getProtocol())
                      .setNode(NODE.name())
                      .setTier(Tier.TIER_CLOUD)
                      .setSite(Protos.toProto(NODE.site()))
                      .setVersion("0.1")
                      .setLoad(Protos.toProto(LOAD))
                      .addServices(echo);
              call.answer(change.apply(answer).build().toByteArray());
            })
        .start();
  }

  private static Described describeByLink(LoopbackServer server) throws Exception {
    try (RealTime time = new RealTime();
        GrpcTransport transport = GrpcTransport.create(time, time.executor())) {
      CompletableFuture<Described> answer = new CompletableFuture<>();
      transport.open(server.address(), new Deaf()).describe(TIME, answer::complete);
      return answer.get(30, TimeUnit.SECONDS);
    }
  }

  private static Optional<Load> probeByLink(LoopbackServer server, Duration timeout)
      throws Exception {
    try (RealTime time = new RealTime();
        GrpcTransport transport = GrpcTransport.create(time, time.executor())) {
      CompletableFuture<Optional<Load>> answer = new CompletableFuture<>();
      transport.open(server.address(), new Deaf()).probe(timeout, answer::complete);
      return answer.get(30, TimeUnit.SECONDS);
    }
  }

  private static Request request(String method, byte[] body) {
    return new Request(
        method,
        Message.of(body),
        TIME,
        Label.INTERNAL,
        "d-1",
        new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true));
  }

  private static final class Deaf implements Link.Listener {
    @Override
    public void connected() {}

    @Override
    public void disconnected(String because) {}
  }
}
