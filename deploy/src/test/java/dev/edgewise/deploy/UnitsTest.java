package dev.edgewise.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The units of systemd, judged by systemd's own tool; without it these tests are skipped. */
final class UnitsTest {
  private static final Path FOLDER = Path.of("systemd");
  private static final Path ANALYZER = Path.of("/usr/bin/systemd-analyze");

  private final Path folder;

  UnitsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private record Said(int exit, String text) {}

  @ParameterizedTest
  @ValueSource(strings = {"orchestrator", "edge-agent", "cloud-agent"})
  void a_unit_is_exposed_by_1_5_at_most(String daemon) throws Exception {
    Said said = exposure(text(daemon));
    assertThat(said.exit()).as(said.text()).isZero();
    assertThat(said.text()).contains("Overall exposure level");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CapabilityBoundingSet=",
        "NoNewPrivileges=yes",
        "SystemCallFilter=",
        "ProtectSystem=strict",
        "PrivateUsers=yes",
      })
  void one_that_leaves_out_a_group_of_rules_is_over_that(String rule) throws Exception {
    // One rule is a few tenths; what stands in these units leaves that much room and no more.
    String without =
        text("orchestrator").replaceAll("(?m)^(" + rule + "|Protect|Restrict|RemoveIPC).*\n", "");
    assertThat(exposure(without).exit()).isNotZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"orchestrator", "edge-agent", "cloud-agent"})
  void systemd_understands_every_line(String daemon) throws Exception {
    // Where the program is not installed, that is all there would be to say.
    String unit = text(daemon).replace("/opt/edgewise/java/bin/java", "/bin/true");
    Said said = analyze("verify", write(unit).toString());
    assertThat(said.exit()).as(said.text()).isZero();
    assertThat(said.text().lines().filter(line -> line.contains("edgewise"))).isEmpty();
  }

  @Test
  void a_word_that_systemd_does_not_know_is_found() throws Exception {
    Said said = analyze("verify", write(text("edge-agent").replace("UMask=", "UMaks=")).toString());
    assertThat(said.text()).contains("UMaks");
  }

  @ParameterizedTest
  @ValueSource(strings = {"edge-agent", "cloud-agent"})
  void an_agent_has_time_to_drain(String daemon) throws IOException {
    assertThat(seconds(text(daemon), "TimeoutStopSec="))
        .isGreaterThan(
            10
                + seconds(
                    Files.readString(FOLDER.resolve(daemon + ".yaml")).replace("drain: ", "drain="),
                    "drain="));
  }

  @ParameterizedTest
  @ValueSource(strings = {"orchestrator", "edge-agent", "cloud-agent"})
  void a_unit_lets_the_jvm_live_and_see_its_machine(String daemon) throws IOException {
    assertThat(text(daemon).lines())
        .noneMatch(line -> line.startsWith("MemoryDenyWriteExecute"))
        .noneMatch(line -> line.startsWith("ProcSubset"))
        .contains("SystemCallErrorNumber=EPERM", "StateDirectoryMode=0700", "UMask=0077");
  }

  @ParameterizedTest
  @ValueSource(strings = {"orchestrator.yaml", "edge-agent.yaml", "cloud-agent.yaml"})
  void the_configurations_are_what_daemons_read(String file) throws IOException {
    // What the unit says on top of it.
    List<String> arguments =
        List.of("--tls", "/run/credentials/tls.pem", "--data-folder", "/var/lib/edgewise");
    assertThat(
            Configurations.problems(
                file, Map.of(file, Files.readString(FOLDER.resolve(file))), arguments, Map.of()))
        .isEmpty();
  }

  private static String text(String daemon) throws IOException {
    return Files.readString(FOLDER.resolve("edgewise-" + daemon + ".service"));
  }

  private static int seconds(String text, String key) {
    return text.lines()
        .filter(line -> line.startsWith(key))
        .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private Path write(String unit) throws IOException {
    return Files.writeString(folder.resolve("edgewise-tried.service"), unit);
  }

  private Said exposure(String unit) throws Exception {
    return analyze(
        "security", "--offline=true", "--threshold=15", "--no-pager", write(unit).toString());
  }

  private Said analyze(String... arguments) throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(ANALYZER), "no systemd-analyze here; Debian's package is systemd");
    Process process =
        new ProcessBuilder(
                Stream.concat(Stream.of(ANALYZER.toString()), List.of(arguments).stream()).toList())
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Said(process.exitValue(), text);
  }
}
