package dev.edgewise.lab;

import dev.edgewise.agent.Agent;
import dev.edgewise.agent.config.AgentConfig;
import dev.edgewise.agent.config.FleetConfig;
import dev.edgewise.agent.config.ModelsConfig;
import dev.edgewise.agent.control.Offer;
import dev.edgewise.agent.rpc.ServerLimits;
import dev.edgewise.agent.serve.Capacity;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Clock;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.daemon.log.LogFormat;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Real edge agents in this JVM, on ports that the machine picks. */
public final class TestAgents {
  private TestAgents() {}

  /**
   * Starts one that hosts whatever lies beside {@code service}.
   *
   * @param edgeNodes that its bodies may call
   */
  public static Agent start(String name, Path folder, Class<?> service, String... edgeNodes) {
    return start(name, folder, service, FleetConfig.NONE, edgeNodes);
  }

  /** Starts one whose operator declares these accelerators. */
  public static Agent with(
      List<Accelerator> accelerators, String name, Path folder, Class<?> service) {
    return start(
        name,
        folder,
        service,
        new FleetConfig(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            false,
            Offer.Figures.UNKNOWN,
            accelerators),
        // Wanted by another service that lies beside; never asked.
        "nobody=127.0.0.1:9");
  }

  private static Agent start(
      String name, Path folder, Class<?> service, FleetConfig fleet, String... edgeNodes) {
    return Agent.start(
        new AgentConfig(
            new Node(name, Tier.EDGE, new Site(name, Trust.OWN)),
            List.of(placeOf(service)),
            folder,
            "127.0.0.1",
            0,
            new Capacity(4, 16, 100, 1 << 26, 1 << 28),
            new ServerLimits(1 << 22, 1 << 27, 1 << 13, 100, 16, 100),
            Duration.ofSeconds(5),
            false,
            LogFormat.TEXT,
            fleet,
            0,
            List.of(edgeNodes),
            Optional.empty(),
            List.of(),
            ModelsConfig.NONE,
            Map.of(),
            Optional.empty(),
            false),
        "test",
        Clock.system());
  }

  static Path placeOf(Class<?> service) {
    try {
      return Path.of(service.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(service + " lies nowhere", e);
    }
  }
}
