package dev.edgewise.cli.daemon;

import dev.edgewise.annotations.Tier;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.core.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * What {@code edgewise up} starts: an orchestrator, two edges and a zone of two nodes, or zones
 * that size themselves in its place.
 *
 * @param grpcPort of the orchestrator
 * @param httpPort of the orchestrator's page
 * @param agents in the order in which they are shown
 * @param zones files of zones whose nodes the orchestrator starts and ends
 */
record UpPlan(int grpcPort, int httpPort, List<LocalFleet.Agent> agents, List<Path> zones) {
  private static final int GRPC = 7443;
  private static final int HTTP = 7400;
  private static final int FIRST_AGENT_GRPC = 7501;
  private static final int FIRST_AGENT_HTTP = 7601;
  private static final List<String> EDGES = List.of("nyc-edge01", "london-edge02");
  private static final String ZONE = "west1";
  private static final List<String> ZONE_NODES = List.of("west1-a", "west1-b");

  UpPlan {
    agents = List.copyOf(agents);
    zones = List.copyOf(zones);
  }

  /** With the ports that the documentation names. */
  static UpPlan usual(List<Path> services) {
    return plan(GRPC, HTTP, i -> FIRST_AGENT_GRPC + i, i -> FIRST_AGENT_HTTP + i, services);
  }

  /** With ports that are free. */
  static UpPlan onFreePorts(List<Path> services, IntSupplier free) {
    return plan(
        free.getAsInt(), free.getAsInt(), i -> free.getAsInt(), i -> free.getAsInt(), services);
  }

  private static UpPlan plan(
      int grpc,
      int http,
      IntUnaryOperator agentGrpc,
      IntUnaryOperator agentHttp,
      List<Path> services) {
    List<LocalFleet.Agent> agents = new ArrayList<>();
    for (String name : EDGES) {
      int i = agents.size();
      agents.add(
          new LocalFleet.Agent(
              name,
              Tier.EDGE,
              name,
              agentGrpc.applyAsInt(i),
              agentHttp.applyAsInt(i),
              services,
              List.of()));
    }
    for (String name : ZONE_NODES) {
      int i = agents.size();
      agents.add(
          new LocalFleet.Agent(
              name,
              Tier.CLOUD,
              ZONE,
              agentGrpc.applyAsInt(i),
              agentHttp.applyAsInt(i),
              services,
              List.of()));
    }
    return new UpPlan(grpc, http, agents, List.of());
  }

  /** Where the orchestrator will answer. */
  String orchestrator() {
    return "127.0.0.1:" + grpcPort;
  }

  /** The first port that cannot be had, as the user should hear of it. */
  Optional<Problem> taken(IntPredicate isFree) {
    Map<Integer, String> ports = new LinkedHashMap<>();
    ports.put(grpcPort, "the orchestrator");
    ports.put(httpPort, "the orchestrator's page");
    for (LocalFleet.Agent agent : agents) {
      ports.put(agent.grpcPort(), agent.name());
      ports.put(agent.httpPort(), agent.name() + "'s metrics");
    }
    return ports.entrySet().stream()
        .filter(port -> !isFree.test(port.getKey()))
        .findFirst()
        .map(
            port ->
                new Problem(
                    ErrorCode.CANNOT_BIND,
                    "port " + port.getKey() + " for " + port.getValue() + " is taken",
                    "another process listens at 127.0.0.1:"
                        + port.getKey()
                        + "; perhaps an 'edgewise up' runs already: 'edgewise status' tells",
                    "end that process, or start with --ephemeral, which takes free ports"));
  }

  /** The same, with the models of a repository on every agent. */
  UpPlan serving(Path models) {
    return new UpPlan(
        grpcPort,
        httpPort,
        agents.stream()
            .map(
                agent ->
                    new LocalFleet.Agent(
                        agent.name(),
                        agent.tier(),
                        agent.site(),
                        agent.grpcPort(),
                        agent.httpPort(),
                        agent.services(),
                        Stream.concat(agent.flags().stream(), Stream.of("--models=" + models))
                            .toList()))
            .toList(),
        zones);
  }

  /** The same with zones that size themselves instead of the one of two nodes. */
  UpPlan withZones(List<Path> files) {
    return new UpPlan(
        grpcPort,
        httpPort,
        agents.stream().filter(agent -> agent.tier() == Tier.EDGE).toList(),
        files);
  }
}
