package dev.edgewise.agent.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.CacheNote;
import dev.edgewise.core.CallReport;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.host.FaultThrown;
import dev.edgewise.sdk.link.FaultMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.Statuses;
import dev.edgewise.sdk.wire.WireNames;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Optional;

/**
 * How a call ends.
 *
 * @param code empty when it was answered
 * @param detail for the caller, when it was not
 * @param fault the declared exception that the body threw
 * @param answer empty when there is none
 * @param cache where the answer came from, when the method's answers are kept
 */
record Ending(
    Optional<ErrorCode> code,
    String detail,
    Optional<FaultMessage> fault,
    Message answer,
    Optional<CacheNote> cache) {
  Ending {
    requireNonNull(code, "code");
    requireNonNull(detail, "detail");
    requireNonNull(fault, "fault");
    requireNonNull(answer, "answer");
    requireNonNull(cache, "cache");
  }

  static Ending answered(Message answer, Optional<CacheNote> cache) {
    return new Ending(Optional.empty(), "", Optional.empty(), answer, cache);
  }

  static Ending failed(ErrorCode code, String detail) {
    return new Ending(Optional.of(code), detail, Optional.empty(), Message.EMPTY, Optional.empty());
  }

  static Ending fault(FaultThrown thrown) {
    return new Ending(
        Optional.of(ErrorCode.FAULT),
        thrown.words(),
        Optional.of(thrown.fault()),
        Message.EMPTY,
        Optional.empty());
  }

  /** As gRPC says it. */
  Status status() {
    return code.map(each -> Statuses.status(each, detail)).orElse(Status.OK);
  }

  /** What goes along with it. */
  Metadata trailers(CallReport report) {
    Metadata trailers = new Metadata();
    code.ifPresent(each -> trailers.put(WireNames.CODE, each.id()));
    Statuses.putReport(trailers, report);
    fault.ifPresent(each -> Statuses.putFault(trailers, status(), each));
    cache.ifPresent(note -> Statuses.putCache(trailers, note));
    return trailers;
  }
}
