package dev.edgewise.orchestrator.http;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.orchestrator.gateway.Gateway;
import dev.edgewise.orchestrator.gateway.Terms;
import dev.edgewise.orchestrator.gateway.generation.Follower;
import dev.edgewise.orchestrator.gateway.generation.Position;
import dev.edgewise.sdk.invoke.Items;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Calls for whoever speaks HTTP and JSON. */
@Controller("/v1/call")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class CallController {
  private static final Voice VOICE = Voice.EDGEWISE;

  private final Gateway gateway;
  private final Door door;

  CallController(Gateway gateway, Door door) {
    this.gateway = gateway;
    this.door = door;
  }

  @Post("/{service}/{method}")
  CompletableFuture<HttpResponse<?>> call(
      @PathVariable("service") String service,
      @PathVariable("method") String method,
      HttpRequest<?> request) {
    DynamicServices services = gateway.services();
    try {
      return asked(new CallAnswers(services, services.resolve(service + "/" + method)), request);
    } catch (EdgewiseException e) {
      return Door.now(VOICE.answer(request, Problem.of(e)));
    }
  }

  /**
   * How a call is to be made.
   *
   * @param type of its answer
   * @param after where its client stands, when it comes back
   */
  private record Wanted(Terms.Agreed terms, String type, Optional<Position> after) {}

  /** Looks at what is asked for before anything of the request is read. */
  private CompletableFuture<HttpResponse<?>> asked(CallAnswers answers, HttpRequest<?> request) {
    MethodContract contract = answers.contract();
    HttpHeaders headers = request.getHeaders();
    Optional<Position> after =
        contract.resumable() ? CallHeaders.comesBack(headers::getAll) : Optional.empty();
    List<String> called = headers.getAll(HttpHeaders.CONTENT_TYPE);
    // Who comes back need not send the request again, nor say what it is.
    Optional<Problem> wrong =
        after.isPresent() && called.isEmpty() ? Optional.empty() : MediaTypes.notJson(called);
    List<String> offered =
        contract.streaming()
            ? List.of(MediaTypes.NDJSON, MediaTypes.EVENTS)
            : List.of(MediaTypes.JSON);
    String type = MediaTypes.choose(headers.getAll(HttpHeaders.ACCEPT), offered).orElse("");
    if (wrong.isEmpty() && type.isEmpty()) {
      wrong = Optional.of(notAcceptable(answers.method(), offered));
    }
    if (wrong.isPresent()) {
      return Door.now(VOICE.answer(request, wrong.get()));
    }
    Terms.Agreed terms =
        gateway
            .terms(contract, CallHeaders.asked(CallerGuard.of(request), headers::getAll))
            .orThrow();
    return door.json(
        request,
        VOICE,
        (json, call) -> called(answers, json, call, new Wanted(terms, type, after)));
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

  private CompletableFuture<HttpResponse<?>> called(
      CallAnswers answers, String json, SeatedCall call, Wanted wanted) {
    Optional<Message> message = Optional.empty();
    if (wanted.after().isEmpty() || !json.isBlank()) {
      Optional<Problem> wrong =
          MediaTypes.notJson(call.request().getHeaders().getAll(HttpHeaders.CONTENT_TYPE));
      if (wrong.isPresent()) {
        call.seat().close();
        return Door.now(VOICE.answer(call.request(), wrong.get()));
      }
      message = Optional.of(Message.of(answers.services().request(answers.method(), json)));
    }
    return wanted.type().equals(MediaTypes.JSON)
        ? call.call(
            answers.method(),
            message.orElseThrow(),
            wanted.terms(),
            done -> CallHeaders.put(Answers.json(answers.json(done.value()) + "\n"), done))
        : streamed(answers, message, call, wanted);
  }

  private CompletableFuture<HttpResponse<?>> streamed(
      CallAnswers answers, Optional<Message> message, SeatedCall call, Wanted wanted) {
    String method = answers.method();
    if (!answers.contract().resumable()) {
      return written(
          answers,
          gateway.stream(method, message.orElseThrow(), wanted.terms()),
          Optional.empty(),
          call,
          wanted);
    }
    Follower items = call.follow(method, message, wanted.terms(), wanted.after());
    return written(answers, items, Optional.of(items.generation()), call, wanted);
  }

  private static CompletableFuture<HttpResponse<?>> written(
      CallAnswers answers,
      Items<Message> items,
      Optional<String> generation,
      SeatedCall call,
      Wanted wanted) {
    return wanted.type().equals(MediaTypes.EVENTS)
        ? call.streamed(answers.method(), items, ItemForm.events(generation), answers::json)
        : call.streamed(answers.method(), items, ItemForm.lines(), answers::json);
  }
}
