package dev.edgewise.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The images' recipe, which only Docker can run. */
final class DockerfileTest {
  private static final Path FILE = Path.of("image/Dockerfile");
  private static final List<String> DAEMONS = List.of("orchestrator", "edge-agent", "cloud-agent");

  @Test
  void it_keeps_all_rules() throws IOException {
    assertThat(complaints(Files.readString(FILE))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "maven:3.9-eclipse-temurin-25 | maven:latest | has no version",
        "debian:bookworm-slim | debian | has no version",
        "USER 65532:65532 | USER edgewise | user is not a number",
        "ENTRYPOINT [\"/opt/edgewise/java/bin/java\", \"-XX | ENTRYPOINT java \"-XX | needs a"
            + " shell",
        "--health\"] | --help\"] | is never asked how it is",
        "edge-agent.args\", \"--health | cloud-agent.args\", \"--health | asks another how it is",
        "COPY --from=build --chown=65532:65532 /data | COPY --from=build /data | belongs to root",
        "AS cloud-agent | AS agent | has no image",
      })
  void a_fault_is_found(String what, String fault, String complaint) throws IOException {
    String text = Files.readString(FILE);
    assertThat(text).contains(what);
    assertThat(complaints(text.replace(what, fault))).anyMatch(found -> found.contains(complaint));
  }

  private static List<String> complaints(String text) {
    List<String> all = new ArrayList<>();
    String joined = text.replace("\\\n", " ");
    joined
        .lines()
        .filter(line -> line.startsWith("ARG "))
        .filter(line -> !line.matches(".*=[^:]+:[\\w.-]+") || line.endsWith(":latest"))
        .forEach(line -> all.add(line + " has no version"));
    joined
        .lines()
        .filter(line -> line.startsWith("USER ") && !line.matches("USER [1-9]\\d*:[1-9]\\d*"))
        .forEach(line -> all.add(line + ": the user is not a number"));
    joined
        .lines()
        .filter(line -> line.startsWith("ENTRYPOINT ") || line.startsWith("CMD "))
        .filter(line -> !line.contains(" ["))
        .forEach(line -> all.add(line + " needs a shell"));
    if (!joined.contains("--chown=65532:65532 /data /var/lib/edgewise")) {
      all.add("what is in a new volume belongs to root");
    }
    for (String daemon : DAEMONS) {
      String stage = stage(joined, daemon);
      if (stage.isEmpty()) {
        all.add(daemon + " has no image");
        continue;
      }
      String health =
          stage.lines().filter(line -> line.startsWith("HEALTHCHECK")).findFirst().orElse("");
      if (!health.contains("\"--health\"")) {
        all.add(daemon + " is never asked how it is");
      } else if (!health.contains("@/opt/edgewise/" + daemon + ".args")) {
        all.add(daemon + " asks another how it is");
      }
    }
    return all;
  }

  private static String stage(String text, String name) {
    int begin = text.indexOf("FROM edgewise AS " + name + "\n");
    if (begin < 0) {
      return "";
    }
    int end = text.indexOf("\nFROM ", begin + 1);
    return text.substring(begin, end < 0 ? text.length() : end);
  }
}
