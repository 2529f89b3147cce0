package dev.edgewise.deploy;

import dev.edgewise.agent.config.AgentConfig;
import dev.edgewise.annotations.Tier;
import dev.edgewise.daemon.config.CommandLine;
import dev.edgewise.daemon.config.Machine;
import dev.edgewise.daemon.config.Schema;
import dev.edgewise.daemon.config.Wish;
import dev.edgewise.orchestrator.config.OrchestratorConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The configurations of daemons that lie here, read as the daemons do. */
final class Configurations {
  private static final Machine MACHINE = new Machine(2, Path.of("/var/lib/edgewise"));

  /** What is wrong only because it is looked at on another machine than its own. */
  private static final List<String> OF_THIS_MACHINE =
      List.of(
          "nothing that this user may read is at",
          "nothing is there",
          "there is no folder /models");

  private Configurations() {}

  /**
   * What a daemon would say against its configuration and what that names, by line.
   *
   * @param file tells whose it is: {@code cloud-agent.yaml}
   * @param mounted all files beside it, itself included; of the orchestrator its zones too
   * @param arguments what else its command line says
   * @param environment what its environment says
   */
  static List<String> problems(
      String file,
      Map<String, String> mounted,
      List<String> arguments,
      Map<String, String> environment) {
    try {
      Path folder =
          Files.createTempDirectory(
              Files.createDirectories(Path.of("target/mounted").toAbsolutePath()), "daemon");
      for (Map.Entry<String, String> each : mounted.entrySet()) {
        Files.writeString(
            folder.resolve(each.getKey()),
            each.getValue().replace("/etc/edgewise/zones", folder.toString()));
      }
      List<String> all =
          new ArrayList<>(List.of("--config", folder.resolve(file).toString(), "--validate"));
      all.addAll(arguments);
      return CommandLine.read(schema(file), all, environment)
              instanceof Wish.Print<?>(String said, int exit)
          ? exit == 0 ? List.of() : said.lines().filter(Configurations::counts).toList()
          : List.of("it was not checked");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Schema<?> schema(String file) {
    return switch (file) {
      case "orchestrator.yaml" -> OrchestratorConfig.schema(MACHINE);
      case "edge-agent.yaml" -> AgentConfig.schema(Tier.EDGE, MACHINE);
      case "cloud-agent.yaml" -> AgentConfig.schema(Tier.CLOUD, MACHINE);
      default -> throw new IllegalArgumentException(file);
    };
  }

  private static boolean counts(String problem) {
    return OF_THIS_MACHINE.stream().noneMatch(problem::contains);
  }
}
