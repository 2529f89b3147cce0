package dev.edgewise.agent;

import dev.edgewise.agent.config.AgentConfig;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Clock;
import dev.edgewise.daemon.config.CommandLine;
import dev.edgewise.daemon.config.Machine;
import dev.edgewise.daemon.config.Wish;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Edge agents with one service, configured as users do it. */
final class Agents {
  private Agents() {}

  /** What agents of these tests are started with, in a process or not. */
  static List<String> arguments(Path folder, Path services, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--node=n1",
                "--grpc-port=0",
                "--services=" + services,
                "--data-folder=" + folder.resolve("data")));
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** One in this JVM. */
  static Agent start(Path folder, Path services, String... more) {
    Wish<AgentConfig> wish =
        CommandLine.read(
            AgentConfig.schema(Tier.EDGE, new Machine(2, folder)),
            arguments(folder, services, more),
            Map.of());
    return Agent.start(((Wish.Run<AgentConfig>) wish).config(), "test", Clock.system());
  }
}
