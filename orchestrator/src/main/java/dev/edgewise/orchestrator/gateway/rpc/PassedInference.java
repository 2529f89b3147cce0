package dev.edgewise.orchestrator.gateway.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Outcome;
import dev.edgewise.orchestrator.gateway.Gateway;
import dev.edgewise.orchestrator.gateway.OpenInference;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.serving.protocol.GrpcInference;
import dev.edgewise.serving.protocol.Step;
import io.grpc.Metadata;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A call of the Open Inference Protocol, which becomes one of a model of the fleet, or none. */
final class PassedInference extends PassedCall {
  static final String PREFIX = GrpcInference.SERVICE + "/";

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final OpenInference inference;
  private volatile @Nullable CompletableFuture<Outcome<Message>> outcome;

  PassedInference(OpenInference inference, Admitted admitted) {
    super(admitted);
    this.inference = requireNonNull(inference, "inference");
  }

  /**
   * Begins calls of a method of the protocol.
   *
   * @param name full name of the method
   */
  static ServerCallHandler<Message, Message> handler(
      Gateway gateway, OpenInference inference, String name) {
    MethodContract contract = contract(name);
    return (call, headers) ->
        PassedCall.begin(
            gateway,
            contract,
            asked -> gateway.termsOfSome(contract, asked),
            call,
            headers,
            admitted -> new PassedInference(inference, admitted));
  }

  /**
   * What holds before it is known which model is meant.
   *
   * @param name full name of the method
   */
  private static MethodContract contract(String name) {
    return new MethodContract(
        GrpcInference.SERVICE,
        name.substring(PREFIX.length()),
        Tier.CLOUD,
        DEADLINE,
        true,
        Label.INTERNAL,
        Optional.empty());
  }

  @Override
  void make(Message message) {
    try {
      switch (inference.grpc().step(method.substring(PREFIX.length()), message)) {
        case Step.Answer<Message>(Message answer) -> {
          if (endsNow()) {
            call.sendHeaders(new Metadata());
            call.sendMessage(answer);
            call.close(Status.OK, new Metadata());
          }
        }
        case Step.Call<Message> next -> {
          CompletableFuture<Outcome<Message>> running =
              inference.make(next, OpenInference.within(next, terms));
          outcome = running;
          CompletableFuture<Void> _ =
              running.thenAccept(result -> answered(inference.answered(next, result)));
        }
      }
    } catch (EdgewiseException e) {
      end(Ending.of(e));
    }
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
