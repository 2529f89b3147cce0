package dev.edgewise.agent.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.agent.edge.gauge.Gauge;
import dev.edgewise.agent.edge.gauge.Scale;
import dev.edgewise.sdk.api.Edgewise;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A class whose constructor takes configuration and a model, on the agent of a device. */
final class ClassOnAgentTest {
  private static final long LONG_SECONDS = 120;

  private final Path folder;

  ClassOnAgentTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path log() {
    return folder.resolve("agent.log");
  }

  private Process start(String... more) throws IOException {
    Path services =
        Path.of(
            requireNonNull(Gauge.class.getProtectionDomain().getCodeSource().getLocation())
                .getPath());
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                // Surefire puts the class path into a jar's manifest and says here what it was.
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                EdgeAgent.class.getName(),
                "--node=gauge-1",
                "--services=" + services,
                "--data-folder=" + folder.resolve("data"),
                "--grpc-port=0",
                "--http-port=0",
                "--exit-with-stdin=true"));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).redirectError(log().toFile()).start();
  }

  @Test
  void it_is_built_of_what_the_agent_is_configured_with() throws Exception {
    Process agent = start("--set=Scale.factor=2", "--set=Scale.unit=points");
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(agent.getInputStream(), UTF_8))) {
      String ready = out.readLine();
      assertThat(ready).as(Files.readString(log())).startsWith("ready ");
      String address = requireNonNull(ready).replaceFirst(".* grpc=(\\S+) .*", "$1");
      try (Edgewise eco = Edgewise.builder().edgeNodes("gauge-1=" + address).build()) {
        // Its own instance needs neither: what is tagged runs on the node.
        Gauge gauge = eco.create(Gauge.class, new Scale(1, "nothing"), null);
        String measured = gauge.measure(0.5f);
        assertThat(measured).matches("-?\\d+\\.\\d+ points");
        assertThat(gauge.measure(0.5f)).isEqualTo(measured);
        assertThat(gauge.measure(-1f)).isNotEqualTo(measured);
      }
    } finally {
      agent.destroyForcibly();
    }
  }

  @Test
  void an_agent_that_lacks_the_configuration_does_not_start_and_says_what_it_lacks()
      throws Exception {
    Process agent = start("--set=Scale.factor=2");
    try {
      assertThat(agent.waitFor(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(agent.exitValue()).isNotZero();
      assertThat(Files.readString(log())).contains("Scale.unit");
    } finally {
      agent.destroyForcibly();
    }
  }
}
