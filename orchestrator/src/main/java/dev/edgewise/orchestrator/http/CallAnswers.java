package dev.edgewise.orchestrator.http;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonParser;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.DynamicFault;
import dev.edgewise.sdk.wire.DynamicServices;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import java.util.Optional;

/**
 * What became of calls of one method, as HTTP says it. Pure.
 *
 * @param services that the method is of
 * @param method full name
 */
record CallAnswers(DynamicServices services, String method) {
  CallAnswers {
    requireNonNull(services, "services");
    requireNonNull(method, "method");
  }

  /**
   * A message as JSON on one line.
   *
   * @throws EdgewiseException with {@code BAD_ANSWER} when it is none
   */
  String json(Message message) {
    return services.response(method, message.bytes());
  }

  HttpResponse<?> of(Outcome<Message> outcome) {
    if (outcome instanceof Outcome.Completed<Message> completed) {
      MutableHttpResponse<byte[]> response;
      try {
        response = Answers.json(json(completed.value()) + "\n");
      } catch (EdgewiseException e) {
        response = Answers.problem(Problem.of(e).ofCall(completed.decisionId()));
      }
      return CallHeaders.put(response, completed);
    }
    return of(problem(outcome).orElseThrow());
  }

  static HttpResponse<?> of(Problem problem) {
    MutableHttpResponse<byte[]> response = Answers.problem(problem);
    problem.decision().ifPresent(id -> response.header(CallHeaders.DECISION, id));
    return response;
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
