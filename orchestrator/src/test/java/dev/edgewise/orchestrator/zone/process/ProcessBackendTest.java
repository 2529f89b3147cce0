package dev.edgewise.orchestrator.zone.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Clock;
import dev.edgewise.core.Trust;
import dev.edgewise.orchestrator.zone.StartOrder;
import dev.edgewise.orchestrator.zone.ZoneTemplate;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes. */
final class ProcessBackendTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Path nodes;

  ProcessBackendTest(@TempDir Path folder) {
    this.nodes = folder.resolve("zones");
  }

  @BeforeEach
  void needsAShell() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh");
  }

  @AfterEach
  void leavesNothingBehind() throws IOException {
    ProcessBackend backend = open();
    backend.running().keySet().forEach(node -> backend.stop(node, true));
    await(() -> backend.running().isEmpty());
  }

  static AgentProgram program() {
    return new AgentProgram(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
        System.getProperty("java.class.path"),
        "dev.edgewise.orchestrator.zone.process.TinyNode");
  }

  static StartOrder order(String node, String... flags) {
    return new StartOrder(
        node,
        new ZoneTemplate(
            "west1",
            Trust.TRUSTED,
            List.of(Path.of("vision.jar")),
            Optional.empty(),
            0,
            4,
            0,
            0.99,
            Duration.ofSeconds(15),
            3.67,
            false,
            new ZoneTemplate.Processes(64 << 20, List.of("-Dmine=1"), List.of(flags)),
            new ZoneTemplate.Patience(Duration.ofMinutes(1), Duration.ofSeconds(5), 3)));
  }

  private ProcessBackend open() throws IOException {
    return open(List.of(), Optional.empty());
  }

  private ProcessBackend open(List<Accelerator> machine, Optional<NodeCertificates> certificates)
      throws IOException {
    return ProcessBackend.open(
        nodes, program(), () -> "127.0.0.1:7443", Duration.ofMinutes(10), machine, certificates);
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time is over").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void a_node_is_told_what_its_template_says_and_runs_until_it_is_stopped() throws IOException {
    ProcessBackend backend = open();
    String process = backend.start(order("west1-1", "--concurrency=4"));
    assertThat(backend.running()).containsEntry("west1-1", process);
    await(() -> backend.lastWords("west1-1").contains("tiny"));
    assertThat(backend.lastWords("west1-1"))
        .contains(
            "--node=west1-1 --zone=west1 --trust=trusted --orchestrator=127.0.0.1:7443"
                + " --grpc-port=0 --http-port=0 --services=vision.jar --cost-per-hour=3.670000")
        .contains("--end-without-lease=600s --concurrency=4");

    backend.stop("west1-1", false);
    await(() -> backend.running().isEmpty());
  }

  @Test
  void a_node_has_a_session_of_its_own() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "there is no setsid");
    ProcessBackend backend = open();
    String process = backend.start(order("west1-1"));
    await(() -> backend.lastWords("west1-1").contains("tiny"));
    String pid = process.split(" ", 3)[1];
    // Behind the name in brackets: state, parent, group, session.
    String stat = Files.readString(Path.of("/proc", pid, "stat"));
    assertThat(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]).isEqualTo(pid);
  }

  @Test
  void a_node_outlives_an_orchestrator_that_is_killed_and_is_found_again() throws Exception {
    Process orchestrator =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.edgewise.orchestrator.zone.process.Killed",
                nodes.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String started;
    try (BufferedReader out = orchestrator.inputReader(StandardCharsets.UTF_8)) {
      started = out.readLine();
    }
    orchestrator.destroyForcibly();
    assertThat(orchestrator.waitFor(30, TimeUnit.SECONDS)).isTrue();

    ProcessBackend next = open();
    assertThat(next.running()).containsEntry("west1-1", started);
    next.stop("west1-1", false);
    await(() -> next.running().isEmpty());
  }

  @Test
  void a_node_of_which_only_the_number_was_written_is_known_by_what_it_runs() throws IOException {
    ProcessBackend backend = open();
    String process = backend.start(order("west1-1"));
    await(() -> backend.lastWords("west1-1").contains("tiny"));
    Files.delete(nodes.resolve("west1-1").resolve("process"));

    assertThat(open().running()).containsEntry("west1-1", process);
  }

  @Test
  void a_number_that_belongs_to_another_process_by_now_is_not_taken_for_the_node()
      throws IOException {
    Path node = Files.createDirectories(nodes.resolve("west1-1"));
    Files.writeString(node.resolve("pid"), Long.toString(ProcessHandle.current().pid()));
    assertThat(open().running()).isEmpty();

    Files.writeString(node.resolve("process"), ProcessHandle.current().pid() + " 1000");
    assertThat(open().running()).isEmpty();
  }

  @Test
  void what_a_node_said_last_is_told_and_its_log_is_kept_when_it_is_over() throws IOException {
    ProcessBackend backend = open();
    String unused = backend.start(order("west1-1", "--fails=1"));
    await(() -> backend.running().isEmpty());
    assertThat(backend.lastWords("west1-1")).endsWith("EW7002 the jar is broken");

    backend.forget("west1-1");
    assertThat(nodes.resolve("west1-1")).doesNotExist();
    assertThat(nodes.resolve("over-west1-1").resolve("log")).exists();
  }

  @Test
  void a_machine_with_another_card_is_another_one() throws IOException {
    ZoneTemplate template = order("west1-1").template();
    String without = open().fingerprint(template);
    assertThat(open().fingerprint(template)).isEqualTo(without);
    assertThat(
            open(List.of(new Accelerator("gpu", "T4", 0, false)), Optional.empty())
                .fingerprint(template))
        .isNotEqualTo(without);
  }

  @Test
  void a_name_is_used_again_with_the_certificate_of_that_name() throws IOException {
    ProcessBackend backend =
        open(List.of(), Optional.of(new NodeCertificates(nodes.resolve("certs"), Clock.system())));
    for (int life = 1; life <= 3; life++) {
      String unused = backend.start(order("west1-1", "--life=" + life));
      await(() -> backend.lastWords("west1-1").contains("tiny"));
      assertThat(backend.lastWords("west1-1"))
          .contains(" --tls=" + nodes.resolve("certs").resolve("west1-1.pem") + " --grpc-port=0")
          .contains("--life=" + life);
      backend.stop("west1-1", true);
      await(() -> backend.running().isEmpty());
      backend.forget("west1-1");
      assertThat(nodes.resolve("west1-1")).doesNotExist();
      assertThat(nodes.resolve("over-west1-1").resolve("log")).content().contains("--life=" + life);
    }
  }

  @Test
  void a_log_that_grows_is_cut_while_its_process_goes_on() throws IOException {
    ProcessBackend backend = open();
    String unused = backend.start(order("west1-1"));
    await(() -> backend.lastWords("west1-1").contains("tiny"));
    Path log = nodes.resolve("west1-1").resolve("log");
    Files.write(log, new byte[5 << 20]);
    assertThat(backend.running()).hasSize(1);
    assertThat(Files.size(log)).isZero();
    assertThat(nodes.resolve("west1-1").resolve("log.before")).hasSize(5 << 20);
  }
}
