package dev.edgewise.orchestrator.gateway.rpc;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.spi.Message;
import io.grpc.Metadata;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A call with one answer. */
final class PassedUnary extends PassedCall {
  private volatile @Nullable CompletableFuture<Outcome<Message>> outcome;

  PassedUnary(Admitted admitted) {
    super(admitted);
  }

  @Override
  void make(Message message) {
    CompletableFuture<Outcome<Message>> running = gateway.call(method, message, terms);
    outcome = running;
    CompletableFuture<Void> _ = running.thenAccept(this::answered);
  }

  private void answered(Outcome<Message> result) {
    if (!(result instanceof Outcome.Completed<Message> completed)) {
      end(Ending.of(result));
    } else if (!seat.hold(completed.value().size())) {
      end(Ending.of(ErrorCode.OVERLOADED, gateway.tooMuchHeld()));
    } else if (endsNow()) {
      call.sendHeaders(new Metadata());
      call.sendMessage(completed.value());
      Ending.of(result).close(call);
    }
  }

  @Override
  void giveUp() {
    CompletableFuture<Outcome<Message>> running = outcome;
    if (running != null) {
      running.cancel(true);
    }
  }
}
