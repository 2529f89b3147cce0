package dev.edgewise.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.proto.v1.ControlGrpc;
import dev.edgewise.proto.v1.FromAgent;
import dev.edgewise.proto.v1.Register;
import dev.edgewise.proto.v1.ToAgent;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The orchestrator as a process: what it prints, how it ends. */
final class OrchestratorProcessTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();

  OrchestratorProcessTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void kill() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void it_ends_with_its_parent() throws Exception {
    Process process = start("--grpc-port", "0", "--http-port", "0", "--exit-with-stdin");
    firstLine(process);

    process.getOutputStream().close();

    assertThat(exit(process)).isZero();
  }

  @Test
  void what_it_has_stored_survives_kill_9_and_sigterm_ends_it_quickly() throws Exception {
    Process process = start("--grpc-port", "0", "--http-port", "0");
    String first = firstLine(process);
    assertThat(first)
        .matches("ready orchestrator grpc=127\\.0\\.0\\.1:\\d+ http=http://127\\.0\\.0\\.1:\\d+");
    long before = register(first, 0);
    process.destroyForcibly();
    exit(process);

    Process again = start("--grpc-port", "0", "--http-port", "0");
    String ready = firstLine(again);
    assertThat(register(ready, before)).isGreaterThan(before);
    try (var unpacked = Files.list(folder.resolve("data").resolve("native"))) {
      assertThat(unpacked.filter(each -> each.toString().endsWith(".so")))
          .as("what the killed process unpacked is gone")
          .hasSizeLessThanOrEqualTo(1);
    }

    again.destroy();

    assertThat(exit(again)).isZero();
  }

  @Test
  void wrong_configuration_is_told_and_ends_with_78() throws Exception {
    Process process =
        start("--bind", "0.0.0.0", "--lease", "1s", "--heartbeat", "900ms", "--colour", "red");

    assertThat(exit(process)).isEqualTo(78);
    assertThat(log()).contains("EW7001").contains("--bind").contains("--heartbeat");
    assertThat(log()).contains("at most half of lease").contains("--colour");
  }

  @Test
  void a_damaged_store_is_told() throws Exception {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data").resolve("fleet.db"), "no database ".repeat(1_000));

    Process process = start("--grpc-port", "0", "--http-port", "0");

    assertThat(exit(process)).isEqualTo(1);
    assertThat(log()).contains("EW7008").contains("move the file away");
  }

  /** Registers a node and returns the epoch of its lease. */
  private static long register(String readyLine, long held) throws InterruptedException {
    String address = readyLine.replaceFirst(".* grpc=(\\S+) .*", "$1");
    ManagedChannel channel = NettyChannelBuilder.forTarget(address).usePlaintext().build();
    try {
      RawStream<ToAgent> from = new RawStream<>();
      Register node = Rig.node("nyc").toBuilder().setHeldEpoch(held).build();
      ControlGrpc.newStub(channel)
          .connect(from)
          .onNext(FromAgent.newBuilder().setRegister(node).build());
      return from.next(ToAgent::hasRegistered).getRegistered().getEpoch();
    } finally {
      channel.shutdownNow();
    }
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    // Surefire puts the class path into a jar's manifest and says here what it was.
    command.addAll(
        List.of(
            "-cp",
            System.getProperty(
                "surefire.test.class.path",
                requireNonNull(System.getProperty("java.class.path"), "java.class.path"))));
    command.add(OrchestratorMain.class.getName());
    command.addAll(List.of("--data-folder", folder.resolve("data").toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(folder.resolve("log").toFile()).start();
    processes.add(process);
    return process;
  }

  private String firstLine(Process process) throws IOException {
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    String line = out.readLine();
    assertThat(line).as(log()).isNotNull();
    return requireNonNull(line);
  }

  private int exit(Process process) throws InterruptedException, IOException {
    assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).as(log()).isTrue();
    return process.exitValue();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }
}
