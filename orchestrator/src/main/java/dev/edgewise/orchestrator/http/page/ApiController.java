package dev.edgewise.orchestrator.http.page;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.http.Answers;
import dev.edgewise.orchestrator.http.Problem;
import dev.edgewise.orchestrator.http.Voice;
import dev.edgewise.orchestrator.rpc.OperatorView;
import dev.edgewise.orchestrator.rpc.ZonesView;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.util.Optional;

/** The fleet and its decisions as JSON: the messages of {@code operator.proto}. */
@Controller("/api/v1")
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class ApiController {
  private static final int LONGEST_METHOD = 512;

  private final OperatorView view;
  private final ZonesView zones;

  ApiController(OperatorView view, ZonesView zones) {
    this.view = view;
    this.zones = zones;
  }

  @Get("/fleet")
  HttpResponse<byte[]> fleet() {
    return Answers.json(view.fleetJson());
  }

  @Get("/zones")
  HttpResponse<byte[]> zones() {
    return Answers.json(zones.json());
  }

  @Get("/decisions")
  HttpResponse<byte[]> decisions(
      @QueryValue(value = "most", defaultValue = "50") String most,
      @QueryValue(value = "method", defaultValue = "") String method,
      HttpRequest<?> request) {
    Optional<Integer> number = number(most);
    if (number.isEmpty() || method.length() > LONGEST_METHOD) {
      return Voice.EDGEWISE.answer(
          request,
          new Problem(
              400,
              ErrorCode.NOT_ACCEPTED,
              "most: a whole number from 1 to "
                  + OperatorView.MOST_DECISIONS
                  + " is expected; method: the name of a method or service."));
    }
    return Answers.json(view.decisionsJson(number.get(), method));
  }

  private static Optional<Integer> number(String text) {
    if (!text.matches("[0-9]{1,4}")) {
      return Optional.empty();
    }
    int number = Integer.parseInt(text);
    return number >= 1 && number <= OperatorView.MOST_DECISIONS
        ? Optional.of(number)
        : Optional.empty();
  }

  @Get("/decisions/{id}")
  HttpResponse<byte[]> decision(@PathVariable("id") String id, HttpRequest<?> request)
      throws IOException {
    return view.decisionJson(id)
        .map(Answers::json)
        .orElseGet(
            () ->
                Voice.EDGEWISE.answer(
                    request,
                    Problem.of(
                        ErrorCode.NOT_FOUND,
                        "That decision was never kept here, or it has made room: clients ship all"
                            + " that are notable and a sample of the rest.")));
  }
}
