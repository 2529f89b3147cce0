package dev.edgewise.agent;

import dev.edgewise.agent.control.Serving;
import dev.edgewise.agent.serve.GenerationBoard;
import dev.edgewise.agent.serve.LaneLoads;
import dev.edgewise.agent.serve.NodeCaching;
import dev.edgewise.core.LaneLoad;
import dev.edgewise.core.Load;
import dev.edgewise.serving.batch.LaneSnapshot;
import dev.edgewise.serving.batch.Outlook;
import dev.edgewise.serving.calls.BatchedCalls;
import dev.edgewise.serving.host.HostStates;
import dev.edgewise.serving.host.ServingHost;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The lanes of a node, those of its models and those of batched methods. */
record NodeLanes(ServingHost models, HostStates states, BatchedCalls calls) implements LaneLoads {
  /** Where calls wait first, then where they were put together lately, then what is cold. */
  private static final Comparator<LaneLoad> BUSIEST =
      Comparator.comparing(LaneLoad::startsIn)
          .thenComparing(LaneLoad::waiting)
          .thenComparing(LaneLoad::room)
          .reversed();

  private static final Comparator<LaneSnapshot> MOST_USED =
      Comparator.comparingInt(LaneSnapshot::waiting)
          .thenComparingLong(LaneSnapshot::completed)
          .reversed();

  static NodeLanes of(ServingHost models, BatchedCalls calls) {
    return new NodeLanes(models, models.states(), calls);
  }

  @Override
  public List<LaneLoad> busiest() {
    return Stream.concat(calls.methods().stream(), states.methods().stream())
        .flatMap(method -> of(method).stream())
        .sorted(BUSIEST)
        .limit(Load.MAX_LANES)
        .toList();
  }

  @Override
  public Optional<LaneLoad> of(String method) {
    Optional<Outlook> batched = calls.outlook(method);
    if (batched.isPresent()) {
      return Optional.of(lane(method, batched.get(), Duration.ZERO));
    }
    return states
        .demand(method)
        .filter(demand -> demand.lane().isPresent() || demand.load().isPositive())
        .map(demand -> lane(method, demand.lane().orElse(Outlook.NONE), demand.load()));
  }

  private static LaneLoad lane(String method, Outlook outlook, Duration load) {
    return new LaneLoad(
        method,
        outlook.joins(),
        outlook.room(),
        Duration.ofNanos(outlook.waitNanos()),
        Duration.ofNanos(outlook.batchNanos()),
        Duration.ofNanos(outlook.marginalNanos()),
        Duration.ofNanos(outlook.aloneNanos()),
        load);
  }

  /**
   * For people.
   *
   * @param cache what the node keeps of answers
   * @param board what it generates
   */
  Serving serving(NodeCaching cache, GenerationBoard board) {
    return new Serving(
        states.models(Serving.MAX_MODELS),
        Stream.concat(models.lanes().stream(), calls.lanes().stream())
            .sorted(MOST_USED)
            .limit(Serving.MAX_LANES)
            .map(this::lane)
            .toList(),
        cache.now().map(open -> open.partitions(Serving.MAX_CACHES)).orElse(List.of()),
        board.now(Serving.MAX_GENERATIONS));
  }

  private Serving.Lane lane(LaneSnapshot lane) {
    String method = states.method(lane.family()).orElse(lane.family());
    return new Serving.Lane(
        method,
        lane.alone() ? (lane.key() + " (in quarantine)").strip() : lane.key(),
        lane.waiting(),
        lane.cap(),
        lane.tally());
  }
}
