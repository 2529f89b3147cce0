package dev.edgewise.orchestrator.http;

import com.google.gson.JsonParser;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.orchestrator.gateway.Gateway;
import dev.edgewise.orchestrator.gateway.Seats;
import dev.edgewise.orchestrator.gateway.Terms;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.DynamicFault;
import dev.edgewise.sdk.wire.DynamicServices;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;

/** Calls for whoever speaks HTTP and JSON. */
@Controller("/v1/call")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class CallController {
  private final Gateway gateway;
  private final SystemScheduler scheduler;

  CallController(Gateway gateway, SystemScheduler scheduler) {
    this.gateway = gateway;
    this.scheduler = scheduler;
  }

  @Post("/{service}/{method}")
  Publisher<HttpResponse<?>> call(
      @PathVariable("service") String service,
      @PathVariable("method") String method,
      HttpRequest<?> request)
      throws IOException {
    DynamicServices services = gateway.services();
    String name;
    try {
      name = services.resolve(service + "/" + method);
    } catch (EdgewiseException e) {
      Problem unknown = Problem.of(e);
      Failures.notFoundBecause(request, unknown);
      return now(unknown);
    }
    MethodContract contract = services.contract(name);
    HttpHeaders headers = request.getHeaders();
    Optional<Problem> problem =
        MediaTypes.trouble(
            headers.getAll(HttpHeaders.CONTENT_TYPE), headers.getAll(HttpHeaders.CONTENT_ENCODING));
    if (problem.isPresent()) {
      return now(problem.get());
    }
    List<String> offered = List.of(MediaTypes.JSON);
    if (MediaTypes.choose(headers.getAll(HttpHeaders.ACCEPT), offered).isEmpty()) {
      return now(
          new Problem(
              406,
              ErrorCode.NOT_ACCEPTED,
              "The answer of "
                  + name
                  + " is "
                  + String.join(" or ", offered)
                  + ", and Accept takes neither that nor */*. Accept it, or leave the header"
                  + " out."));
    }
    CallHeaders asked = CallHeaders.of(headers::getAll);
    if (asked.problem().isPresent()) {
      return now(asked.problem().get());
    }
    return switch (gateway.terms(contract, asked.asked())) {
      case Terms.Refused(ErrorCode code, String because) ->
          now(new Problem(ErrorStatus.of(code), code, because));
      case Terms.Agreed terms -> {
        Optional<Seats.Seat> seat = gateway.enter();
        yield seat.isPresent()
            ? seated(services, name, terms, request, seat.get())
            : now(new Problem(503, ErrorCode.OVERLOADED, gateway.full()));
      }
    };
  }

  private Publisher<HttpResponse<?>> seated(
      DynamicServices services,
      String method,
      Terms.Agreed terms,
      HttpRequest<?> request,
      Seats.Seat seat)
      throws IOException {
    // The body itself, and not as an argument: it is read only by who has a seat.
    try (InputStream body = ((ServerHttpRequest<?>) request).byteBody().toInputStream()) {
      return switch (JsonBody.read(body, seat, scheduler)) {
        case JsonBody.Refused(Problem problem) -> {
          seat.close();
          yield now(problem);
        }
        case JsonBody.Text(String json) ->
            made(services, method, terms, Message.of(services.request(method, json)), seat);
      };
    } catch (EdgewiseException e) {
      seat.close();
      return now(Problem.of(e));
    } catch (IOException | RuntimeException | Error e) {
      seat.close();
      throw e;
    }
  }

  private Publisher<HttpResponse<?>> made(
      DynamicServices services,
      String method,
      Terms.Agreed terms,
      Message request,
      Seats.Seat seat) {
    CompletableFuture<Outcome<Message>> outcome = gateway.call(method, request, terms);
    return new LaterResponse<>(
        outcome,
        outcome.thenApply(
            result -> {
              try (seat) {
                return response(services, method, result);
              }
            }));
  }

  private static HttpResponse<?> response(
      DynamicServices services, String method, Outcome<Message> outcome) {
    return switch (outcome) {
      case Outcome.Completed<Message> completed -> {
        MutableHttpResponse<byte[]> response;
        try {
          response = Answers.json(services.response(method, completed.value().bytes()) + "\n");
        } catch (EdgewiseException e) {
          response = Answers.problem(Problem.of(e).ofCall(completed.decisionId()));
        }
        yield response
            .header(CallHeaders.DECISION, completed.decisionId())
            .header(CallHeaders.NODE, completed.node().name())
            .header(CallHeaders.TIER, completed.node().tier().name().toLowerCase(Locale.ROOT));
      }
      case Outcome.Refused<Message> refused -> failed(refused.cause(), Optional.empty());
      case Outcome.Expired<Message> expired -> failed(expired.cause(), Optional.empty());
      case Outcome.Failed<Message> failed ->
          failed(
              failed.cause(),
              failed
                  .fault()
                  .filter(DynamicFault.class::isInstance)
                  .flatMap(fault -> fault(services, method, (DynamicFault) fault)));
      case Outcome.Cancelled<Message> cancelled -> failed(cancelled.cause(), Optional.empty());
    };
  }

  private static Optional<Problem.Fault> fault(
      DynamicServices services, String method, DynamicFault fault) {
    return services
        .fault(method, fault)
        .map(
            json ->
                new Problem.Fault(
                    fault.messageName(), JsonParser.parseString(json).getAsJsonObject()));
  }

  private static HttpResponse<?> failed(EdgewiseException cause, Optional<Problem.Fault> fault) {
    MutableHttpResponse<byte[]> response = Answers.problem(Problem.of(cause).with(fault));
    cause.decisionId().ifPresent(id -> response.header(CallHeaders.DECISION, id));
    cause.node().ifPresent(node -> response.header(CallHeaders.NODE, node));
    return response;
  }

  private static Publisher<HttpResponse<?>> now(Problem problem) {
    CompletableFuture<HttpResponse<?>> response =
        CompletableFuture.completedFuture(Answers.problem(problem));
    return new LaterResponse<>(response, response);
  }
}
