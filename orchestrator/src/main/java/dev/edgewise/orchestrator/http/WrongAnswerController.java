package dev.edgewise.orchestrator.http;

import dev.edgewise.core.ErrorCode;
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
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** Where a caller says that an answer was wrong. */
@Controller("/v1/wrong-answer")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class WrongAnswerController {
  static final String PATH = "/v1/wrong-answer/";

  private static final Pattern DECISION = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private static final Voice VOICE = Voice.EDGEWISE;

  private final Door door;

  WrongAnswerController(Door door) {
    this.door = door;
  }

  @Post("/{decision}")
  CompletableFuture<HttpResponse<?>> wrong(
      @PathVariable("decision") String decision, HttpRequest<?> request) {
    if (!DECISION.matcher(decision).matches()) {
      return Door.now(
          VOICE.answer(
              request,
              Problem.of(
                  ErrorCode.BAD_REQUEST,
                  "That is no id of a decision. It stands in the header Edgewise-Decision of the"
                      + " answer that was wrong.")));
    }
    // It may ask every node: so it has a place like a call.
    return door.seated(
        request,
        VOICE,
        call ->
            call.gateway().wrongAnswer(decision).thenApply(known -> told(known, request, call)));
  }

  private static HttpResponse<?> told(boolean known, HttpRequest<?> request, SeatedCall call) {
    try (var _ = call.seat()) {
      return known
          ? Answers.json("{\"forgotten\":true}\n")
          : VOICE.answer(
              request,
              Problem.of(
                  ErrorCode.NOT_FOUND,
                  "No node that can be reached has given such an answer lately, kept or to be kept."
                      + " Methods without @Cached, and models without a cache in the caller's"
                      + " profile, keep none: there is nothing to forget."));
    }
  }
}
