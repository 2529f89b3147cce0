package dev.edgewise.sdk.wire.operator;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.proto.v1.AddKeyRequest;
import dev.edgewise.proto.v1.AddedKey;
import dev.edgewise.proto.v1.DecisionRecord;
import dev.edgewise.proto.v1.FindDecisionRequest;
import dev.edgewise.proto.v1.GetFleetRequest;
import dev.edgewise.proto.v1.ListDecisionsRequest;
import dev.edgewise.proto.v1.ListKeysRequest;
import dev.edgewise.proto.v1.ListZonesRequest;
import dev.edgewise.proto.v1.OperatorGrpc;
import dev.edgewise.proto.v1.RevokeKeyRequest;
import dev.edgewise.proto.v1.ScaleZoneRequest;
import dev.edgewise.proto.v1.SetDrainRequest;
import dev.edgewise.proto.v1.SetQuarantineRequest;
import dev.edgewise.proto.v1.WatchDecisionsRequest;
import dev.edgewise.proto.v1.WatchZonesRequest;
import dev.edgewise.proto.v1.ZoneHappening;
import dev.edgewise.proto.v1.ZonesGrpc;
import dev.edgewise.sdk.wire.decision.Explanation;
import dev.edgewise.sdk.wire.tls.Tls;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Asks an orchestrator what operators ask, and waits for its answers. Thread-safe; interrupting a
 * thread that waits ends its question.
 *
 * <p>All of it throws {@link EdgewiseException}: with {@code UNREACHABLE} when no orchestrator
 * answers in time, {@code NOT_FOUND} with the nearest names when there is no such thing, {@code
 * BAD_ANSWER} when what answers is no orchestrator, and {@code CANCELLED} when the thread was
 * interrupted.
 */
public final class OperatorClient implements AutoCloseable {
  /** Bytes of an answer: a fleet of thousands of nodes with their models is larger than a call. */
  private static final int LARGEST_ANSWER = 64 << 20;

  private final OrchestratorChannel way;

  private OperatorClient(OrchestratorChannel way) {
    this.way = way;
  }

  /**
   * A client of the orchestrator at {@code host:port}, or where that can be found out, {@code
   * consul://host:8500}; the connection is made with the first question.
   *
   * @param tls what is shown and believed; stays the caller's; without it all is in plain text
   * @throws EdgewiseException with {@code BAD_CLIENT} when that is no address, {@code
   *     NO_INTEGRATION} when nothing here knows its scheme
   */
  public static OperatorClient connect(String address, Optional<Tls> tls) {
    return new OperatorClient(OrchestratorChannel.to(address, tls));
  }

  /** The same in plain text. */
  public static OperatorClient connect(String address) {
    return connect(address, Optional.empty());
  }

  /** Where the orchestrator was found last, {@code host:port}; empty when it never was. */
  public Optional<String> place() {
    return way.place();
  }

  /** Everything that is known of the fleet now. */
  public FleetStatus fleet(Duration timeout) {
    return ask(
        timeout, stub -> FleetStatuses.of(stub.getFleet(GetFleetRequest.getDefaultInstance())));
  }

  /**
   * Asks a node to take no new calls, or to take them again. Answers at once: {@link
   * FleetStatus.Node#drainApplied} of a later status tells when the node has done so.
   */
  public FleetStatus.Node setDrain(String node, boolean drain, Duration timeout) {
    SetDrainRequest request = SetDrainRequest.newBuilder().setNode(node).setDrain(drain).build();
    return ask(timeout, stub -> FleetStatuses.node(stub.setDrain(request)));
  }

  /**
   * Puts a service under quarantine on a node until it is released, or releases it, whoever put it
   * there.
   *
   * @param service full name, or its last part where the node offers one such service
   * @param because for people; may be empty
   */
  public FleetStatus.Node setQuarantine(
      String node, String service, boolean hold, String because, Duration timeout) {
    SetQuarantineRequest request =
        SetQuarantineRequest.newBuilder()
            .setNode(node)
            .setService(service)
            .setHold(hold)
            .setBecause(because)
            .build();
    return ask(timeout, stub -> FleetStatuses.node(stub.setQuarantine(request)));
  }

