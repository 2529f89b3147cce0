package dev.edgewise.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.Trust;
import dev.edgewise.daemon.config.CommandLine;
import dev.edgewise.daemon.config.Machine;
import dev.edgewise.daemon.config.Wish;
import dev.edgewise.orchestrator.zone.ZoneTemplate;
import dev.edgewise.testca.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ZoneFilesTest {
  private static final String SCALE = "as @Scale says, else ";

  private final Path folder;

  ZoneFilesTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("vision.jar"), "");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static List<ZoneTemplate> read(Path path) {
    return ZoneFiles.read(List.of(path), Optional.empty());
  }

  @Test
  void a_short_file_has_everything_else_by_default() throws IOException {
    file("west1.yaml", "zone: west1\nservices: vision.jar\n");
    assertThat(read(folder))
        .containsExactly(
            new ZoneTemplate(
                "west1",
                Trust.OWN,
                List.of(folder.resolve("vision.jar")),
                Optional.empty(),
                0,
                4,
                0,
                0.99,
                Duration.ofSeconds(15),
                0,
                false,
                new ZoneTemplate.Processes(256 << 20, List.of(), List.of()),
                new ZoneTemplate.Patience(Duration.ofMinutes(2), Duration.ofSeconds(30), 4)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max: 0             | west1.yaml:3: max: \"0\" (expected: a whole number from 1 to 100).",
        "min: 5             | west1.yaml:3: min: 5 is more than max, 4.",
        "warm: 9            | west1.yaml:3: warm: 9 is more than max, 4.",
        "onTime: 1.5        | west1.yaml:3: onTime: \"1.5\" (expected: a share from 0.5 to"
            + " 0.9999).",
        "hold: soon         | west1.yaml:3: hold: \"soon\" (expected: a duration from 1s to 24h",
        "flags: ['--node=x']| west1.yaml:3: flags: \"--node=x\" (expected: options of an agent",
        "jvm: [Xmx1g]       | west1.yaml:3: jvm: \"Xmx1g\" (expected: flags of the JVM",
        "models: nowhere    | west1.yaml:3: models: nothing that this user may read is at",
        "wram: 1            | west1.yaml:3: there is no key \"wram\". Did you mean warm?"
      })
  void what_is_wrong_is_told_with_file_and_line(String line, String said) throws IOException {
    Path file = file("west1.yaml", "zone: west1\nservices: vision.jar\n" + line + "\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(EdgewiseException.class)
        .hasMessageContaining(said);
  }

  @Test
  void a_zone_whose_nodes_kubernetes_starts_needs_no_jars() throws IOException {
    Path file = file("west1.yaml", "zone: west1\nstartedBy: kubernetes\n");
    assertThat(read(file)).extracting(ZoneTemplate::foreign).containsExactly(true);
  }

  @Test
  void a_zone_stands_in_one_file() throws IOException {
    file("a.yaml", "zone: west1\nservices: vision.jar\n");
    file("b.yml", "zone: west1\nservices: vision.jar\n");
    assertThatThrownBy(() -> read(folder))
        .hasMessageContaining("b.yml: zone west1 stands in")
        .hasMessageContaining("a.yaml too. Keep one of them.");
  }

  @Test
  void an_empty_folder_is_a_mistake() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("zones"));
    assertThatThrownBy(() -> read(empty))
        .hasMessageContaining("there is no file *.yaml in this folder");
  }

  @Test
  void the_orchestrator_is_told_by_the_same_means_as_of_its_own_keys() throws IOException {
    Path file = file("west1.yaml", "zone: west1\nservices: vision.jar\nmax: 0\n");
    Machine machine = new Machine(2, folder);
    assertThatThrownBy(
            () ->
                CommandLine.read(
                    OrchestratorConfig.schema(machine), List.of("--zones=" + file), Map.of()))
        .hasMessageContaining("--zones: ")
        .hasMessageContaining("west1.yaml:3: max: \"0\"");

    file("west1.yaml", "zone: west1\nservices: vision.jar\nmax: 2\n");
    Wish<OrchestratorConfig> wish =
        CommandLine.read(OrchestratorConfig.schema(machine), List.of("--zones=" + file), Map.of());
    assertThat(wish)
        .isInstanceOfSatisfying(
            Wish.Run.class,
            run ->
                assertThat(((OrchestratorConfig) run.config()).zones().templates())
                    .extracting(ZoneTemplate::max)
                    .containsExactly(2));
  }

  private String wrong(Path main, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--tls=" + main));
    arguments.addAll(List.of(more));
    Machine machine = new Machine(2, folder);
    return catchThrowableOfType(
            EdgewiseException.class,
            () -> CommandLine.read(OrchestratorConfig.schema(machine), arguments, Map.of()))
        .words();
  }

  @Test
  void with_tls_each_node_that_is_started_here_needs_a_certificate() throws IOException {
    TestCa ca = new TestCa("ours", Instant.EPOCH);
    Path main = ca.to("edgewise://orchestrator/main").issue().in(folder.resolve("main.pem"));
    Path here = file("west1.yaml", "zone: west1\nservices: vision.jar\nmax: 2\n");
    Path nodes = Files.createDirectory(folder.resolve("nodes"));
    String named = "--zone-certificates=" + nodes;
    String zones = "--zones=" + here;

    assertThat(wrong(main, zones))
        .contains("--zones: with tls each node of zone west1 shows a certificate of its own")
        .contains("'edgewise certs issue node west1-1 --count 2 --site west1 --tier cloud --to ");
    assertThat(wrong(main, zones, named))
        .contains(here + ":3: max: 2 nodes need a certificate each, and " + nodes + " has none");
    for (int i = 1; i <= 2; i++) {
      Path unused =
          ca.to("edgewise://node/west1-" + i + "?site=west1&tier=cloud")
              .issue()
              .in(nodes.resolve("west1-" + i + ".pem"));
    }
    Wish<OrchestratorConfig> wish =
        CommandLine.read(
            OrchestratorConfig.schema(new Machine(2, folder)),
            List.of("--tls=" + main, zones, named),
            Map.of());
    assertThat(((Wish.Run<OrchestratorConfig>) wish).config().zones().certificates())
        .contains(nodes);

    Path unused =
        ca.to("edgewise://node/west1-2?site=east1&tier=cloud")
            .issue()
            .in(nodes.resolve("west1-2.pem"));
    assertThat(wrong(main, zones, named))
        .contains(here + ":1: zone: " + nodes.resolve("west1-2.pem") + ": it is the certificate of")
        .contains("node west1-2 --site west1 --tier cloud --to " + nodes + " --force'");
    Files.writeString(nodes.resolve("ca-key.pem"), "");
    assertThat(wrong(main, zones, named)).contains("--zone-certificates: the key of the CA is in");
  }

  @Test
  void nodes_that_kubernetes_starts_bring_their_certificates() throws IOException {
    Path foreign = file("east1.yaml", "zone: east1\nstartedBy: kubernetes\n");
    TestCa ca = new TestCa("ours", Instant.EPOCH);
    Path main = ca.to("edgewise://orchestrator/main").issue().in(folder.resolve("main.pem"));
    assertThat(
            CommandLine.read(
                OrchestratorConfig.schema(new Machine(2, folder)),
                List.of("--tls=" + main, "--zones=" + foreign),
                Map.of()))
        .isInstanceOf(Wish.Run.class);
  }

  @Test
  void certificates_without_tls_are_a_mistake() {
    assertThatThrownBy(
            () ->
                CommandLine.read(
                    OrchestratorConfig.schema(new Machine(2, folder)),
                    List.of("--zone-certificates=" + folder),
                    Map.of()))
        .hasMessageContaining("--zone-certificates: says nothing without tls");
  }

  @Test
  void every_key_stands_in_the_documents() throws IOException {
    String page = Files.readString(Path.of("../docs/zones.md"));
    new ZoneKeys(Optional.empty())
        .schema()
        .keys()
        .all()
        .forEach(
            key ->
                assertThat(page)
                    .contains("| `" + key.name() + "` | " + written(key.fallbackText())));
  }

  private static String written(String fallback) {
    return switch (fallback) {
      case "must be given", "none" -> fallback;
      case "max, at least 3" -> "`max`, at least 3";
      default ->
          fallback.startsWith(SCALE)
              ? "as `@Scale` says, else `" + fallback.substring(SCALE.length()) + "`"
              : "`" + fallback + "`";
    };
  }
}
