package dev.edgewise.agent.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.RunFrames;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The message of one generation: when it has come, its method is known, and the call is met as any
 * other call of that method is. gRPC tells a listener one thing after the other.
 */
final class RunIntake extends ServerCall.Listener<Message> {
  private final StrangersDoor door;
  private final ServerCall<Message, Message> call;
  private final Metadata headers;
  private boolean stranger = true;
  private boolean over;
  private @Nullable ServedCall served;
  private @Nullable Message request;

  /** What waits for the caller to take more; gRPC asks for it on the same threads as all else. */
  private @Nullable Outbox outbox;

  private RunIntake(StrangersDoor door, ServerCall<Message, Message> call, Metadata headers) {
    this.door = requireNonNull(door, "door");
    this.call = requireNonNull(call, "call");
    this.headers = requireNonNull(headers, "headers");
  }

  static RunIntake begin(StrangersDoor door, ServerCall<Message, Message> call, Metadata headers) {
    // One message more than there should be: a second one must not pass unseen.
    call.request(2);
    return new RunIntake(door, call, headers);
  }

  @Override
  public void onMessage(Message message) {
    if (over) {
      return;
    }
    if (!stranger) {
      over = true;
      if (served != null) {
        served.fail(ErrorCode.BAD_REQUEST, RunFrames.METHOD + " takes one message, and got two.");
      }
      return;
    }
    leave();
    try {
      meet(RunFrames.order(message), message.size());
    } catch (MalformedMessage e) {
      refuse(ErrorCode.BAD_REQUEST, "The caller sent " + e.getMessage() + ".");
    }
  }

  private void meet(RunFrames.Order order, int size) {
    Optional<CallHandler> known = door.handler(call, order.method());
    over = known.isEmpty();
    if (over) {
      return;
    }
    CallHandler method = known.get();
    if (!method.isResumable()) {
      refuse(
          ErrorCode.BAD_REQUEST,
          order.method() + " is not resumable, so it is no generation. Call it as it is.");
      return;
    }
    Outbox way = method.outbox(call, headers);
    Optional<ServedCall> admitted =
        method.admit(call, headers, way, Optional.of(order.generation()));
    over = admitted.isEmpty();
    if (admitted.isPresent()) {
      outbox = way;
      served = admitted.get();
      request = order.request();
      // Whether or not the node has room for it, it is told from now on how the call ends.
      over = !admitted.get().hold(size, false);
    }
  }

  @Override
  public void onHalfClose() {
    if (stranger) {
      leave();
      refuse(ErrorCode.BAD_REQUEST, RunFrames.METHOD + " takes one message, and got none.");
    } else if (!over && served != null && request != null) {
      served.received(request);
      request = null;
    }
  }

  @Override
  public void onCancel() {
    leave();
    if (served != null) {
      served.onCancel();
    }
  }

  @Override
  public void onComplete() {
    leave();
    if (served != null) {
      served.onComplete();
    }
  }

  @Override
  public void onReady() {
    if (outbox != null) {
      outbox.ready();
    }
  }

  private void refuse(ErrorCode code, String detail) {
    over = true;
    door.refuse(call, code, detail);
  }

  private void leave() {
    if (stranger) {
      stranger = false;
      door.noLongerStranger();
    }
  }
}
