package dev.edgewise.sdk.wire;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.edgewise.core.CacheNote;
import dev.edgewise.core.CacheTexts;
import dev.edgewise.core.CallReport;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Load;
import dev.edgewise.core.Text;
import dev.edgewise.sdk.link.FaultMessage;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.wire.tls.TlsTroubles;
import io.grpc.Metadata;
import io.grpc.Status;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Outcomes as gRPC statuses, for both ends: an agent says {@link #status} with {@link #trailers}, a
 * caller reads a {@link Reply} out of them. The stable code travels in the trailer {@link
 * WireNames#CODE}; the gRPC status is what a client of another language understands.
 *
 * <p>Details are for people: one line of at most {@value #MAX_DETAIL} characters, never payload.
 */
public final class Statuses {
  /** Characters of a detail that go over the wire, or are taken from it. */
  public static final int MAX_DETAIL = 300;

  /** What gRPC says of a message that is too large for it. */
  static final String TOO_LARGE = "gRPC message exceeds maximum size";

  /** What {@code ArrivingBytes} says: the call has not run. */
  public static final String ON_THEIR_WAY =
      "The server holds as many bytes of messages on their way as it may";

  private Statuses() {}

  /** How an agent says that a call did not end well. */
  public static Status status(ErrorCode code, String detail) {
    return grpcCode(code).withDescription(bounded(detail));
  }

  /** As many bytes as characters: each byte of a letter beyond ASCII takes three on the wire. */
  private static String bounded(String detail) {
    String line = Text.line(detail, MAX_DETAIL);
    int most = MAX_DETAIL;
    while (line.getBytes(StandardCharsets.UTF_8).length > MAX_DETAIL + 2) {
      most -= 20;
      line = Text.line(detail, most);
    }
    return line;
  }

  /** The trailers of a call that did not end well. */
  public static Metadata trailers(ErrorCode code, Optional<CallReport> report) {
    Metadata trailers = new Metadata();
    trailers.put(WireNames.CODE, code.id());
    report.ifPresent(present -> putReport(trailers, present));
    return trailers;
  }

  /** Adds what the node says of itself; for calls that end well too. */
  public static void putReport(Metadata trailers, CallReport report) {
    trailers.put(WireNames.REPORT, Protos.toProto(report).toByteArray());
  }

  /** What the node said of itself; empty when it said nothing, or nothing that can be read. */
  public static Optional<CallReport> report(Metadata trailers) {
    byte[] bytes = trailers.get(WireNames.REPORT);
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Protos.fromProto(dev.edgewise.proto.v1.CallReport.parseFrom(bytes)));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  /** Adds where the answer came from; for methods whose results are kept. */
  public static void putCache(Metadata trailers, CacheNote note) {
    trailers.put(WireNames.CACHE, CacheTexts.text(note));
  }

  /** What the node said of where the answer came from; empty when nothing, or nothing readable. */
  static Optional<CacheNote> cache(Metadata trailers) {
    return Optional.ofNullable(trailers.get(WireNames.CACHE)).flatMap(CacheTexts::note);
  }

  /**
   * Adds a declared exception, whose words are the description of {@code status}: as a {@code
   * google.rpc.Status} with one detail.
   */
  public static void putFault(Metadata trailers, Status status, FaultMessage fault) {
    trailers.put(WireNames.DETAILS, Faults.details(status, fault));
  }

  private static Status grpcCode(ErrorCode code) {
    return switch (code) {
      case OVERLOADED, TOO_LARGE, NO_MODEL_MEMORY, NO_ROOM -> Status.RESOURCE_EXHAUSTED;
      case BROKEN_CONTENT -> Status.DATA_LOSS;
      case DRAINING,
          UNHEALTHY,
          NODE_LOST,
          NO_NODE,
          NO_ACCELERATOR,
          MODEL_NOT_READY,
          ZONE_STARTING,
          ZONE_DOWN,
          CANNOT_WAKE,
          RULES_UNREADABLE,
          UNREACHABLE,
          CLOSED ->
          Status.UNAVAILABLE;
      case UNKNOWN_METHOD, NO_BODY -> Status.UNIMPLEMENTED;
      case BAD_REQUEST, WRONG_TENSOR -> Status.INVALID_ARGUMENT;
      case KEY_REFUSED -> Status.UNAUTHENTICATED;
      case LABEL_REFUSED, NOT_PERMITTED, PEER_REFUSED, RULE_REFUSED -> Status.PERMISSION_DENIED;
      case EXPIRED -> Status.DEADLINE_EXCEEDED;
      case CANCELLED -> Status.CANCELLED;
      case NOT_FOUND, NO_MODEL, GENERATION_GONE -> Status.NOT_FOUND;
      case FAULT, UNKNOWN_PROMPT -> Status.FAILED_PRECONDITION;
      default -> Status.INTERNAL;
    };
  }

  /** How far a call had come when it ended, which its status alone does not tell. */
  enum Progress {
    /** Nothing of it left this machine. */
    UNSENT,
    /** It was sent, and it was this side that found its end: the connection broke, for example. */
    SENT,
    /** The status was the node's own word. */
    ANSWERED
  }

  /**
   * Reads what became of a call that ended with a status other than OK.
   *
   * <p>An unsent call can be sent elsewhere whatever its status: a node that drains or dies leaves
   * many of those, and a status alone cannot tell them from the few that were lost on the way.
   */
  static Reply reply(Status status, Metadata trailers, Progress progress) {
    requireNonNull(progress, "progress");
    String detail = detail(status);
    if (status.getCode() == Status.Code.CANCELLED && progress != Progress.ANSWERED) {
      return new Reply.Lost("cancelled");
    }
    if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return new Reply.Expired();
    }
    return switch (progress) {
      case UNSENT ->
          new Reply.NotRun(ErrorCode.NODE_LOST, "never sent: " + detail, Optional.empty());
      case SENT -> endedHere(status, detail);
      case ANSWERED -> answered(status, trailers, detail);
    };
  }

  private static Reply endedHere(Status status, String detail) {
    if (says(status, TOO_LARGE)) {
      return new Reply.Failed(ErrorCode.TOO_LARGE, "the answer: " + detail, Optional.empty());
    }
    if (wasRefusedByHttp2(status)) {
      return new Reply.NotRun(ErrorCode.NODE_LOST, "not processed: " + detail, Optional.empty());
    }
    return new Reply.Lost(detail);
  }

  private static Reply answered(Status status, Metadata trailers, String detail) {
    Optional<CallReport> report = report(trailers);
    String id = trailers.get(WireNames.CODE);
    if (id != null) {
      Optional<ErrorCode> code = ErrorCode.of(id);
      return code.equals(Optional.of(ErrorCode.FAULT))
          ? fault(trailers, detail, report)
          : coded(code, id, detail, report);
    }
    // No Edgewise agent, or an answer that gRPC's server gave before the agent saw the call.
    return switch (status.getCode()) {
      case UNIMPLEMENTED ->
          new Reply.NotRun(ErrorCode.UNKNOWN_METHOD, detail, report.map(CallReport::load));
      case UNAVAILABLE, CANCELLED -> new Reply.Lost(detail);
      case INVALID_ARGUMENT -> new Reply.Failed(ErrorCode.BAD_REQUEST, detail, report);
      case RESOURCE_EXHAUSTED ->
          says(status, ON_THEIR_WAY)
              ? new Reply.NotRun(ErrorCode.OVERLOADED, detail, report.map(CallReport::load))
              : new Reply.Failed(
                  says(status, TOO_LARGE) ? ErrorCode.TOO_LARGE : ErrorCode.BODY_FAILED,
                  detail,
                  report);
      default -> new Reply.Failed(ErrorCode.BODY_FAILED, detail, report);
    };
  }

  /** A fault without its fields is still what the body said; only its type cannot be told. */
  private static Reply fault(Metadata trailers, String detail, Optional<CallReport> report) {
    return Faults.read(trailers)
        .map(fault -> new Reply.Failed(ErrorCode.FAULT, detail, report, Optional.of(fault)))
        .orElseGet(() -> new Reply.Failed(ErrorCode.BODY_FAILED, detail, report));
  }

  private static Reply coded(
      Optional<ErrorCode> code, String id, String detail, Optional<CallReport> report) {
    if (code.isEmpty()) {
      return new Reply.Failed(
          ErrorCode.BODY_FAILED, Text.line(id + ": " + detail, MAX_DETAIL), report);
    }
    return switch (code.get()) {
      case OVERLOADED,
          DRAINING,
          UNKNOWN_METHOD,
          LABEL_REFUSED,
          NO_ACCELERATOR,
          UNHEALTHY,
          MODEL_NOT_READY,
          NO_MODEL_MEMORY ->
          new Reply.NotRun(code.get(), detail, report.map(CallReport::load));
      case EXPIRED -> new Reply.Expired();
      case CANCELLED -> new Reply.Lost(detail);
      case BAD_REQUEST,
          TOO_LARGE,
          UNKNOWN_PROMPT,
          WRONG_TENSOR,
          NO_MODEL,
          BROKEN_MODEL,
          BAD_BATCH,
          NO_ENGINE,
          PEER_REFUSED ->
          new Reply.Failed(code.get(), detail, report);
      // Whatever else went wrong went wrong inside the body; a nested call's code is not ours.
      default -> new Reply.Failed(ErrorCode.BODY_FAILED, detail, report);
    };
  }

  private static boolean says(Status status, String words) {
    String description = status.getDescription();
    return status.getCode() == Status.Code.RESOURCE_EXHAUSTED
        && description != null
        && description.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
  }

  /**
   * Whether HTTP/2 says that the node did not process a stream that was sent: RST_STREAM with
   * REFUSED_STREAM, or a graceful GOAWAY whose last stream is an earlier one (RFC 9113, 8.7 and
   * 6.8). gRPC keeps this to itself, except in the words of a status that it made up; a node's own
   * words never come here.
   */
  private static boolean wasRefusedByHttp2(Status status) {
    String description = status.getDescription();
    return status.getCode() == Status.Code.UNAVAILABLE
        && description != null
        && (description.contains("REFUSED_STREAM")
            || (description.contains("Abrupt GOAWAY closed") && description.contains("NO_ERROR")));
  }

  /** A status in words: the reason at the bottom of its cause, else its description. */
  static String detail(Status status) {
    Throwable cause = status.getCause();
    for (int depth = 0; cause != null && cause.getCause() != null && depth < 8; depth++) {
      cause = cause.getCause();
    }
    String words = status.getDescription();
    if (cause != null && cause.getMessage() != null) {
      // gRPC describes each failure of a socket as an "io exception"; its cause says which.
      words =
          words == null || words.startsWith("io exception")
              ? cause.getMessage()
              : words + " (" + cause.getMessage() + ")";
    }
    return Text.line(
        words == null ? status.getCode().name() : TlsTroubles.explained(words), MAX_DETAIL);
  }

  /** Why nothing came of a connection, in few words. */
  public static String why(Status status) {
    if (isRefusal(status)) {
      return "connection refused";
    }
    return status.getCode() == Status.Code.DEADLINE_EXCEEDED
        ? "no answer in time"
        : Text.line(detail(status), 300);
  }

  /** Whether the other machine said that nobody listens there. */
  public static boolean isRefusal(Status status) {
    for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          && String.valueOf(cause.getMessage()).contains("refused")) {
        return true;
      }
    }
    return false;
  }

  /** The load in a report that goes with a refusal, which ran nothing. */
  public static CallReport refusalReport(Load load) {
    return new CallReport(load, java.time.Duration.ZERO, java.time.Duration.ZERO);
  }
}
