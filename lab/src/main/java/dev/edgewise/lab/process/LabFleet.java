package dev.edgewise.lab.process;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.NodeStatus;
import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.sdk.wire.decision.Explanation;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import dev.edgewise.sdk.wire.tls.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An orchestrator, the agents that register with it, and an operator who looks at them. */
public final class LabFleet implements AutoCloseable {
  /** As a headline begins. */
  private static final DateTimeFormatter HEADLINE_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  private static final Duration ASK = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Programs programs;
  private final Path folder;
  private final List<String> flags;
  private final Optional<FleetCertificates> certificates;
  private final int grpcPort = FreePort.find();
  private final int httpPort = FreePort.find();
  private final List<DaemonProcess> agents = new ArrayList<>();
  private final OperatorClient operator;
  private DaemonProcess orchestrator;

  private LabFleet(
      Programs programs, Path folder, List<String> flags, Optional<FleetCertificates> certificates)
      throws IOException {
    this.programs = programs;
    this.folder = folder;
    this.certificates = certificates;
    List<String> all = new ArrayList<>(flags);
    certificates.ifPresent(each -> all.add("--tls=" + each.orchestrator()));
    this.flags = List.copyOf(all);
    this.orchestrator =
        DaemonProcess.orchestrator(programs, folder, grpcPort, httpPort, this.flags);
    this.operator =
        OperatorClient.connect(
            address(), certificates.map(each -> Tls.once(each.operator(), Clock.system())));
  }

  /** Starts an orchestrator with these flags; agents are started one by one. */
  public static LabFleet start(Path dist, Path folder, String... flags) throws IOException {
    return new LabFleet(new Programs(dist), folder, List.of(flags), Optional.empty());
  }

  /** The same, with certificates: everybody is asked who it is. */
  public static LabFleet start(
      Path dist, Path folder, FleetCertificates certificates, String... flags) throws IOException {
    return new LabFleet(new Programs(dist), folder, List.of(flags), Optional.of(certificates));
  }

  /** Where the orchestrator is. */
  public String address() {
    return "127.0.0.1:" + grpcPort;
  }

  public int port() {
    return grpcPort;
  }

  public DaemonProcess orchestrator() {
    return orchestrator;
  }

  /** Starts the orchestrator again, at the same ports and with the data that it left. */
  public void restartOrchestrator() throws IOException {
    orchestrator.close();
    orchestrator = DaemonProcess.orchestrator(programs, folder, grpcPort, httpPort, flags);
  }

  /** Starts an edge agent that registers. */
  public DaemonProcess edge(String name, String... flags) throws IOException {
    return keep(DaemonProcess.edge(programs, folder, name, registering(flags)));
  }

  /** Starts a cloud agent that registers. */
  public DaemonProcess cloud(String name, String zone, String... flags) throws IOException {
    return keep(DaemonProcess.cloud(programs, folder, name, zone, registering(flags)));
  }

  /** The jar of a program, for the agents' option {@code --services}. */
  public String jar(String program) throws IOException {
    return programs.jar(program);
  }

  private String[] registering(String... flags) {
    List<String> all = new ArrayList<>(Arrays.asList(flags));
    if (!all.contains("--orchestrator")) {
      all.addAll(List.of("--orchestrator", address()));
    }
    return all.toArray(new String[0]);
  }

  private DaemonProcess keep(DaemonProcess agent) {
    agents.add(agent);
    return agent;
  }

  public List<DaemonProcess> agents() {
    return List.copyOf(agents);
  }

  /** An application that takes its nodes from the orchestrator. */
  public Edgewise application() {
    Edgewise.Builder builder = Edgewise.builder().orchestrator(address());
    return certificates.map(each -> builder.tls(each.application())).orElse(builder).build();
  }

  /** An operator of this fleet. */
  OperatorClient operator() {
    return operator;
  }

  /** What the orchestrator knows; empty when it does not answer. */
  public Optional<FleetStatus> status() {
    try {
      return Optional.of(operator.fleet(ASK));
    } catch (EdgewiseException e) {
      return Optional.empty();
    }
  }

  /** What the orchestrator knows of a node; empty when it does not answer or know it. */
  public Optional<FleetStatus.Node> node(String name) {
    return status()
        .flatMap(fleet -> fleet.nodes().stream().filter(n -> n.name().equals(name)).findFirst());
  }

  /** The state of a node as the orchestrator has it; {@code "unknown"} when it does not say. */
  public String liveness(String name) {
    return node(name).map(FleetStatus.Node::liveness).orElse("unknown");
  }

  /** Asks a node to take no new calls, or to take them again; a later process of that name too. */
  public void drain(String name, boolean drain) {
    operator.setDrain(name, drain, ASK);
  }

  /**
   * Why calls that were made since an instant went where they went, newest first; a copy lies with
   * the logs.
   */
  public List<String> explanations(int most, Instant since) throws IOException {
    String earliest = HEADLINE_TIME.format(since);
    List<String> texts =
        operator.listDecisions(most, "", ASK).stream()
            .filter(explanation -> explanation.headline().compareTo(earliest) >= 0)
            .map(Explanation::toText)
            .toList();
    Files.writeString(folder.resolve("explanations.txt"), String.join("\n", texts));
    return texts;
  }

  /** Whether all agents are alive for the orchestrator, and so many applications have a view. */
  public boolean isWhole(int applications) {
    return status().map(fleet -> fleet.isWhole(agents.size(), applications)).orElse(false);
  }

  /** Waits until an application can call each agent. */
  public void awaitReady(Edgewise eco) throws InterruptedException, IOException {
    if (Waiting.until(PATIENCE, () -> isWhole(1) && callable(eco) >= agents.size()) < 0) {
      throw new IOException("the fleet was not complete after " + PATIENCE.toSeconds() + " s");
    }
  }

  private static long callable(Edgewise eco) {
    return eco.nodes().stream().filter(status -> status.liveness().takesCalls()).count();
  }

  /** What an application knows of a node. */
  public static Optional<NodeStatus> seen(Edgewise eco, String name) {
    return eco.nodes().stream()
        .filter(status -> status.node().map(n -> n.name().equals(name)).orElse(false))
        .findFirst();
  }

  /** Whether an application would give a node calls. */
  public static boolean takesCalls(Edgewise eco, String name) {
    return seen(eco, name)
        .filter(status -> status.liveness().takesCalls() && !status.draining())
        .isPresent();
  }

  @Override
  public void close() {
    operator.close();
    agents.forEach(DaemonProcess::close);
    orchestrator.close();
  }
}
