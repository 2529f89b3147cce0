package dev.edgewise.cli.daemon;

import dev.edgewise.annotations.Tier;
import dev.edgewise.cli.certs.LocalCertificates;
import dev.edgewise.cli.shell.Dist;
import dev.edgewise.cli.shell.JavaCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts an orchestrator and agents on this machine, each a process of its own. */
public final class LocalFleet {
  /** Several JVMs on one machine: start quickly, stay small. */
  public static final List<String> LIGHT =
      List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", JavaCommand.DIRECT_MEMORY);

  /** Nobody starts an orchestrator again that was killed together with the command. */
  private static final String WITHOUT_ORCHESTRATOR = "30s";

  private final Dist dist;
  private final Path folder;
  private final Children children;
  private final Optional<LocalCertificates> certificates;

  /**
   * Ready to start them.
   *
   * @param dist where the programs lie
   * @param folder for data and logs
   * @param children to which they will belong
   * @param certificates of all of them; empty for plain text
   */
  public LocalFleet(
      Dist dist, Path folder, Children children, Optional<LocalCertificates> certificates) {
    this.dist = dist;
    this.folder = folder;
    this.children = children;
    this.certificates = certificates;
  }

  /**
   * An agent that is to be started.
   *
   * @param site where it stands; for a cloud node the zone
   * @param grpcPort for calls
   * @param httpPort for metrics and health
   * @param flags more of the agent's options
   */
  public record Agent(
      String name,
      Tier tier,
      String site,
      int grpcPort,
      int httpPort,
      List<Path> services,
      List<String> flags) {
    public Agent {
      services = List.copyOf(services);
      flags = List.copyOf(flags);
    }
  }

  /** Starts the orchestrator; {@code life} tells the logs of one that is started again apart. */
  public Daemon orchestrator(int grpcPort, int httpPort, int life) {
    return orchestrator(grpcPort, httpPort, life, List.of());
  }

  /**
   * Starts an orchestrator that starts and ends the nodes of zones. They end with it, and without
   * it, should it be killed.
   *
   * @param zones their files, or folders of such files
   */
  public Daemon orchestrator(int grpcPort, int httpPort, int life, List<Path> zones) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--grpc-port=" + grpcPort,
                "--http-port=" + httpPort,
                "--data-folder=" + folder.resolve("orchestrator"),
                "--exit-with-stdin"));
    certificates.ifPresent(each -> arguments.add("--tls=" + each.orchestrator()));
    if (!zones.isEmpty()) {
      zones.forEach(file -> arguments.add("--zones=" + file));
      certificates.ifPresent(each -> arguments.addAll(zoneCertificates(each, zones)));
      arguments.add("--stop-zones");
      arguments.add("--zone-end-without-lease=" + WITHOUT_ORCHESTRATOR);
    }
    return start(
        "orchestrator",
        "orchestrator",
        DaemonCommand.ORCHESTRATOR_MAIN,
        arguments,
        life == 1 ? "orchestrator.log" : "orchestrator-" + life + ".log");
  }

  /** One folder has those of all zones. */
  private static List<String> zoneCertificates(LocalCertificates certificates, List<Path> zones) {
    return ZoneFile.in(zones).stream()
        .map(zone -> certificates.zoneNodes(zone.zone(), zone.max()))
        .distinct()
        .map(nodes -> "--zone-certificates=" + nodes)
        .toList();
  }

  /** Starts an agent that registers at {@code orchestrator}. */
  public Daemon agent(Agent agent, String orchestrator) {
    boolean edge = agent.tier() == Tier.EDGE;
    List<String> arguments = new ArrayList<>();
    arguments.add("--node=" + agent.name());
    arguments.add((edge ? "--site=" : "--zone=") + agent.site());
    arguments.add("--orchestrator=" + orchestrator);
    arguments.add("--grpc-port=" + agent.grpcPort());
    arguments.add("--http-port=" + agent.httpPort());
    agent.services().forEach(jar -> arguments.add("--services=" + jar));
    arguments.add("--data-folder=" + folder.resolve(agent.name()));
    arguments.add("--exit-with-stdin");
    arguments.add("--development");
    certificates.ifPresent(
        each -> arguments.add("--tls=" + each.node(agent.name(), agent.site(), agent.tier())));
    arguments.addAll(agent.flags());
    return start(
        agent.name(),
        edge ? "edge-agent" : "cloud-agent",
        edge ? DaemonCommand.EDGE_MAIN : DaemonCommand.CLOUD_MAIN,
        arguments,
        agent.name() + ".log");
  }

  private Daemon start(
      String name, String program, String main, List<String> arguments, String log) {
    List<String> flags = new ArrayList<>(LIGHT);
    flags.addAll(dist.archive(program));
    List<String> command = JavaCommand.of(dist, flags, dist.classPath(program), main, arguments);
    return Daemon.start(children, name, command, folder.resolve(log));
  }
}
