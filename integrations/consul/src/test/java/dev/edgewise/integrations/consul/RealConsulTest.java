package dev.edgewise.integrations.consul;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.sdk.spi.FleetRegistry.Check;
import dev.edgewise.sdk.spi.FleetRegistry.Connection;
import dev.edgewise.sdk.spi.FleetRegistry.Entry;
import dev.edgewise.sdk.spi.FleetRegistry.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Registering, reporting and looking up at a real server. */
@Tag("consul")
@Timeout(120)
final class RealConsulTest {
  private static final Duration TTL = Duration.ofSeconds(10);
  private static final Check FINE = new Check(State.PASSING, "alive");

  private final Path folder;
  private @Nullable RealConsul consul;

  RealConsulTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void start() throws IOException, InterruptedException {
    consul = RealConsul.start(folder);
  }

  @AfterEach
  void stop() {
    if (consul != null) {
      consul.close();
    }
  }

  private RealConsul consul() {
    return requireNonNull(consul, "consul");
  }

  private Connection registry(String query) {
    return new ConsulRegistry().open(consul().address() + query, TTL);
  }

  private OrchestratorWatch watch(String query, Heard heard) {
    return OrchestratorWatch.begin(
        ConsulAddress.parse(consul().address() + query),
        heard,
        Duration.ofSeconds(60),
        new Random(1));
  }

  private static Entry node(String id) {
    return new Entry(
        id, "edgewise-node", "127.0.0.1", 7501, List.of("edge", "nyc"), Map.of("epoch", "7"));
  }

  private static Entry orchestrator(String id, int port) {
    return new Entry(id, ConsulLocator.SERVICE, "127.0.0.1", port, List.of(), Map.of());
  }

  private String passing(String service) throws IOException, InterruptedException {
    return consul().get("/v1/health/service/" + service + "?passing");
  }

  @Test
  void what_is_put_is_found_with_all_that_is_known_of_it_until_it_is_removed()
      throws IOException, InterruptedException {
    try (Connection registry = registry("")) {
      registry.put(node("edgewise:[::1]:7443:nyc-edge01"), FINE);

      assertThat(passing("edgewise-node"))
          .contains("\"ID\": \"edgewise:[::1]:7443:nyc-edge01\"")
          .contains("\"Port\": 7501", "\"epoch\": \"7\"", "\"nyc\"");
      registry.put(node("other"), FINE);
      assertThat(registry.ids("edgewise:")).containsExactly("edgewise:[::1]:7443:nyc-edge01");

      registry.remove("edgewise:[::1]:7443:nyc-edge01");
      registry.remove("edgewise:[::1]:7443:nyc-edge01");
      assertThat(registry.ids("edgewise:")).isEmpty();
    }
  }

  @Test
  void what_is_reported_counts_at_once() throws IOException, InterruptedException {
    try (Connection registry = registry("")) {
      registry.put(node("n"), FINE);

      assertThat(registry.report("n", new Check(State.CRITICAL, "its stream broke"))).isTrue();
      assertThat(passing("edgewise-node")).isEqualTo("[]");
      assertThat(consul().get("/v1/health/service/edgewise-node"))
          .contains("\"Status\": \"critical\"", "\"Output\": \"its stream broke\"");

      registry.report("n", new Check(State.WARNING, "draining"));
      assertThat(passing("edgewise-node")).isEqualTo("[]");
      registry.report("n", FINE);
      assertThat(passing("edgewise-node")).contains("\"n\"");
    }
  }

  @Test
  void an_entry_that_is_put_critical_was_never_passing() throws IOException, InterruptedException {
    try (Connection registry = registry("")) {
      registry.put(node("n"), new Check(State.CRITICAL, "suspect"));

      assertThat(passing("edgewise-node")).isEqualTo("[]");
    }
  }

  @Test
  void a_server_that_has_forgotten_an_entry_says_so_and_one_that_is_away_is_away()
      throws IOException, InterruptedException {
    try (Connection registry = registry("")) {
      assertThat(registry.report("never-seen", FINE)).isFalse();
      registry.put(node("n"), FINE);
      consul().kill();

      assertThatThrownBy(() -> registry.report("n", FINE))
          .isInstanceOf(IOException.class)
          .hasMessage("connection refused");
      assertThatThrownBy(() -> registry.put(node("n"), FINE)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> registry.remove("n")).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> registry.ids("")).isInstanceOf(IOException.class);

      consul().restart();
      assertThat(registry.report("n", FINE)).as("its memory is gone").isFalse();
      registry.put(node("n"), FINE);
      assertThat(passing("edgewise-node")).contains("\"n\"");
    }
  }

  @Test
  void a_change_wakes_whoever_looks_for_the_orchestrator()
      throws IOException, InterruptedException {
    Heard heard = new Heard();
    try (Connection registry = registry("");
        OrchestratorWatch watch = watch("", heard)) {
      assertThat(heard.next()).startsWith("lost: no orchestrator is registered in Consul at");

      registry.put(orchestrator("o1", 7443), FINE);
      assertThat(heard.next()).isEqualTo("found: 127.0.0.1:7443");
      registry.report("o1", new Check(State.CRITICAL, ""));
      assertThat(heard.next()).startsWith("lost: no orchestrator");
      registry.report("o1", FINE);
      assertThat(heard.next()).isEqualTo("found: 127.0.0.1:7443");

      registry.put(orchestrator("o0", 7000), FINE);
      registry.report("o1", new Check(State.CRITICAL, ""));
      assertThat(heard.next())
          .as("the first stays for as long as it is fine")
          .isEqualTo("found: 127.0.0.1:7000");
      assertThat(watch).isNotNull();
    }
    assertThat(heard.isQuiet()).isTrue();
  }

  @Test
  void an_orchestrator_that_nobody_reports_on_any_more_lapses()
      throws IOException, InterruptedException {
    Heard heard = new Heard();
    try (Connection registry =
            new ConsulRegistry().open(consul().address(), Duration.ofSeconds(1));
        OrchestratorWatch watch = watch("", heard)) {
      assertThat(watch).isNotNull();
      heard.next();
      registry.put(orchestrator("o", 7443), FINE);
      assertThat(heard.next()).startsWith("found");
      assertThat(heard.next()).startsWith("lost: no orchestrator is registered");
    }
  }

  @Test
  void a_tag_tells_fleets_apart() throws IOException, InterruptedException {
    Heard heard = new Heard();
    try (Connection blue = registry("?tag=blue");
        Connection green = registry("?tag=green");
        OrchestratorWatch watch = watch("?tag=green", heard)) {
      assertThat(watch).isNotNull();
      blue.put(orchestrator("b", 7000), FINE);
      assertThat(heard.next()).startsWith("lost").endsWith("with the tag green");
      green.put(orchestrator("g", 7443), FINE);
      assertThat(heard.next()).isEqualTo("found: 127.0.0.1:7443");
    }
  }

  @Test
  void a_server_that_was_killed_is_told_of_and_asked_again_when_it_is_back()
      throws IOException, InterruptedException {
    Heard heard = new Heard();
    try (Connection registry = registry("");
        OrchestratorWatch watch = watch("", heard)) {
      assertThat(watch).isNotNull();
      heard.next();
      registry.put(orchestrator("o", 7443), FINE);
      assertThat(heard.next()).startsWith("found");

      consul().kill();
      assertThat(heard.next()).startsWith("lost: Consul at 127.0.0.1:").contains("does not answer");
      consul().restart();
      registry.put(orchestrator("o", 7444), FINE);
      assertThat(heard.nextFound()).isEqualTo("found: 127.0.0.1:7444");
    }
  }
}
