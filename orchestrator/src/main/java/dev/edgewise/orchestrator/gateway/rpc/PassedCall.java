package dev.edgewise.orchestrator.gateway.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.orchestrator.gateway.Asked;
import dev.edgewise.orchestrator.gateway.Gateway;
import dev.edgewise.orchestrator.gateway.Seats;
import dev.edgewise.orchestrator.gateway.Terms;
import dev.edgewise.orchestrator.gateway.generation.Position;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.WireNames;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through. gRPC calls the listener's methods one after the other; what comes
 * back comes on another thread. Whoever ends it first closes the call.
 */
abstract sealed class PassedCall extends ServerCall.Listener<Message>
    permits PassedUnary, PassedStream, PassedInference {
  private static final ServerCall.Listener<Message> DEAF = new ServerCall.Listener<>() {};

  final Gateway gateway;
  final String method;
  final ServerCall<Message, Message> call;
  final Seats.Seat seat;
  final Terms.Agreed terms;

  /** Where the caller stands that comes back to a stream. */
  final Optional<Position> after;

  private final AtomicBoolean ended = new AtomicBoolean();
  private @Nullable Message request;

  PassedCall(Admitted admitted) {
    this.gateway = admitted.gateway();
    this.method = admitted.method();
    this.call = admitted.call();
    this.seat = admitted.seat();
    this.terms = admitted.terms();
    this.after = admitted.after();
  }

  /** What a call has once it is let in. */
  record Admitted(
      Gateway gateway,
      String method,
      ServerCall<Message, Message> call,
      Seats.Seat seat,
      Terms.Agreed terms,
      Optional<Position> after) {
    Admitted {
      requireNonNull(gateway, "gateway");
      requireNonNull(method, "method");
      requireNonNull(call, "call");
      requireNonNull(seat, "seat");
      requireNonNull(terms, "terms");
      requireNonNull(after, "after");
    }
  }

  static ServerCall.Listener<Message> begin(
      Gateway gateway,
      MethodContract contract,
      ServerCall<Message, Message> call,
      Metadata headers) {
    return begin(
        gateway,
        contract,
        asked -> gateway.terms(contract, asked),
        call,
        headers,
        admitted ->
            contract.streaming()
                ? new PassedStream(admitted, contract.resumable())
                : new PassedUnary(admitted));
  }

  /**
   * Begins a call.
   *
   * @param settling settles its terms
   * @param passed makes it, once it is let in
   */
  static ServerCall.Listener<Message> begin(
      Gateway gateway,
      MethodContract contract,
      Function<Asked, Terms> settling,
      ServerCall<Message, Message> call,
      Metadata headers,
      Function<Admitted, PassedCall> passed) {
    String resume = contract.resumable() ? headers.get(WireNames.RESUME) : null;
    Optional<Position> after = Optional.ofNullable(resume).flatMap(Position::parse);
    if (resume != null && after.isEmpty()) {
      return refuse(
          call,
          ErrorCode.BAD_REQUEST,
          "edgewise-resume is no place in a stream (expected: the stream's edgewise-generation, a"
              + " slash and how many items came). Send that, or leave it out to begin anew.");
    }
    return switch (settling.apply(asked(headers))) {
      case Terms.Refused(ErrorCode code, String because) -> refuse(call, code, because);
      case Terms.Agreed terms -> {
        Optional<Seats.Seat> seat = gateway.enter();
        if (seat.isEmpty()) {
          yield refuse(call, ErrorCode.OVERLOADED, gateway.full());
        }
        // One message more than there should be: a second one must not pass unseen.
        call.request(2);
        Admitted admitted =
            new Admitted(gateway, contract.fullName(), call, seat.get(), terms, after);
        yield passed.apply(admitted);
      }
    };
  }

  private static ServerCall.Listener<Message> refuse(
      ServerCall<Message, Message> call, ErrorCode code, String because) {
    Ending.of(code, because).close(call);
    return DEAF;
  }

  private static Asked asked(Metadata headers) {
    Deadline deadline = Context.current().getDeadline();
    return new Asked(
        CallerGate.caller(),
        Optional.ofNullable(deadline)
            .map(named -> Duration.ofNanos(named.timeRemaining(TimeUnit.NANOSECONDS))),
        Optional.ofNullable(headers.get(WireNames.LABEL)),
        Optional.ofNullable(headers.get(WireNames.TENANT)),
        Optional.ofNullable(headers.get(WireNames.TRACEPARENT)),
        cacheControl(headers));
  }

  /** As in HTTP, what stands in several lines is one list. */
  private static Optional<String> cacheControl(Metadata headers) {
    Iterable<String> lines = headers.getAll(WireNames.CACHE_CONTROL);
    return lines == null ? Optional.empty() : Optional.of(String.join(",", lines));
  }

  @Override
  public void onMessage(Message message) {
    if (request != null) {
      end(Ending.of(ErrorCode.BAD_REQUEST, method + " takes one message, and got two."));
    } else if (!seat.hold(message.size())) {
      end(Ending.of(ErrorCode.OVERLOADED, gateway.tooMuchHeld()));
    } else {
      request = message;
    }
  }

  @Override
  public void onHalfClose() {
    Message message = request;
    if (ended.get()) {
      return;
    }
    if (message == null) {
      end(Ending.of(ErrorCode.BAD_REQUEST, method + " takes one message, and got none."));
      return;
    }
    make(message);
  }

  /** Makes the call; must not block. */
  abstract void make(Message message);

  /** Nobody wants the answer any more. */
  abstract void giveUp();

  /** Whether nothing may be sent any more but by who asks this and is told so. */
  final boolean endsNow() {
    return ended.compareAndSet(false, true);
  }

  final void end(Ending ending) {
    if (endsNow()) {
      ending.close(call);
    }
  }

  @Override
  public void onCancel() {
    ended.set(true);
    giveUp();
    seat.close();
  }

  @Override
  public void onComplete() {
    seat.close();
  }
}
