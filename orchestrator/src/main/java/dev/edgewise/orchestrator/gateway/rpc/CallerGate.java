package dev.edgewise.orchestrator.gateway.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.orchestrator.identity.Caller;
import dev.edgewise.orchestrator.identity.Callers;
import dev.edgewise.orchestrator.identity.Denial;
import dev.edgewise.sdk.wire.server.PeerGate;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks callers of the gateway who they are, and those of reflection. The fleet's own protocol and
 * KEDA's go by other rules, and health is told to everybody. Thread-safe.
 */
@Singleton
final class CallerGate implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<Caller> CALLER = Context.key("edgewise-gateway-caller");

  private static final List<String> NOT_ASKED =
      List.of("edgewise.v1.", "externalscaler.", "grpc.health.");

  private final Callers callers;

  CallerGate(Callers callers) {
    this.callers = requireNonNull(callers, "callers");
  }

  /** Who makes the call that begins now. */
  static Caller caller() {
    return requireNonNull(CALLER.get(), "nobody has asked who calls");
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String method = call.getMethodDescriptor().getFullMethodName();
    if (NOT_ASKED.stream().anyMatch(method::startsWith)) {
      return next.startCall(call, headers);
    }
    List<String> authorization = new ArrayList<>();
    Iterable<String> given = headers.getAll(AUTHORIZATION);
    if (given != null) {
      given.forEach(authorization::add);
    }
    return switch (callers.who(authorization, PeerGate.caller())) {
      case Caller caller ->
          Contexts.interceptCall(Context.current().withValue(CALLER, caller), call, headers, next);
      case Denial denial -> {
        Ending.of(denial.exception()).close(call);
        yield new ServerCall.Listener<>() {};
      }
    };
  }
}
