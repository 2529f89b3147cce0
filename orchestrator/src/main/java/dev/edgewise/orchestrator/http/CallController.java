package dev.edgewise.orchestrator.http;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.orchestrator.gateway.Gateway;
import dev.edgewise.orchestrator.gateway.Seats;
import dev.edgewise.orchestrator.gateway.Terms;
import dev.edgewise.orchestrator.gateway.generation.Follower;
import dev.edgewise.orchestrator.gateway.generation.Position;
import dev.edgewise.orchestrator.rpc.Askers;
import dev.edgewise.sdk.invoke.Items;
import dev.edgewise.sdk.spi.Message;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

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
  CompletableFuture<HttpResponse<?>> call(
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
    Optional<Position> after = Optional.empty();
    if (contract.resumable()) {
      switch (CallHeaders.comesBack(headers::getAll)) {
        case CallHeaders.ComesBack.After(Position position) -> after = Optional.of(position);
        case CallHeaders.ComesBack.Wrong(Problem wrong) -> {
          return now(wrong);
        }
        case CallHeaders.ComesBack.Not _ -> {}
      }
    }
    // Who comes back need not send the request again, nor say what it is.
    boolean silent = after.isPresent() && headers.getAll(HttpHeaders.CONTENT_TYPE).isEmpty();
    Optional<Problem> problem = silent ? Optional.empty() : trouble(headers);
    if (problem.isPresent()) {
      return now(problem.get());
    }
    List<String> offered =
        contract.streaming()
            ? List.of(MediaTypes.NDJSON, MediaTypes.EVENTS)
            : List.of(MediaTypes.JSON);
    Optional<String> type = MediaTypes.choose(headers.getAll(HttpHeaders.ACCEPT), offered);
    if (type.isEmpty()) {
      return now(notAcceptable(name, offered));
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
            ? seated(
                new CallAnswers(services, name),
                new Wanted(terms, type.get(), after),
                request,
                seat.get())
            : now(new Problem(503, ErrorCode.OVERLOADED, gateway.full()));
      }
    };
  }

  /**
   * How a call is to be made.
   *
   * @param type of its answer
   * @param after where its client stands, when it comes back
   */
  private record Wanted(Terms.Agreed terms, String type, Optional<Position> after) {}

  private static Optional<Problem> trouble(HttpHeaders headers) {
    return MediaTypes.trouble(
        headers.getAll(HttpHeaders.CONTENT_TYPE), headers.getAll(HttpHeaders.CONTENT_ENCODING));
  }

  private static Problem notAcceptable(String method, List<String> offered) {
    return new Problem(
        406,
        ErrorCode.NOT_ACCEPTED,
        "The answer of "
            + method
            + " is "
            + String.join(" or ", offered)
            + ", and Accept takes neither that nor */*. Accept it, or leave the header out.");
  }

  private CompletableFuture<HttpResponse<?>> seated(
      CallAnswers answers, Wanted wanted, HttpRequest<?> request, Seats.Seat seat)
      throws IOException {
    // The body itself, and not as an argument: it is read only by who has a seat.
    try (InputStream body = ((ServerHttpRequest<?>) request).byteBody().toInputStream()) {
      return switch (JsonBody.read(body, request.getContentLength(), seat, scheduler)) {
        case JsonBody.Refused(Problem problem) -> {
          seat.close();
          yield now(problem);
        }
        case JsonBody.Text(String json) -> {
          Optional<Message> message = Optional.empty();
          if (wanted.after().isEmpty() || !json.isBlank()) {
            Optional<Problem> trouble = trouble(request.getHeaders());
            if (trouble.isPresent()) {
              seat.close();
              yield now(trouble.get());
            }
            message = Optional.of(Message.of(answers.services().request(answers.method(), json)));
          }
          yield wanted.type().equals(MediaTypes.JSON)
              ? made(answers, message.orElseThrow(), wanted.terms(), request, seat)
              : streamed(answers, opened(answers, message, wanted), wanted.type(), request, seat);
        }
      };
    } catch (EdgewiseException e) {
      seat.close();
      return now(Problem.of(e));
    } catch (IOException | RuntimeException | Error e) {
      seat.close();
      throw e;
    }
  }

  private CompletableFuture<HttpResponse<?>> made(
      CallAnswers answers,
      Message message,
      Terms.Agreed terms,
      HttpRequest<?> request,
      Seats.Seat seat) {
    CompletableFuture<Outcome<Message>> outcome = gateway.call(answers.method(), message, terms);
    Askers.untilAnswered(request, outcome, () -> outcome.cancel(true));
    return outcome.thenApply(
        result -> {
          try (seat) {
            return answers.of(result);
          }
        });
  }

  private Items<Message> opened(CallAnswers answers, Optional<Message> message, Wanted wanted) {
    String method = answers.method();
    if (wanted.after().isPresent()) {
      return gateway.follow(wanted.after().get(), method, message, wanted.terms());
    }
    return answers.services().contract(method).resumable()
        ? gateway.generate(method, message.orElseThrow(), wanted.terms())
        : gateway.stream(method, message.orElseThrow(), wanted.terms());
  }

  private CompletableFuture<HttpResponse<?>> streamed(
      CallAnswers answers,
      Items<Message> items,
      String type,
      HttpRequest<?> request,
      Seats.Seat seat) {
    Optional<Follower> follower =
        items instanceof Follower known ? Optional.of(known) : Optional.empty();
    return type.equals(MediaTypes.EVENTS)
        ? streamed(
            answers,
            items,
            ItemForm.events(follower.map(Follower::generation)),
            follower,
            request,
            seat)
        : streamed(answers, items, ItemForm.lines(), follower, request, seat);
  }

  private <T> CompletableFuture<HttpResponse<?>> streamed(
      CallAnswers answers,
      Items<Message> items,
      ItemForm<T> form,
      Optional<Follower> follower,
      HttpRequest<?> request,
      Seats.Seat seat) {
    long before = follower.map(Follower::number).orElse(0L);
    ItemStream<T> stream = new ItemStream<>(items, before, form, scheduler);
    CompletableFuture<Optional<Problem>> begun =
        stream.begin(answers::json, answers::problem, seat::close);
    // From then on Micronaut gives the stream up.
    Askers.untilAnswered(request, begun, stream::cancel);
    return begun.thenApply(
        problem ->
            problem.isPresent()
                ? CallAnswers.of(problem.get())
                : begun(
                    HttpResponse.ok(stream)
                        .contentType(form.type())
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .header(CallHeaders.DECISION, items.decisionId()),
                    follower));
  }

  private static HttpResponse<?> begun(
      MutableHttpResponse<?> response, Optional<Follower> follower) {
    follower.ifPresent(known -> response.header(CallHeaders.GENERATION, known.generation()));
    return response;
  }

  private static CompletableFuture<HttpResponse<?>> now(Problem problem) {
    return CompletableFuture.completedFuture(CallAnswers.of(problem));
  }
}
