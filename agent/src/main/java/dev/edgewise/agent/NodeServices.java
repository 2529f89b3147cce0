package dev.edgewise.agent;

import dev.edgewise.agent.config.AgentConfig;
import dev.edgewise.agent.host.HostedService;
import dev.edgewise.agent.host.InProcessHost;
import dev.edgewise.agent.host.ModelService;
import dev.edgewise.agent.host.ServiceHost;
import dev.edgewise.agent.metrics.AgentMetrics;
import dev.edgewise.core.Clock;
import dev.edgewise.core.machine.HardwareProbe;
import dev.edgewise.daemon.DataFolder;
import dev.edgewise.daemon.Parts;
import dev.edgewise.sdk.host.Settings;
import dev.edgewise.sdk.spi.ModelHosting;
import dev.edgewise.serving.calls.BatchedCalls;
import dev.edgewise.serving.host.ServingHost;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What a node hosts.
 *
 * @param models those of its repository, and those that its services bring with them
 * @param lanes of models and of batched methods
 * @param all the bodies of its service jars, and each model of the repository as a service
 */
record NodeServices(ServingHost models, NodeLanes lanes, List<HostedService> all) {
  NodeServices {
    all = List.copyOf(all);
  }

  /**
   * Opens models and jars, and builds all bodies.
   *
   * @param parts takes what is to be closed, also of what cannot be opened to the end
   */
  static NodeServices open(
      AgentConfig config,
      DataFolder data,
      HardwareProbe probe,
      AgentMetrics metrics,
      Parts parts,
      Clock clock,
      RandomGenerator random) {
    NodeEngines engines =
        NodeEngines.choose(
            config.models().engines(), probe, System.getProperty("edgewise.dist", ""));
    ServingHost models =
        parts.add(
            ServingHost.open(
                new ModelHosting.Setting(
                    config.models().folder(),
                    NodeServices.class.getClassLoader(),
                    engines.all(),
                    engines.options(config.models().values()),
                    Optional.of(data.path("models")),
                    clock,
                    random),
                metrics.models()));
    BatchedCalls calls = parts.add(BatchedCalls.on(models.device(), clock, metrics.lanes()));
    metrics.serving(models, calls);
    ServiceHost host =
        parts.add(
            InProcessHost.open(
                config.services(),
                config.node().tier(),
                models,
                parts.add(new FleetClients(config)),
                Settings.of(config.settings()),
                calls,
                data.path("services")));
    return new NodeServices(
        models,
        NodeLanes.of(models, calls),
        Stream.concat(host.services().stream(), models.models().stream().map(ModelService::new))
            .toList());
  }
}
