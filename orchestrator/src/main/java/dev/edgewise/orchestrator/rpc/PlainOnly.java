package dev.edgewise.orchestrator.rpc;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.wire.MessageMarshaller;
import dev.edgewise.sdk.wire.Statuses;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Optional;

/**
 * Refuses packed messages to the orchestrator's own services. Nobody who speaks to them packs any,
 * and what one of them becomes is bounded only by the largest message of all methods. The gateway's
 * methods, whose messages stay bytes, bound what they unpack themselves. Thread-safe.
 */
final class PlainOnly implements ServerInterceptor {
  private static final Metadata.Key<String> ENCODING =
      Metadata.Key.of("grpc-encoding", Metadata.ASCII_STRING_MARSHALLER);

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String encoding = headers.get(ENCODING);
    if (encoding == null
        || encoding.equals("identity")
        || MessageMarshaller.takes(call.getMethodDescriptor())) {
      return next.startCall(call, headers);
    }
    call.close(
        Statuses.status(
            ErrorCode.UNKNOWN_METHOD,
            call.getMethodDescriptor().getFullMethodName()
                + " takes no packed messages. Send it without grpc-encoding."),
        Statuses.trailers(ErrorCode.UNKNOWN_METHOD, Optional.empty()));
    return new ServerCall.Listener<>() {};
  }
}
