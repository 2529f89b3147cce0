package dev.edgewise.lab;

import dev.edgewise.agent.Agent;
import dev.edgewise.agent.config.AgentConfig;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Clock;
import dev.edgewise.daemon.config.CommandLine;
import dev.edgewise.daemon.config.Machine;
import dev.edgewise.daemon.config.Wish;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Real edge agents in this JVM, on ports that the machine picks. */
public final class TestAgents {
  private TestAgents() {}

  /**
   * Starts one that hosts whatever lies beside {@code service}.
   *
   * @param more arguments, as an operator would give them
   */
  public static Agent start(String name, Path folder, Class<?> service, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--node=" + name,
                "--services=" + placeOf(service),
                "--data-folder=" + folder,
                "--grpc-port=0",
                "--concurrency=4"));
    arguments.addAll(List.of(more));
    Wish<AgentConfig> wish =
        CommandLine.read(
            AgentConfig.schema(Tier.EDGE, new Machine(2, folder)), arguments, Map.of());
    return Agent.start(((Wish.Run<AgentConfig>) wish).config(), "test", Clock.system());
  }

  static Path placeOf(Class<?> service) {
    try {
      return Path.of(service.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(service + " lies nowhere", e);
    }
  }
}
