package dev.edgewise.agent.config;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.control.Offer;
import dev.edgewise.agent.rpc.ServerLimits;
import dev.edgewise.agent.serve.Capacity;
import dev.edgewise.agent.training.TrainingSettings;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.daemon.DaemonConfig;
import dev.edgewise.daemon.config.Machine;
import dev.edgewise.daemon.config.Schema;
import dev.edgewise.daemon.config.Values;
import dev.edgewise.daemon.log.LogFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An agent's configuration, checked.
 *
 * @param node who the agent is
 * @param tls what it shows to its peers and believes of them; empty for plain text
 * @param services jars and folders of classes; none when there are models
 * @param dataFolder of this agent alone
 * @param bind address to listen on, a loopback address
 * @param grpcPort to listen on; 0 for any free one
 * @param capacity how much the node takes on
 * @param limits what callers may send
 * @param drain how long calls may take to end after a signal
 * @param exitWithStdin whether the end of standard input is such a signal
 * @param logFormat how log lines are written
 * @param fleet how it belongs to a fleet
 * @param httpPort for metrics and health; 0 for any free one
 * @param edgeNodes that bodies may call, as {@code name=host:port}
 * @param cloudZone that bodies may call, as {@code name=host:port,…}
 * @param settings for the configuration records of bodies, each {@code Record.component=value}
 * @param models how it serves models
 * @param cache what it keeps of answers, key by key, as {@code serving.cache} reads it
 * @param generationShared where nodes share states of generations that are too large for streams
 * @param training whether and how ranks of training jobs run here
 * @param development whether callers are told what bodies throw
 */
public record AgentConfig(
    Node node,
    Optional<TlsFiles> tls,
    List<Path> services,
    Path dataFolder,
    String bind,
    int grpcPort,
    Capacity capacity,
    ServerLimits limits,
    Duration drain,
    boolean exitWithStdin,
    LogFormat logFormat,
    FleetConfig fleet,
    int httpPort,
    List<String> edgeNodes,
    Optional<String> cloudZone,
    List<String> settings,
    ModelsConfig models,
    Map<String, String> cache,
    Optional<String> generationShared,
    TrainingSettings training,
    boolean development)
    implements DaemonConfig {
  public AgentConfig {
    requireNonNull(node, "node");
    requireNonNull(tls, "tls");
    services = List.copyOf(services);
    requireNonNull(dataFolder, "dataFolder");
    requireNonNull(bind, "bind");
    requireNonNull(capacity, "capacity");
    requireNonNull(limits, "limits");
    requireNonNull(drain, "drain");
    requireNonNull(logFormat, "logFormat");
    requireNonNull(fleet, "fleet");
    edgeNodes = List.copyOf(edgeNodes);
    requireNonNull(cloudZone, "cloudZone");
    settings = List.copyOf(settings);
    requireNonNull(models, "models");
    cache = Map.copyOf(cache);
    requireNonNull(generationShared, "generationShared");
    requireNonNull(training, "training");
  }

  /** What the configuration of an agent of this tier on this machine looks like. */
  public static Schema<AgentConfig> schema(Tier tier, Machine machine) {
    AgentKeys keys = new AgentKeys(tier, machine);
    String word = tier.name().toLowerCase(Locale.ROOT);
    String introduction =
        """
        Runs an Edgewise agent of the %1$s tier: hosts service jars and answers calls.

          %1$s-agent --node %2$s --services app.jar
          %1$s-agent --node %2$s --services app.jar --orchestrator 127.0.0.1:7443
          %1$s-agent --node %2$s --models FOLDER
          %1$s-agent --config agent.yaml

        The agent prints one line that begins with "ready" when it takes calls. SIGTERM and Ctrl-C
        let calls end first; a second signal does not.
        """
            .formatted(word, tier == Tier.EDGE ? "nyc-edge01" : "west1-a --zone west1");
    return new Schema<>(introduction, keys.all(), values -> of(tier, keys, values));
  }

  private static AgentConfig of(Tier tier, AgentKeys keys, Values values) {
    return new AgentConfig(
        new Node(
            values.get(keys.node), tier, new Site(values.get(keys.site), values.get(keys.trust))),
        keys.tls.files(values),
        values.find(keys.services).orElse(List.of()),
        values.get(keys.dataFolder),
        values.get(keys.bind),
        values.get(keys.grpcPort),
        keys.limits.capacity(values),
        keys.limits.limits(values),
        values.get(keys.drain),
        values.get(keys.exitWithStdin),
        values.get(keys.logFormat),
        new FleetConfig(
            values.find(keys.orchestrator),
            values.find(keys.advertise),
            values.find(keys.tags).orElse(List.of()),
            values.get(keys.metered),
            new Offer.Figures(
                values.find(keys.costPerHour),
                values.find(keys.idleWatts),
                values.find(keys.busyWatts)),
            values.find(keys.accelerators).orElse(List.of()),
            values.find(keys.endWithoutLease)),
        values.get(keys.httpPort),
        values.find(keys.edgeNodes).orElse(List.of()),
        values.find(keys.cloudZone),
        values.find(keys.set).orElse(List.of()),
        keys.models.config(values),
        keys.cache.config(values),
        keys.cache.generationShared(values),
        keys.training.settings(values),
        values.get(keys.development));
  }
}