  /** One decision; empty when it was never kept there or has made room. */
  public Optional<Explanation> findDecision(String id, Duration timeout) {
    FindDecisionRequest request = FindDecisionRequest.newBuilder().setId(id).build();
    try {
      return Optional.of(ask(timeout, stub -> Explanation.of(stub.findDecision(request))));
    } catch (EdgewiseException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * The last decisions, newest first.
   *
   * @param most at most so many, 1 to 1,000
   * @param method only of this method, or of the methods of this service; empty for all
   */
  public List<Explanation> listDecisions(int most, String method, Duration timeout) {
    ListDecisionsRequest request =
        ListDecisionsRequest.newBuilder().setMost(most).setMethod(method).build();
    return ask(
        timeout,
        stub ->
            stub.listDecisions(request).getDecisionsList().stream().map(Explanation::of).toList());
  }

  /**
   * Hands over decisions as they come, on this thread, until the orchestrator ends or the thread is
   * interrupted; both end with an {@link EdgewiseException}.
   *
   * @param method as in {@link #listDecisions}
   * @param notable only calls that did not simply complete at the first node
   */
  public void watchDecisions(String method, boolean notable, Consumer<Explanation> onDecision) {
    requireNonNull(onDecision, "onDecision");
    WatchDecisionsRequest request =
        WatchDecisionsRequest.newBuilder().setMethod(method).setNotable(notable).build();
    try {
      Iterator<DecisionRecord> decisions =
          OperatorGrpc.newBlockingStub(way.channel(OrchestratorChannel.LONGEST_SEARCH))
              .watchDecisions(request);
      while (decisions.hasNext()) {
        onDecision.accept(Explanation.of(decisions.next()));
      }
    } catch (StatusRuntimeException e) {
      throw way.problem(e);
    }
    throw way.gone();
  }

  /**
   * Makes an API key.
   *
   * @param name that nobody's key has
   * @param tenant whose calls are made with it; empty for a key of an operator
   * @param services that may be called with it, at most 64: full names, {@code package.*}, {@code
   *     *}, or a short name of what a node offers now
   * @param operator whether it opens the page, and makes no calls
   * @param lasts from 1 minute to 397 days
   */
  public KeyEntry.Added addKey(
      String name,
      Optional<String> tenant,
      List<String> services,
      boolean operator,
      Duration lasts,
      Duration timeout) {
    AddKeyRequest request =
        AddKeyRequest.newBuilder()
            .setName(name)
            .setTenant(tenant.orElse(""))
            .addAllServices(services)
            .setOperator(operator)
            .setLastsSeconds(lasts.toSeconds())
            .build();
    return ask(
        timeout,
        stub -> {
          AddedKey added = stub.addKey(request);
          return new KeyEntry.Added(KeyEntries.of(added.getKey()), added.getSecret());
        });
  }

  /** All API keys, by their names. */
  public List<KeyEntry> keys(Duration timeout) {
    return ask(
        timeout,
        stub ->
            stub.listKeys(ListKeysRequest.getDefaultInstance()).getKeysList().stream()
                .map(KeyEntries::of)
                .toList());
  }

  /** Ends an API key at once, and tells what it was. */
  public KeyEntry revokeKey(String name, Duration timeout) {
    RevokeKeyRequest request = RevokeKeyRequest.newBuilder().setName(name).build();
    return ask(timeout, stub -> KeyEntries.of(stub.revokeKey(request)));
  }

  /** The zones whose nodes the orchestrator starts and ends, by name. */
  public List<ZoneReport> zones(Duration timeout) {
    return askZones(
        timeout,
        stub ->
            stub.listZones(ListZonesRequest.getDefaultInstance()).getZonesList().stream()
                .map(ZoneReports::of)
                .toList());
  }

  /**
   * Keeps a zone at a number of nodes, or lets the scaler decide again; lifts a quarantine. Answers
   * when that is stored: {@link #zones} tells when it is so.
   *
   * @param nodes 0 to the zone's max; empty lets the scaler decide
   * @param time for how long; empty until it is released
   */
  public ZoneReport scaleZone(
      String zone, OptionalInt nodes, Optional<Duration> time, Duration timeout) {
    ScaleZoneRequest.Builder request = ScaleZoneRequest.newBuilder().setZone(zone);
    nodes.ifPresent(request::setNodes);
    time.ifPresent(lasts -> request.setForMillis(lasts.toMillis()));
    return askZones(timeout, stub -> ZoneReports.of(stub.scaleZone(request.build())));
  }

  /**
   * Hands over what is done with zones as it happens, on this thread, until the orchestrator ends
   * or the thread is interrupted; both end with an {@link EdgewiseException}.
   */
  public void watchZones(Consumer<ZoneReport.Event> onEvent) {
    requireNonNull(onEvent, "onEvent");
    try {
      Iterator<ZoneHappening> events =
          ZonesGrpc.newBlockingStub(way.channel(OrchestratorChannel.LONGEST_SEARCH))
              .watchZones(WatchZonesRequest.getDefaultInstance());
      while (events.hasNext()) {
        onEvent.accept(ZoneReports.event(events.next()));
      }
    } catch (StatusRuntimeException e) {
      throw way.problem(e);
    }
    throw way.gone();
  }

  private <T> T askZones(Duration timeout, Function<ZonesGrpc.ZonesBlockingStub, T> question) {
    return way.ask(
        () ->
            question.apply(
                ZonesGrpc.newBlockingStub(way.channel(timeout))
                    .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)));
  }

  private <T> T ask(Duration timeout, Function<OperatorGrpc.OperatorBlockingStub, T> question) {
    return way.ask(
        () ->
            question.apply(
                OperatorGrpc.newBlockingStub(way.channel(timeout))
                    .withMaxInboundMessageSize(LARGEST_ANSWER)
                    .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)));
  }

  /** Closes the connection. */
  @Override
  public void close() {
    way.close();
  }
}
