package dev.edgewise.orchestrator.rpc;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.Value;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.JsonFormat;
import dev.edgewise.core.Clock;
import dev.edgewise.orchestrator.decisions.MethodFilter;
import dev.edgewise.orchestrator.decisions.RecentDecisions;
import dev.edgewise.orchestrator.overview.FleetOverview;
import dev.edgewise.orchestrator.overview.FleetSnapshot;
import dev.edgewise.orchestrator.registry.Publication;
import dev.edgewise.orchestrator.traffic.TrafficPicture;
import dev.edgewise.orchestrator.traffic.TrafficWindows;
import dev.edgewise.proto.v1.DecisionLine;
import dev.edgewise.proto.v1.DecisionLines;
import dev.edgewise.proto.v1.DecisionRecord;
import dev.edgewise.proto.v1.FleetStatus;
import dev.edgewise.proto.v1.OrchestratorStatus;
import dev.edgewise.sdk.wire.decision.DecisionFiles;
import dev.edgewise.sdk.wire.decision.Explanation;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Everything that operators are told, as messages for gRPC and as JSON for the page and its like.
 * Thread-safe.
 */
public final class OperatorView {
  /** Decisions that one answer holds at most. */
  public static final int MOST_DECISIONS = 1_000;

  private static final int DEFAULT_DECISIONS = 50;
  private static final JsonFormat.Printer JSON =
      JsonFormat.printer().alwaysPrintFieldsWithNoPresence().omittingInsignificantWhitespace();

  private final FleetOverview fleet;
  private final TrafficWindows windows;
  private final ReportedCalls reports;
  private final DecisionArchive archive;
  private final Publication publication;
  private final FleetStatusWriter writer = new FleetStatusWriter();
  private final Clock clock;
  private final String version;
  private final IntSupplier httpPort;
  private final Instant started;

  /**
   * @param reports where clients' own counts of dropped decisions arrive
   * @param publication how the fleet is published
   * @param version of the orchestrator's software
   * @param httpPort where it answers by HTTP
   */
  public OperatorView(
      FleetOverview fleet,
      TrafficWindows windows,
      ReportedCalls reports,
      DecisionArchive archive,
      Publication publication,
      Clock clock,
      String version,
      IntSupplier httpPort) {
    this.fleet = requireNonNull(fleet, "fleet");
    this.windows = requireNonNull(windows, "windows");
    this.reports = requireNonNull(reports, "reports");
    this.archive = requireNonNull(archive, "archive");
    this.publication = requireNonNull(publication, "publication");
    this.clock = requireNonNull(clock, "clock");
    this.version = requireNonNull(version, "version");
    this.httpPort = requireNonNull(httpPort, "httpPort");
    this.started = clock.now();
  }

  /** The fleet, as it is seen and steered. */
  public FleetOverview fleet() {
    return fleet;
  }

  /** What calls come to now. */
  public TrafficPicture traffic() {
    return windows.picture();
  }

  /** Decisions that were dropped, by clients or here. */
  public long decisionsDropped() {
    return reports.dropped();
  }

  /** How the fleet is published. */
  public Publication publication() {
    return publication;
  }

  FleetStatus status() {
    FleetSnapshot snapshot = fleet.snapshot();
    OrchestratorStatus.Builder self =
        OrchestratorStatus.newBuilder()
            .setVersion(version)
            .setStarted(FleetStatusWriter.timestamp(started))
            .setNow(FleetStatusWriter.timestamp(clock.now()))
            .setHttpPort(httpPort.getAsInt())
            .setDecisionsDropped((double) reports.dropped());
    publication.status().map(FleetStatusWriter::registry).ifPresent(self::setRegistry);
    return writer.status(snapshot, windows.picture(), self);
  }

  DecisionArchive archive() {
    return archive;
  }

  List<DecisionRecord> decisions(int most, String method) {
    return archive.list(
        most <= 0 ? DEFAULT_DECISIONS : Math.min(most, MOST_DECISIONS), new MethodFilter(method));
  }

  // ── the same as JSON

