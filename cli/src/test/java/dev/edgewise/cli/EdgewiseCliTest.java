package dev.edgewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.cli.daemon.ConfigCommand;
import dev.edgewise.cli.daemon.Ports;
import dev.edgewise.cli.shell.Dist;
import dev.edgewise.cli.shell.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EdgewiseCliTest {
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "up",
        "run",
        "status",
        "node",
        "zone",
        "train",
        "service",
        "models",
        "cache",
        "key",
        "chat",
        "generations",
        "watch",
        "explain",
        "call",
        "bench",
        "simulate",
        "orchestrator",
        "edge-agent",
        "cloud-agent",
        "certs",
        "config",
        "lock",
        "version"
      })
  void every_command_teaches(String command) {
    FakeShell shell = FakeShell.in(folder);

    assertThat(shell.run("help", command)).isZero();
    assertThat(shell.out()).contains("Example:");
    Golden.check("help-" + command + ".txt", shell.out());
  }

  @ParameterizedTest
  @CsvSource({
    "node, ls",
    "node, show",
    "node, drain",
    "node, undrain",
    "node, quarantine",
    "node, release",
    "zone, ls",
    "zone, show",
    "zone, scale",
    "train, submit",
    "train, ls",
    "train, show",
    "train, logs",
    "train, fetch",
    "train, cancel",
    "service, ls",
    "service, show",
    "models, ls",
    "models, show",
    "cache, ls",
    "cache, show",
    "cache, evict",
    "cache, audit",
    "key, add",
    "key, ls",
    "key, revoke",
    "certs, init",
    "certs, issue",
    "certs, show",
    "config, validate"
  })
  void every_command_of_a_command_teaches(String command, String sub) {
    FakeShell shell = FakeShell.in(folder);

    assertThat(shell.run(command, sub, "--help")).isZero();
    assertThat(shell.out()).contains("Example:");
    Golden.check("help-" + command + "-" + sub + ".txt", shell.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "node ls",
        "node show a",
        "node drain a",
        "node undrain a",
        "node quarantine a --service A",
        "node release a --service A",
        "train ls",
        "train show 1",
        "train logs 1",
        "train fetch 1",
        "train cancel 1",
        "service ls",
        "service show A",
        "models",
        "models ls",
        "models show a",
        "cache ls",
        "cache show",
        "cache evict --all",
        "cache audit --node a",
        "chat --prompt hello",
        "generations",
        "watch"
      })
  void without_an_orchestrator_a_command_says_where_it_asked_and_what_to_do(String line) {
    FakeShell shell = FakeShell.in(folder);
    int port = new Ports(new java.util.Random(line.hashCode())).free();
    String[] arguments = (line + " --orchestrator=127.0.0.1:" + port).split(" ", -1);

    assertThat(shell.run(arguments)).isEqualTo(4);
    assertThat(shell.err())
        .contains("no orchestrator answers at 127.0.0.1:" + port, "EW9002", "edgewise up");
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void help_lists_the_commands_and_the_exit_codes() {
    FakeShell shell = FakeShell.in(folder);

    assertThat(shell.run("help")).isZero();
    Golden.check("help.txt", shell.out());
  }

  @Test
  void version_is_printed_for_people_and_for_tools() {
    Golden.check("version.txt", VersionCommand.text("1.2.3", "25.0.1+8", "Linux amd64"));
    Golden.check("version.json", VersionCommand.json("1.2.3", "25.0.1+8", "Linux amd64"));
  }

  @ParameterizedTest
  @CsvSource({
    "dance, there is no command dance",
    "demo --fast, there is no option --fast",
    "run, Missing required parameter: 'MODULE-OR-JAR'",
    "version -o xml, Invalid value for option '--output'",
    "lock, Missing required subcommand",
    "'', Missing required subcommand",
    "statsu, did you mean status?",
    "status --orchestrater=127.0.0.1:7443, did you mean --orchestrator"
  })
  void a_wrong_command_line_is_a_usage_error(String line, String what) {
    FakeShell shell = FakeShell.in(folder);

    int exit = shell.run(line.isEmpty() ? new String[0] : line.split(" ", -1));

    assertThat(exit).isEqualTo(2);
    assertThat(shell.err()).contains(what, "EW9001", "fix: ");
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void tools_get_errors_as_a_document_too() {
    FakeShell shell = FakeShell.in(folder);

    assertThat(shell.run("demo", "--fast", "-o", "json")).isEqualTo(2);
    Golden.check("usage-error.json", shell.out());
    Golden.check("usage-error.txt", shell.err());
  }

  @Test
  void without_the_launcher_a_command_that_starts_processes_says_so() {
    FakeShell shell = FakeShell.in(folder);

    assertThat(shell.run("demo")).isEqualTo(1);
    assertThat(shell.err()).contains("EW9004", "./edgewise");
  }

  @Test
  void a_configuration_file_that_is_not_there_is_named() {
    FakeShell shell = FakeShell.in(folder, new Dist(folder.resolve("dist")));

    assertThat(shell.run("config", "validate", "edge-agent", "agent.yml")).isEqualTo(1);
    assertThat(shell.err()).contains("EW9003", "agent.yml", folder.toString());
    assertThat(shell.run("config", "validate", "edge", "agent.yml")).isEqualTo(2);
    assertThat(shell.err()).contains("orchestrator, edge-agent or cloud-agent");
  }

  @Test
  void what_is_wrong_with_a_configuration_is_a_document_too() {
    assertThat(ConfigCommand.Validate.json("edge-agent", "a.yaml", 78, List.of("EW7001 x")))
        .contains("edgewise.config/1", "\"valid\": false", "EW7001 x");
    assertThat(ConfigCommand.Validate.json("edge-agent", "a.yaml", 0, List.of("fine")))
        .contains("\"valid\": true", "\"problems\": []");
  }

  @Test
  void services_that_are_not_there_are_named_before_anything_starts() {
    FakeShell shell = FakeShell.in(folder, new Dist(folder.resolve("dist")));

    assertThat(shell.run("up", "--services", "gone.jar")).isEqualTo(1);
    assertThat(shell.err()).contains("EW9003", "gone.jar");
  }

  @Test
  void run_of_nothing_says_where_it_looked() {
    FakeShell shell = FakeShell.in(folder);

    assertThat(shell.run("run", "samples/helo")).isEqualTo(1);
    assertThat(shell.err()).contains("EW9003", "samples/helo", folder.toString());
  }

  @Test
  void run_of_a_folder_that_is_no_module_says_so() throws IOException {
    Files.createDirectory(folder.resolve("empty"));
    FakeShell shell = FakeShell.in(folder, new Dist(folder.resolve("dist")));

    assertThat(shell.run("run", "empty")).isEqualTo(1);
    assertThat(shell.err()).contains("EW9003", "no pom.xml");
  }

  @Test
  void run_of_a_module_that_was_not_built_says_so() throws IOException {
    Files.createDirectory(folder.resolve("mine"));
    Files.createFile(folder.resolve("mine/pom.xml"));
    FakeShell shell = FakeShell.in(folder, new Dist(folder.resolve("dist")));

    assertThat(shell.run("run", "mine")).isEqualTo(1);
    assertThat(shell.err()).contains("EW9003", "mvn package");
  }

  @Test
  void run_of_a_jar_without_a_main_class_says_how_to_give_it_one() throws IOException {
    Path jar = folder.resolve("app.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    FakeShell shell = FakeShell.in(folder);

    assertThat(shell.run("run", "app.jar")).isEqualTo(1);
    assertThat(shell.err()).contains("EW9003", "Main-Class", "mainClass");
  }

  @Test
  void run_of_a_file_that_is_no_jar_says_so() throws IOException {
    Files.writeString(folder.resolve("app.jar"), "not a jar");
    FakeShell shell = FakeShell.in(folder);

    assertThat(shell.run("run", "app.jar")).isEqualTo(1);
    assertThat(shell.err()).contains("EW9003", "cannot be read as a jar");
  }

  @Test
  void a_distribution_with_a_hole_is_named() throws IOException {
    Path dist = Files.createDirectory(folder.resolve("dist"));
    FakeShell shell = FakeShell.in(folder, new Dist(dist));

    assertThat(shell.run("lock", "check")).isEqualTo(1);
    assertThat(shell.err()).contains("EW9004", "processor", dist.toString());
  }

  @Test
  void the_process_answers_with_the_exit_code() throws Exception {
    assertThat(exitCodeOf("version")).isZero();
    assertThat(exitCodeOf("dance")).isEqualTo(2);
  }

  @Test
  void version_names_the_java_that_runs_it() throws Exception {
    assertThat(outputOf("version", "-o", "json"))
        .contains("edgewise.version/1", Runtime.version().toString());
  }

  private static int exitCodeOf(String... arguments) throws Exception {
    Process process = start(arguments);
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private static String outputOf(String... arguments) throws Exception {
    Process process = start(arguments);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  private static Process start(String... arguments) throws IOException {
    List<Path> classPath =
        List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)).stream()
            .map(Path::of)
            .toList();
    return new ProcessBuilder(
            JavaCommand.of(
                new Dist(Path.of("dist")),
                List.of(),
                classPath,
                EdgewiseCli.class.getName(),
                List.of(arguments)))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
