package dev.edgewise.orchestrator.gateway.rpc;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Node;
import dev.edgewise.core.Outcome;
import dev.edgewise.orchestrator.gateway.ErrorWords;
import dev.edgewise.sdk.link.FaultMessage;
import dev.edgewise.sdk.wire.Statuses;
import dev.edgewise.sdk.wire.WireNames;
import dev.edgewise.sdk.wire.dynamic.DynamicFault;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.Locale;
import java.util.Optional;

/** How a call that was passed through ends for its caller. */
record Ending(Status status, Metadata trailers) {
  /** It was not made. */
  static Ending of(ErrorCode code, String detail) {
    return new Ending(Statuses.status(code, detail), Statuses.trailers(code, Optional.empty()));
  }

  static Ending of(EdgewiseException error) {
    Ending ending = of(error.code(), ErrorWords.of(error));
    error.decisionId().ifPresent(id -> ending.trailers().put(WireNames.DECISION, id));
    error.node().ifPresent(node -> ending.trailers().put(WireNames.NODE, node));
    return ending;
  }

  static Ending of(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Completed<?> completed -> completed(completed);
      case Outcome.Refused<?> refused -> of(refused.cause());
      case Outcome.Expired<?> expired -> of(expired.cause());
      case Outcome.Failed<?> failed -> failed(failed);
      case Outcome.Cancelled<?> cancelled -> of(cancelled.cause());
    };
  }

  private static Ending completed(Outcome.Completed<?> completed) {
    Node node = completed.node();
    Metadata trailers = new Metadata();
    trailers.put(WireNames.DECISION, completed.decisionId());
    trailers.put(WireNames.NODE, node.name());
    trailers.put(WireNames.TIER, node.tier().name().toLowerCase(Locale.ROOT));
    completed.cache().ifPresent(note -> Statuses.putCache(trailers, note));
    return new Ending(Status.OK, trailers);
  }

  private static Ending failed(Outcome.Failed<?> failed) {
    Ending ending = of(failed.cause());
    failed
        .fault()
        .filter(DynamicFault.class::isInstance)
        .map(DynamicFault.class::cast)
        .ifPresent(
            fault ->
                Statuses.putFault(
                    ending.trailers(),
                    ending.status(),
                    new FaultMessage(fault.messageName(), fault.body())));
    return ending;
  }

  void close(ServerCall<?, ?> call) {
    call.close(status, trailers);
  }
}
