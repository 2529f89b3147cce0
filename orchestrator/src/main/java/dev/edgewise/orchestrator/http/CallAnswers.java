package dev.edgewise.orchestrator.http;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonParser;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.dynamic.DynamicFault;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import java.util.Optional;

/**
 * A method of the gateway: its answers as JSON, and what became of calls without one. Pure.
 *
 * @param services that the method is of
 * @param method full name
 */
record CallAnswers(DynamicServices services, String method) {
  CallAnswers {
    requireNonNull(services, "services");
    requireNonNull(method, "method");
  }

  /** What the method promises. */
  MethodContract contract() {
    return services.contract(method);
  }

  /**
   * A message as JSON on one line.
   *
   * @throws EdgewiseException with {@code BAD_ANSWER} when it is none
   */
  String json(Message message) {
    return services.response(method, message.bytes());
  }

  /** Why there is no answer; empty when there is one. */
  Optional<Problem> problem(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Completed<?> _ -> Optional.empty();
      case Outcome.Refused<?> refused -> Optional.of(Problem.of(refused.cause()));
      case Outcome.Expired<?> expired -> Optional.of(Problem.of(expired.cause()));
      case Outcome.Cancelled<?> cancelled -> Optional.of(Problem.of(cancelled.cause()));
      case Outcome.Failed<?> failed ->
          Optional.of(Problem.of(failed.cause()).with(failed.fault().flatMap(this::fault)));
    };
  }

  private Optional<Problem.Fault> fault(Exception thrown) {
    return thrown instanceof DynamicFault fault
        ? services
            .fault(method, fault)
            .map(
                json ->
                    new Problem.Fault(
                        fault.messageName(), JsonParser.parseString(json).getAsJsonObject()))
        : Optional.empty();
  }
}
