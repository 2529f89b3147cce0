package dev.edgewise.agent.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.serve.CallMeter;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.Message;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Meets calls whose method stands in their first message: until that has come they are strangers,
 * of whom there may be only so many.
 */
final class StrangersDoor implements ServerCallHandler<Message, Message> {
  private static final int MAX_STRANGERS = 100;

  private final ServingParts serving;
  private final Map<String, CallHandler> methods;
  private final String offered;
  private final String first;
  private final Intake intake;
  private final AtomicInteger strangers = new AtomicInteger();

  /** Reads what a stranger sends. */
  interface Intake {
    /** Begins with a call of which nothing but its headers is known. */
    ServerCall.Listener<Message> begin(
        StrangersDoor door, ServerCall<Message, Message> call, Metadata headers);
  }

  /**
   * A door to these methods.
   *
   * @param methods by full name
   * @param offered their names, for those who call another
   * @param first what a stranger has to send first, for people
   * @param intake takes it; tells {@link #noLongerStranger} once of each call
   */
  StrangersDoor(
      ServingParts serving,
      Map<String, CallHandler> methods,
      String offered,
      String first,
      Intake intake) {
    this.serving = requireNonNull(serving, "serving");
    this.methods = Map.copyOf(methods);
    this.offered = requireNonNull(offered, "offered");
    this.first = requireNonNull(first, "first");
    this.intake = requireNonNull(intake, "intake");
  }

  @Override
  public ServerCall.Listener<Message> startCall(
      ServerCall<Message, Message> call, Metadata headers) {
    if (strangers.incrementAndGet() > MAX_STRANGERS) {
      noLongerStranger();
      refuse(
          call,
          ErrorCode.OVERLOADED,
          "Too many calls have been opened without " + first + ". Send it at once, and try again.");
      return CallHandler.DEAF;
    }
    return intake.begin(this, call, headers);
  }

  /** A stranger has said what it wants, or has gone. */
  void noLongerStranger() {
    strangers.decrementAndGet();
  }

  /** The handler of a method; empty when it is not hosted, and then the call is closed. */
  Optional<CallHandler> handler(ServerCall<Message, Message> call, String method) {
    Optional<CallHandler> known = Optional.ofNullable(methods.get(method));
    if (known.isEmpty()) {
      CallHandler.refuseUnknown(serving, call, method, offered);
    }
    return known;
  }

  /** Turns a call away of which no handler knows. */
  void refuse(ServerCall<Message, Message> call, ErrorCode code, String detail) {
    CallHandler.refuse(serving, call, CallMeter.OTHER, code, detail);
  }

  ServingParts serving() {
    return serving;
  }
}
