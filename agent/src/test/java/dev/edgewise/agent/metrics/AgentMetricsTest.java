package dev.edgewise.agent.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.edgewise.agent.control.LeaseStatus;
import dev.edgewise.agent.serve.Admission;
import dev.edgewise.agent.serve.CallMeter;
import dev.edgewise.agent.serve.Capacity;
import dev.edgewise.agent.serve.HealthWatch;
import dev.edgewise.agent.serve.LaneLoads;
import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Clock;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.daemon.metrics.DaemonMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AgentMetricsTest {
  private static final String METHOD = "a.v1.A/b";

  private final DaemonMetrics metrics = DaemonMetrics.create(1_000);
  private final AgentMetrics agent = new AgentMetrics(metrics.registry(), Clock.system());
  private final Admission admission =
      new Admission(
          List.of(METHOD),
          Set.of(),
          LaneLoads.NONE,
          new Capacity(2, 2, 10, 1_000, 1 << 28),
          Clock.system(),
          1);
  private final HealthWatch health =
      new HealthWatch(List.of(), (delay, task) -> () -> {}, task -> {});

  @AfterEach
  void close() {
    metrics.close();
  }

  private String page() {
    agent.node(new Node("n1", Tier.EDGE, new Site("s1", Trust.OWN)), "1.2");
    agent.admission(admission);
    agent.service("a.v1.A", health);
    agent.lease(() -> new LeaseStatus(true, 7, Optional.of(Duration.ofMillis(500)), 3, 2));
    agent.ended(METHOD, "OK", 3_000_000);
    agent.ended(METHOD, "OK", 40_000_000);
    agent.ended(CallMeter.OTHER, "UNIMPLEMENTED", 0);
    agent.refused(ErrorCode.OVERLOADED);
    agent.refused(ErrorCode.OVERLOADED);
    agent.labelDenied(Label.LOCAL_ONLY);
    return new String(metrics.answer("").body(), UTF_8);
  }

  @Test
  void the_page_has_what_operators_are_promised() {
    assertThat(page())
        .contains(
            "rpc_server_call_duration_seconds_count{rpc_method=\"a.v1.A/b\","
                + "rpc_response_status_code=\"OK\",rpc_system_name=\"grpc\"} 2")
        .contains(
            "rpc_server_call_duration_seconds_bucket{rpc_method=\"a.v1.A/b\","
                + "rpc_response_status_code=\"OK\",rpc_system_name=\"grpc\",le=\"0.005\"} 1")
        .contains("le=\"0.0025\"", "le=\"7.5\"", "le=\"+Inf\"")
        .contains("edgewise_node_info{node=\"n1\",site=\"s1\",tier=\"edge\",version=\"1.2\"} 1\n")
        .contains("edgewise_queue_depth 0.0")
        .contains("edgewise_calls_in_flight 0.0")
        .contains("edgewise_node_draining 0.0")
        .contains("edgewise_service_healthy{service=\"a.v1.A\"} 1.0")
        .contains("edgewise_calls_refused_total{reason=\"overloaded\"} 2.0")
        .contains("edgewise_label_denied_total{label=\"local-only\"} 1.0")
        .contains("edgewise_lease_held 1.0")
        .contains("edgewise_lease_heard_age_seconds 0.5")
        .contains("edgewise_lease_registrations_total 3.0")
        .contains("edgewise_lease_losses_total 2.0");
  }

  @Test
  void promtool_is_content() throws IOException, InterruptedException {
    Optional<Path> promtool =
        Stream.of(requireNonNull(System.getenv().getOrDefault("PATH", "")).split(":"))
            .map(folder -> Path.of(folder, "promtool"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(promtool.isPresent(), "promtool (Debian's package prometheus) is not on the PATH");
    Path page = Files.createTempFile("metrics", ".txt");
    Files.writeString(page, page());
    Process process =
        new ProcessBuilder(promtool.orElseThrow().toString(), "check", "metrics")
            .redirectInput(page.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).isBlank();
    Files.delete(page);
  }
}
