package dev.edgewise.orchestrator.gateway.rpc;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Outcome;
import dev.edgewise.orchestrator.gateway.Asked;
import dev.edgewise.orchestrator.gateway.Gateway;
import dev.edgewise.orchestrator.gateway.Seats;
import dev.edgewise.orchestrator.gateway.Terms;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.WireNames;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through. gRPC calls the listener's methods one after the other; the answer
 * comes on a thread of the client. Whoever sets {@link #ended} first closes the call.
 */
final class PassedCall extends ServerCall.Listener<Message> {
  private static final ServerCall.Listener<Message> DEAF = new ServerCall.Listener<>() {};

  private final Gateway gateway;
  private final String method;
  private final ServerCall<Message, Message> call;
  private final Seats.Seat seat;
  private final Terms.Agreed terms;
  private final AtomicBoolean ended = new AtomicBoolean();
  private @Nullable Message request;
  private volatile @Nullable CompletableFuture<Outcome<Message>> outcome;

  private PassedCall(
      Gateway gateway,
      String method,
      ServerCall<Message, Message> call,
      Seats.Seat seat,
      Terms.Agreed terms) {
    this.gateway = gateway;
    this.method = method;
    this.call = call;
    this.seat = seat;
    this.terms = terms;
  }

  static ServerCall.Listener<Message> begin(
      Gateway gateway,
      MethodContract contract,
      ServerCall<Message, Message> call,
      Metadata headers) {
    Terms terms = gateway.terms(contract, asked(headers));
    if (terms instanceof Terms.Refused(ErrorCode code, String because)) {
      Ending.of(code, because).close(call);
      return DEAF;
    }
    Optional<Seats.Seat> seat = gateway.enter();
    if (seat.isEmpty()) {
      Ending.of(ErrorCode.OVERLOADED, gateway.full()).close(call);
      return DEAF;
    }
    // One message more than there should be: a second one must not pass unseen.
    call.request(2);
    return new PassedCall(gateway, contract.fullName(), call, seat.get(), (Terms.Agreed) terms);
  }

  private static Asked asked(Metadata headers) {
    Deadline deadline = Context.current().getDeadline();
    return new Asked(
        Optional.ofNullable(deadline)
            .map(named -> Duration.ofNanos(named.timeRemaining(TimeUnit.NANOSECONDS))),
        Optional.ofNullable(headers.get(WireNames.LABEL)),
        Optional.ofNullable(headers.get(WireNames.TENANT)),
        Optional.ofNullable(headers.get(WireNames.TRACEPARENT)));
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
    CompletableFuture<Outcome<Message>> running = gateway.call(method, message, terms);
    outcome = running;
    CompletableFuture<Void> _ = running.thenAccept(this::answered);
  }

  private void answered(Outcome<Message> result) {
    if (result instanceof Outcome.Completed<Message> completed) {
      if (!seat.hold(completed.value().size())) {
        end(Ending.of(ErrorCode.OVERLOADED, gateway.tooMuchHeld()));
        return;
      }
      if (ended.compareAndSet(false, true)) {
        call.sendHeaders(new Metadata());
        call.sendMessage(completed.value());
        Ending.of(result).close(call);
      }
    } else {
      end(Ending.of(result));
    }
  }

  private void end(Ending ending) {
    if (ended.compareAndSet(false, true)) {
      ending.close(call);
    }
  }

  @Override
  public void onCancel() {
    ended.set(true);
    CompletableFuture<Outcome<Message>> running = outcome;
    if (running != null) {
      running.cancel(true);
    }
    seat.close();
  }

  @Override
  public void onComplete() {
    seat.close();
  }
}
