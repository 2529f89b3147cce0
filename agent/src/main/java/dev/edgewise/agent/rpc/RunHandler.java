package dev.edgewise.agent.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.serve.CallMeter;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.Message;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Meets generations at the door. Which method is called stands in their message, so until that has
 * come they are strangers, of whom there may be only so many.
 */
final class RunHandler implements ServerCallHandler<Message, Message> {
  private static final int MAX_STRANGERS = 100;

  private final Serving serving;
  private final Map<String, CallHandler> methods;
  private final String offered;
  private final AtomicInteger strangers = new AtomicInteger();

  /**
   * A handler of generations of these methods.
   *
   * @param methods by full name
   * @param offered their names, for those who call another
   */
  RunHandler(Serving serving, Map<String, CallHandler> methods, String offered) {
    this.serving = requireNonNull(serving, "serving");
    this.methods = Map.copyOf(methods);
    this.offered = requireNonNull(offered, "offered");
  }

  @Override
  public ServerCall.Listener<Message> startCall(
      ServerCall<Message, Message> call, Metadata headers) {
    if (strangers.incrementAndGet() > MAX_STRANGERS) {
      strangers.decrementAndGet();
      CallHandler.refuse(
          serving,
          call,
          CallMeter.OTHER,
          ErrorCode.OVERLOADED,
          "Too many calls have been opened without their message. Send it at once, and try again.");
      return CallHandler.DEAF;
    }
    // One message more than there should be: a second one must not pass unseen.
    call.request(2);
    return new RunIntake(this, call, headers);
  }

  /** A stranger has said what it wants, or has gone. */
  void noLongerStranger() {
    strangers.decrementAndGet();
  }

  Serving serving() {
    return serving;
  }

  Map<String, CallHandler> methods() {
    return methods;
  }

  String offered() {
    return offered;
  }
}