  /** {@code edgewise.v1.FleetStatus} with a {@code schema}. */
  public String fleetJson() {
    return withSchema("edgewise.fleet/1", print(status()));
  }

  /**
   * The last decisions, newest first: {@code edgewise.v1.DecisionRecord}s, each with a {@code why}
   * in one line.
   *
   * @param most 1 to {@link #MOST_DECISIONS}; 0 stands for 50
   * @param method only of this method or service; may be empty
   */
  public String decisionsJson(int most, String method) {
    StringBuilder json = new StringBuilder("{\"schema\":\"edgewise.decisions/1\",\"decisions\":[");
    String comma = "";
    for (DecisionRecord record : decisions(most, method)) {
      json.append(comma).append(with(print(record), "why", Why.inOneLine(record)));
      comma = ",";
    }
    return json.append("]}").toString();
  }

  /**
   * One decision with {@code why} in one line and {@code text}, the page that {@code edgewise
   * explain} prints; empty when it was never kept or has made room.
   *
   * @throws IOException when the folder cannot be read
   */
  public Optional<String> decisionJson(String id) throws IOException {
    return archive
        .find(id)
        .map(
            record -> {
              Explanation explanation = Explanation.of(record);
              String json = with(explanation.toJson(), "why", Why.inOneLine(record));
              return with(json, "text", explanation.toText());
            });
  }

  /** {@code edgewise.v1.DecisionLines} of the last decisions. */
  public String decisionLinesJson(int most) {
    return lines(decisions(most, ""), 0);
  }

  /**
   * Decisions as they come, in lines; empty when there are as many watchers as there may be.
   *
   * @param ready must only take note
   */
  public Optional<LineWatch> watchLines(int waiting, Runnable ready) {
    return archive.watch(new MethodFilter(""), false, waiting, ready).map(LineWatch::new);
  }

  /** A watch that hands out JSON. */
  public static final class LineWatch implements AutoCloseable {
    private final RecentDecisions.Watch<DecisionRecord> watch;

    private LineWatch(RecentDecisions.Watch<DecisionRecord> watch) {
      this.watch = watch;
    }

    /** {@code edgewise.v1.DecisionLines} of what has come; empty when nothing has. */
    public Optional<String> take(int most) {
      List<DecisionRecord> taken = watch.take(most);
      return taken.isEmpty()
          ? Optional.empty()
          : Optional.of(lines(taken.reversed(), watch.missed()));
    }

    @Override
    public void close() {
      watch.close();
    }
  }

  private static String lines(List<DecisionRecord> newestFirst, long missed) {
    DecisionLines.Builder lines = DecisionLines.newBuilder().setMissed((double) missed);
    newestFirst.forEach(record -> lines.addDecisions(line(record)));
    return print(lines);
  }

  private static DecisionLine line(DecisionRecord record) {
    return DecisionLine.newBuilder()
        .setId(record.getId())
        .setTime(record.getTime())
        .setMethod(record.getMethod())
        .setOutcome(record.getResult().getOutcome())
        .setCode(record.getResult().getCode())
        .setNode(record.getResult().getNode())
        .setTier(FleetStatusWriter.word(record.getResult().getTier()))
        .setTookMillis(Numbers.round(millis(record)))
        .setSteps(record.getStepsCount() + record.getStepsLeftOut())
        .setVia(record.getVia())
        .setNotable(DecisionFiles.isNotable(record))
        .setWhy(Why.inOneLine(record))
        .build();
  }

  private static double millis(DecisionRecord record) {
    return Durations.isValid(record.getResult().getTook())
        ? Durations.toNanos(record.getResult().getTook()) / 1e6
        : 0;
  }

  private static String withSchema(String schema, String json) {
    return "{\"schema\":\"" + schema + "\"," + json.substring(1);
  }

  private static String with(String object, String key, String text) {
    return object.substring(0, object.length() - 1)
        + ",\""
        + key
        + "\":"
        + print(Value.newBuilder().setStringValue(text))
        + "}";
  }

  private static String print(MessageOrBuilder message) {
    try {
      return JSON.print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("no Any in it that could be unknown", e);
    }
  }
}
