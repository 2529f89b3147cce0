package dev.edgewise.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.agent.Agent;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.TraceContext;
import dev.edgewise.samples.hello.Hello;
import dev.edgewise.samples.hello.HelloGrpc;
import dev.edgewise.samples.hello.HelloOuterClass.HelloGreetRequest;
import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.AgentClient;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The schema that the annotation processor wrote for samples/hello was compiled by protoc, stub and
 * all, when this module was built: a client in any language begins like that.
 */
final class ForeignClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Agent agent;
  private final String address;

  ForeignClientTest(@TempDir Path folder) {
    agent = TestAgents.start("edge-1", folder, Hello.class);
    address = "127.0.0.1:" + agent.port();
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  @Test
  void a_stub_that_protoc_made_calls_an_agent() throws InterruptedException {
    ManagedChannel channel =
        Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build();
    try {
      String answer =
          HelloGrpc.newBlockingStub(channel)
              .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
              .greet(HelloGreetRequest.newBuilder().setName("Ada").build())
              .getResult();
      assertThat(answer).isEqualTo("Hello, Ada!");
    } finally {
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_client_that_knows_only_the_descriptor_set_calls_an_agent() {
    try (AgentClient client = AgentClient.connect(address)) {
      DynamicServices services =
          DynamicServices.of(
              client.describe(true, PATIENCE).services().stream()
                  .map(AgentClient.OfferedService::descriptorSet)
                  .toList());
      String method = services.resolve("Hello/greet");
      MethodContract contract = services.contract(method);
      assertThat(contract.idempotent()).as("stands in the schema's options").isTrue();
      assertThat(contract.preferredTier()).isEqualTo(Tier.EDGE);

      Reply reply =
          client.call(
              new Request(
                  method,
                  Message.of(services.request(method, "{\"name\": \"Ada\"}")),
                  PATIENCE,
                  contract.label(),
                  "test",
                  TraceContext.begin(new Random(1))));

      assertThat(reply).isInstanceOf(Reply.Answered.class);
      assertThat(services.response(method, ((Reply.Answered) reply).body().bytes()))
          .contains("Hello, Ada!");
      assertThatThrownBy(() -> services.request(method, "{\"nam\": \"Ada\"}"))
          .hasMessageContaining("nam");
      assertThatThrownBy(() -> services.resolve("Hello/gret")).hasMessageContaining("greet");
    }
  }

  @Test
  void an_application_calls_the_agent_by_its_interface() {
    try (Edgewise eco = Edgewise.builder().edgeNodes("edge-1=" + address).build()) {
      assertThat(eco.client(Hello.class).greet("Ada")).isEqualTo("Hello, Ada!");
    }
  }
}
