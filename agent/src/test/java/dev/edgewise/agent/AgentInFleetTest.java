package dev.edgewise.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.agent.control.rpc.TestOrchestrator;
import dev.edgewise.agent.host.Fixtures;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.proto.v1.FromAgent;
import dev.edgewise.proto.v1.Register;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent among those around it: its orchestrator, its scraper, whoever reads its log. */
final class AgentInFleetTest {
  private static final String SAY = "fix.v1.Greeter/say";

  private final Path folder;

  AgentInFleetTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path jar(String body) throws IOException {
    return Fixtures.service("Greeter", body).jar(folder.resolve("greeter.jar"));
  }

  private Agent start(String... more) throws IOException {
    return Agents.start(folder, jar("\"hello \" + text"), more);
  }

  private AgentProcess process(String body, String... more) throws IOException {
    return AgentProcess.start(Agents.arguments(folder, jar(body), more));
  }

  private static HttpResponse<String> get(String ready, String path) throws Exception {
    String address = ready.replaceFirst(".* http=(\\S+) .*", "$1");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://" + address + path)).build(),
          HttpResponse.BodyHandlers.ofString(UTF_8));
    }
  }

  @Test
  void it_registers_is_drained_and_undrained_and_takes_its_leave_before_it_ends() throws Exception {
    try (TestOrchestrator orchestrator = TestOrchestrator.start(0);
        Agent agent =
            start(
                "--orchestrator=" + orchestrator.address(),
                "--tags=blue,camera",
                "--cost-per-hour=0.25");
        Callers callers = new Callers()) {
      String ready = agent.readyLine();
      Register register = orchestrator.next(FromAgent.KindCase.REGISTER).getRegister();
      assertThat(ready).contains(" grpc=" + register.getAddress() + " ");
      assertThat(register.getTagsList()).containsExactly("blue", "camera");
      assertThat(register.getServices(0).getName()).isEqualTo("fix.v1.Greeter");
      assertThat(register.getServices(0).getMethodsList()).containsExactly("say");
      assertThat(register.getServices(0).getDescriptorSet().toStringUtf8())
          .isEqualTo("descriptors of Greeter");
      assertThat(register.getMachine().getCores()).isPositive();
      assertThat(register.getFigures().getCostPerHour()).isEqualTo(0.25);

      Link link = callers.connect(ready);
      orchestrator.desire(2, true);
      assertThat(orchestrator.next(FromAgent.KindCase.APPLIED).getApplied().getVersion())
          .isEqualTo(2);
      Reply refused = Callers.send(link, SAY, "you").join();
      assertThat(refused).isInstanceOf(Reply.NotRun.class);
      assertThat(((Reply.NotRun) refused).code()).isEqualTo(ErrorCode.DRAINING);
      assertThat(get(ready, "/health/ready").statusCode()).isEqualTo(503);
      assertThat(get(ready, "/health/ready").body()).contains("draining");
      assertThat(get(ready, "/health/live").statusCode()).isEqualTo(200);

      orchestrator.desire(3, false);
      assertThat(orchestrator.next(FromAgent.KindCase.APPLIED).getApplied().getVersion())
          .isEqualTo(3);
      assertThat(Callers.send(link, SAY, "you").join()).isInstanceOf(Reply.Answered.class);

      assertThat(agent.drain(Duration.ofSeconds(60))).isTrue();
      assertThat(orchestrator.next(FromAgent.KindCase.DEREGISTER).getDeregister().getBecause())
          .isEqualTo("the agent is stopping");
    }
  }

  @Test
  void without_its_orchestrator_it_serves_all_the_same_and_says_so_once() throws Exception {
    TestOrchestrator gone = TestOrchestrator.start(0);
    gone.close();
    try (AgentProcess agent = process("\"hello \" + text", "--orchestrator=" + gone.address())) {
      String ready = agent.ready();
      agent.awaitLog("cannot be reached");
      assertThat(Callers.send(agent.connect(ready), SAY, "you").join())
          .isInstanceOf(Reply.Answered.class);
      try (TestOrchestrator back = TestOrchestrator.start(gone.port())) {
        back.next(FromAgent.KindCase.RENEW);
      }
      agent.awaitLog("registered with");
      assertThat(agent.log().lines().filter(line -> line.contains("Connection refused")))
          .hasSize(1);
    }
  }

  @Test
  void what_calls_come_to_is_on_the_page_of_metrics() throws Exception {
    try (Agent agent = start();
        Callers callers = new Callers()) {
      String ready = agent.readyLine();
      Callers.send(callers.connect(ready), SAY, "you").join();
      HttpResponse<String> page = get(ready, "/metrics");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body())
          .contains("rpc_server_call_duration_seconds_count{rpc_method=\"fix.v1.Greeter/say\",")
          .contains("edgewise_node_info{node=\"n1\",site=\"n1\",tier=\"edge\",")
          .contains("edgewise_service_healthy{service=\"fix.v1.Greeter\"} 1.0")
          .doesNotContain("edgewise_lease_");
      assertThat(get(ready, "/health/ready").body())
          .isEqualTo("{\"status\":\"ready\",\"services\":[\"fix.v1.Greeter\"],\"because\":[]}\n");
    }
  }

  @Test
  void a_line_about_a_call_has_its_ids_also_when_the_body_wrote_it() throws Exception {
    String body =
        "fail(text); } static String fail(String text) {"
            + " System.getLogger(\"my.Body\").log(System.Logger.Level.INFO, \"at work\");"
            + " throw new IllegalStateException(\"broken\")";
    try (AgentProcess agent = process(body, "--log-format=json")) {
      assertThat(Callers.send(agent.connect(agent.ready()), SAY, "you").join())
          .isInstanceOf(Reply.Failed.class);
      agent.awaitLog("say failed");
      assertThat(agent.log().lines().filter(line -> line.contains("\"decision\":\"d-1\"")))
          .hasSize(2)
          .allSatisfy(line -> assertThat(line).containsPattern("\"trace\":\"[0-9a-f]{32}\""))
          .anySatisfy(line -> assertThat(line).contains("\"message\":\"at work\""))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains("\"message\":\"fix.v1.Greeter/say failed\"")
                      .contains("\"thrown\":\"java.lang.IllegalStateException: broken"));
    }
  }
}
