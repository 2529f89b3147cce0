package dev.edgewise.orchestrator.config;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.daemon.DaemonConfig;
import dev.edgewise.daemon.config.Machine;
import dev.edgewise.daemon.config.Schema;
import dev.edgewise.daemon.log.LogFormat;
import dev.edgewise.orchestrator.fleet.FleetSettings;
import dev.edgewise.orchestrator.gateway.GatewaySettings;
import dev.edgewise.orchestrator.identity.CallerRule;
import dev.edgewise.orchestrator.rules.RuleFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What an orchestrator is started with.
 *
 * @param bind address to listen on; loopback
 * @param tls what it shows to its peers and believes of them; empty for plain text
 * @param grpcPort for agents, clients and the command line; 0 picks a free one
 * @param httpPort for the page and for metrics; 0 picks a free one
 * @param dataFolder of this orchestrator alone
 * @param registry where the fleet is published, {@code consul://host:8500}; empty for nowhere
 * @param fleet leases and limits of the fleet
 * @param gateway its place, and the limits of calls through it
 * @param callers whom the gateway lets in; with {@code tls} nobody without a key or a certificate
 * @param rules what the operator lays down about calls
 * @param zones whose nodes are started and ended by need
 * @param contentBytes of what training jobs need and make, on the disk
 * @param maxMessage bytes of one message
 * @param maxConnections of the gRPC server
 * @param exitWithStdin stop when standard input closes
 * @param logFormat how log lines are written
 */
public record OrchestratorConfig(
    String bind,
    Optional<TlsFiles> tls,
    int grpcPort,
    int httpPort,
    Path dataFolder,
    Optional<String> registry,
    FleetSettings fleet,
    GatewaySettings gateway,
    CallerRule callers,
    RuleFile rules,
    ZonesConfig zones,
    long contentBytes,
    int maxMessage,
    int maxConnections,
    boolean exitWithStdin,
    LogFormat logFormat)
    implements DaemonConfig {
  /** There is no work to wait for: agents and clients come back when they are cut off. */
  private static final Duration DRAIN = Duration.ofSeconds(1);

  public OrchestratorConfig {
    requireNonNull(bind, "bind");
    requireNonNull(tls, "tls");
    requireNonNull(dataFolder, "dataFolder");
    requireNonNull(registry, "registry");
    requireNonNull(fleet, "fleet");
    requireNonNull(gateway, "gateway");
    requireNonNull(callers, "callers");
    callers = tls.isPresent() ? CallerRule.KEYS : callers;
    requireNonNull(rules, "rules");
    requireNonNull(zones, "zones");
    requireNonNull(logFormat, "logFormat");
  }

  /** All keys, with defaults for {@code machine}. */
  public static Schema<OrchestratorConfig> schema(Machine machine) {
    return new OrchestratorKeys(machine).schema();
  }

  @Override
  public Duration drain() {
    return DRAIN;
  }
}
