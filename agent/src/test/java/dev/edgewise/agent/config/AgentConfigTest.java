package dev.edgewise.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Trust;
import dev.edgewise.daemon.config.CommandLine;
import dev.edgewise.daemon.config.Key;
import dev.edgewise.daemon.config.Machine;
import dev.edgewise.daemon.config.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class AgentConfigTest {
  private static final Machine MACHINE = new Machine(3, Path.of("/state/edgewise"));

  private final Path folder;
  private final Path jar;

  AgentConfigTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.jar = Files.createFile(folder.resolve("app.jar"));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("agent.yaml"), text);
  }

  private static AgentConfig run(Tier tier, Map<String, String> environment, String... arguments) {
    Wish<AgentConfig> wish =
        CommandLine.read(AgentConfig.schema(tier, MACHINE), List.of(arguments), environment);
    assertThat(wish).isInstanceOf(Wish.Run.class);
    return ((Wish.Run<AgentConfig>) wish).config();
  }

  private static AgentConfig edge(String... arguments) {
    return run(Tier.EDGE, Map.of(), arguments);
  }

  private static String printed(Tier tier, String... arguments) {
    Wish<AgentConfig> wish =
        CommandLine.read(AgentConfig.schema(tier, MACHINE), List.of(arguments), Map.of());
    assertThat(wish).isInstanceOf(Wish.Print.class);
    return ((Wish.Print<AgentConfig>) wish).text();
  }

  @Test
  void a_name_and_a_service_are_enough_for_an_edge_node() {
    AgentConfig config = edge("--node", "nyc-edge01", "--services", jar.toString());
    assertThat(config.node().name()).isEqualTo("nyc-edge01");
    assertThat(config.node().tier()).isEqualTo(Tier.EDGE);
    assertThat(config.node().site().name()).isEqualTo("nyc-edge01");
    assertThat(config.node().site().trust()).isEqualTo(Trust.OWN);
    assertThat(config.services()).containsExactly(jar);
    assertThat(config.dataFolder()).isEqualTo(Path.of("/state/edgewise/agents/nyc-edge01"));
    assertThat(config.bind()).isEqualTo("127.0.0.1");
    assertThat(config.grpcPort()).isEqualTo(7501);
    assertThat(config.capacity().concurrency()).isEqualTo(3);
    assertThat(config.capacity().queue()).isEqualTo(12);
    assertThat(config.limits().maxMessage()).isEqualTo(4 * 1024 * 1024);
    assertThat(config.limits().maxWhole()).isEqualTo(128 * 1024 * 1024);
    assertThat(config.capacity().maxDirect()).isEqualTo(256 * 1024 * 1024);
    assertThat(config.drain()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.exitWithStdin()).isFalse();
    assertThat(config.edgeNodes()).isEmpty();
    assertThat(config.cloudZone()).isEmpty();
  }

  @Test
  void a_cloud_node_has_a_zone_instead_of_a_site() {
    AgentConfig config =
        run(Tier.CLOUD, Map.of(), "--node", "w1", "--zone", "west1", "--services", jar.toString());
    assertThat(config.node().site().name()).isEqualTo("west1");
    assertThat(config.node().tier()).isEqualTo(Tier.CLOUD);
  }

  @Test
  void a_node_may_serve_models_alone_and_must_offer_something() throws IOException {
    AgentConfig config =
        edge(
            "--node",
            "n",
            "--models",
            folder.toString(),
            "--model-memory",
            "1GiB",
            "--model-preload",
            "mlp,faces",
            "--model-batch-timeout",
            "5ms");
    assertThat(config.services()).isEmpty();
    assertThat(config.models().folder()).contains(folder);
    assertThat(config.models().values())
        .containsEntry("memory", Integer.toString(1 << 30))
        .containsEntry("preload", "mlp,faces")
        .containsEntry("batchTimeoutMicros", "5000");

    assertThatThrownBy(() -> edge("--node", "n"))
        .hasMessageContaining("must be given where no models are");
    assertThatThrownBy(() -> edge("--node", "n", "--models", folder.resolve("none").toString()))
        .hasMessageContaining("there is no folder");
  }

  @Test
  void everything_can_stand_in_the_file_and_paths_are_meant_from_its_folder() throws IOException {
    Path file =
        file(
            """
            node: nyc-edge01
            site: nyc
            trust: trusted
            services:
              - app.jar
              - .
            dataFolder: data
            grpcPort: 0
            concurrency: 2
            queue: 0
            maxCalls: 50
            maxWhole: 5MiB
            maxHeld: 8MB
            maxDirect: 9MB
            maxMessage: 1MiB
            maxHeaders: 16KiB
            maxStreams: 60
            maxConnections: 5
            maxResets: 10
            drain: 1m
            exitWithStdin: true
            edgeNodes: [a=127.0.0.1:1, b=127.0.0.1:2]
            cloudZone: west1=127.0.0.1:3
            """);
    AgentConfig config = edge("--config", file.toString());
    assertThat(config.services()).containsExactly(jar, folder.resolve("."));
    assertThat(config.dataFolder()).isEqualTo(folder.resolve("data"));
    assertThat(config.node().site().trust()).isEqualTo(Trust.TRUSTED);
    assertThat(config.limits().maxWhole()).isEqualTo(5 << 20);
    assertThat(config.capacity().maxHeld()).isEqualTo(8_000_000);
    assertThat(config.capacity().maxDirect()).isEqualTo(9_000_000);
    assertThat(config.limits().maxMessage()).isEqualTo(1 << 20);
    assertThat(config.drain()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.exitWithStdin()).isTrue();
    assertThat(config.edgeNodes()).containsExactly("a=127.0.0.1:1", "b=127.0.0.1:2");
    assertThat(config.cloudZone()).hasValue("west1=127.0.0.1:3");
  }

  @Test
  void the_command_line_wins_over_the_environment_and_that_over_the_file() throws IOException {
    Path file = file("node: from-file\nservices: [app.jar]\ngrpcPort: 1\nqueue: 1\n");
    AgentConfig config =
        run(
            Tier.EDGE,
            Map.of("EDGEWISE_GRPC_PORT", "2", "EDGEWISE_QUEUE", "2", "EDGEWISE_CONFIG", "" + file),
            "--queue=3");
    assertThat(config.node().name()).isEqualTo("from-file");
    assertThat(config.grpcPort()).isEqualTo(2);
    assertThat(config.capacity().queue()).isEqualTo(3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongFiles")
  void a_wrong_file_is_refused_with_its_line(String name, String text, int line, String expected)
      throws IOException {
    Path file = file(text);
    assertThatThrownBy(
            () -> edge("--config", file.toString(), "--node", "n", "--services", jar.toString()))
        .isInstanceOfSatisfying(
            EdgewiseException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION))
        .hasMessageContaining(file + ":" + line + ": ")
        .hasMessageContaining(expected);
  }

  static List<Arguments> wrongFiles() {
    return List.of(
        Arguments.of("misspelt key", "trust: own\ngrpcport: 1\n", 2, "Did you mean grpcPort?"),
        Arguments.of("key of the other tier", "zone: west1\n", 1, "there is no key \"zone\"."),
        Arguments.of("key of the orchestrator", "lease: 3s\n", 1, "there is no key \"lease\"."),
        Arguments.of("out of range", "grpcPort: 65536\n", 1, "from 0 to 65535"),
        Arguments.of("negative", "trust: own\nqueue: -1\n", 2, "queue: \"-1\""),
        Arguments.of("size above the bound", "maxMessage: 1GiB\n", 1, "from 1KiB to 64MiB"),
        Arguments.of("room for no message", "maxDirect: 100MiB\n", 1, "less than maxWhole"),
        Arguments.of("size beyond all", "maxHeld: 999999999999999999TiB\n", 1, "maxHeld"),
        Arguments.of("duration without unit", "drain: 10\n", 1, "such as 500ms, 10s or 2m"),
        Arguments.of("no name", "site: a b\n", 1, "1 to 63 letters"),
        Arguments.of("address of strangers", "bind: 10.0.0.7\n", 1, "Name tls"),
        Arguments.of("almost loopback", "bind: 127.0.0.256\n", 1, "an IP address"),
        Arguments.of("unknown log format", "logFormat: xml\n", 1, "text or json"),
        Arguments.of("no orchestrator", "orchestrator: http://a:1\n", 1, "such as 127.0.0.1:7443"),
        Arguments.of("one port twice", "httpPort: 7501\n", 1, "is also grpcPort (default)"),
        Arguments.of("watts", "busyWatts: 1\nidleWatts: 2\n", 2, "more than busyWatts"),
        Arguments.of("nobody to tell", "advertise: a:1\n", 1, "Name the orchestrator too"),
        Arguments.of("bare node", "edgeNodes: [a=h:1, b]\n", 1, "\"b\" has no address"),
        Arguments.of("bare zone", "cloudZone: west1\n", 1, "or write zone=host:port"),
        Arguments.of("no tag", "tags: [a b]\n", 1, "at most 32 names"),
        Arguments.of("too many tags", "tags: " + tags(33) + "\n", 1, "Keep at most 32"),
        Arguments.of("no accelerator", "accelerators: [NVIDIA T4]\n", 1, "gpu-t4=16GB"),
        Arguments.of(
            "too many accelerators",
            "accelerators: [" + "gpu, ".repeat(16) + "tpu]\n",
            1,
            "Declare at most 16"));
  }

  private static List<Integer> tags(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void an_orchestrator_may_be_named_by_who_knows_where_it_is() {
    AgentConfig config =
        edge("--node", "n", "--services", jar.toString(), "--orchestrator", "consul://[::1]:8500");
    assertThat(config.fleet().orchestrator()).hasValue("consul://[::1]:8500");
  }

  @Test
  void with_an_orchestrator_names_of_nodes_and_zones_are_enough() throws IOException {
    Path file =
        file(
            """
            node: n
            services: [app.jar]
            orchestrator: 10.0.0.7:7443
            advertise: 10.0.0.8:7501
            tags: [blue, camera]
            accelerators: [tpu-v4, gpu-t4=16GB]
            metered: true
            costPerHour: 0.25
            idleWatts: 3
            busyWatts: 9.5
            edgeNodes: [a]
            cloudZone: west1
            """);
    AgentConfig config = edge("--config", file.toString());
    assertThat(config.fleet().orchestrator()).hasValue("10.0.0.7:7443");
    assertThat(config.fleet().advertise()).hasValue("10.0.0.8:7501");
    assertThat(config.fleet().tags()).containsExactly("blue", "camera");
    assertThat(config.fleet().accelerators())
        .containsExactly(
            new Accelerator("tpu", "v4", 0, true),
            new Accelerator("gpu", "t4", 16_000_000_000L, true));
    assertThat(config.fleet().metered()).isTrue();
    assertThat(config.fleet().figures().costPerHour()).hasValue(0.25);
    assertThat(config.fleet().figures().busyWatts()).hasValue(9.5);
    assertThat(config.edgeNodes()).containsExactly("a");
    assertThat(
            run(Tier.EDGE, Map.of("EDGEWISE_ORCHESTRATOR", "b:1"), "--config", "" + file).fleet())
        .satisfies(fleet -> assertThat(fleet.orchestrator()).hasValue("b:1"));
  }

  @Test
  void a_service_that_is_not_there_is_told_with_its_line() throws IOException {
    Path file = file("node: n\nservices: [app.jar, gone.jar]\n");
    assertThatThrownBy(() -> edge("--config", file.toString()))
        .hasMessageContaining(file + ":2: services: nothing that this user may read is at")
        .hasMessageContaining("gone.jar. Name service jars");
  }

  @Test
  void print_config_prints_a_file_of_the_same_effect_with_where_each_value_came_from()
      throws IOException {
    Path file = file("node: nyc-edge01\nservices: [app.jar]\ndrain: 2s\n");
    String text =
        printed(Tier.EDGE, "--print-config", "--config", file.toString(), "--grpc-port", "0");
    assertThat(text)
        .contains("node: nyc-edge01   # " + file + ":1")
        .contains("grpcPort: 0   # --grpc-port")
        .contains("queue: 12   # default");
    Path again = Files.writeString(folder.resolve("again.yaml"), text);
    assertThat(edge("--config", again.toString()))
        .isEqualTo(edge("--config", file.toString(), "--grpc-port", "0"));
  }

  @Test
  void the_documentation_has_a_row_for_every_key() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "agents.md"));
    for (Tier tier : Tier.values()) {
      for (Key<?> key : new AgentKeys(tier, MACHINE).all().all()) {
        assertThat(page.lines())
            .as(key.name())
            .anyMatch(line -> line.startsWith("| `") && line.contains("`" + key.name() + "`"));
      }
    }
  }

  @Test
  void help_names_every_key_with_default_and_bound() {
    for (Tier tier : Tier.values()) {
      String help = printed(tier, "--help");
      for (Key<?> key : new AgentKeys(tier, MACHINE).all().all()) {
        assertThat(help)
            .contains(key.option() + " ")
            .contains(key.variable())
            .contains(key.meaning());
      }
      assertThat(help.lines()).allSatisfy(line -> assertThat(line).doesNotContain("%"));
    }
  }
}
