package dev.edgewise.orchestrator.http;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.orchestrator.gateway.OpenInference;
import dev.edgewise.orchestrator.gateway.Terms;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.serving.protocol.Inference;
import dev.edgewise.serving.protocol.RestInference;
import dev.edgewise.serving.protocol.RestReader;
import dev.edgewise.serving.protocol.Step;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The models of the fleet by the Open Inference Protocol's REST form.
 *
 * @see <a href="https://github.com/kserve/open-inference-protocol">Open Inference Protocol</a>
 */
@Controller("/v2")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class OpenInferenceController {
  private static final Voice VOICE = Voice.OPEN_INFERENCE;

  private final OpenInference inference;
  private final OpenInferenceTexts texts;
  private final Door door;

  OpenInferenceController(OpenInference inference, OpenInferenceTexts texts, Door door) {
    this.inference = inference;
    this.texts = texts;
    this.door = door;
  }

  @Get
  HttpResponse<?> server() {
    return Answers.json(inference.rest().server());
  }

  @Get("/health/{which}")
  HttpResponse<?> health(@PathVariable("which") String which, HttpRequest<?> request) {
    return which.equals("live") || which.equals("ready")
        ? Answers.json(RestInference.health())
        : error(request, ErrorCode.NOT_FOUND, "health is live or ready");
  }

  @Get("/models/stats")
  CompletableFuture<HttpResponse<?>> allStats(HttpRequest<?> request) {
    return asked(request, () -> inference.rest().stats("", ""));
  }

  @Get("/models/{model}")
  CompletableFuture<HttpResponse<?>> model(
      @PathVariable("model") String model, HttpRequest<?> request) {
    return about(request, model, "", "");
  }

  @Get("/models/{model}/{what}")
  CompletableFuture<HttpResponse<?>> about(
      @PathVariable("model") String model,
      @PathVariable("what") String what,
      HttpRequest<?> request) {
    return about(request, model, "", what);
  }

  @Get("/models/{model}/versions/{version}")
  CompletableFuture<HttpResponse<?>> version(
      @PathVariable("model") String model,
      @PathVariable("version") String version,
      HttpRequest<?> request) {
    return about(request, model, version, "");
  }

  @Get("/models/{model}/versions/{version}/{what}")
  CompletableFuture<HttpResponse<?>> aboutVersion(
      @PathVariable("model") String model,
      @PathVariable("version") String version,
      @PathVariable("what") String what,
      HttpRequest<?> request) {
    return about(request, model, version, what);
  }

  private CompletableFuture<HttpResponse<?>> about(
      HttpRequest<?> request, String model, String version, String what) {
    RestInference rest = inference.rest();
    return switch (what) {
      case "" -> asked(request, () -> rest.metadata(model, version));
      case "ready" -> asked(request, () -> rest.ready(model, version));
      case "config" -> asked(request, () -> rest.config(model, version));
      case "stats" -> asked(request, () -> rest.stats(model, version));
      case "infer", "generate", "generate_stream" ->
          Door.now(
              VOICE
                  .answer(
                      request,
                      new Problem(
                          405, ErrorCode.NOT_ACCEPTED, what + " does not take GET. It takes POST."))
                  .header(HttpHeaders.ALLOW, "POST"));
      default ->
          Door.now(
              error(request, ErrorCode.NOT_FOUND, "a model has ready, config, stats and infer"));
    };
  }

  @Post("/models/{model}/infer")
  CompletableFuture<HttpResponse<?>> infer(
      @PathVariable("model") String model, HttpRequest<?> request) {
    return infer(request, model, "");
  }

  @Post("/models/{model}/versions/{version}/infer")
  CompletableFuture<HttpResponse<?>> inferVersion(
      @PathVariable("model") String model,
      @PathVariable("version") String version,
      HttpRequest<?> request) {
    return infer(request, model, version);
  }

  @Post("/models/{model}/{what}")
  CompletableFuture<HttpResponse<?>> done(
      @PathVariable("model") String model,
      @PathVariable("what") String what,
      HttpRequest<?> request) {
    return doneVersion(model, "", what, request);
  }

  @Post("/models/{model}/versions/{version}/{what}")
  CompletableFuture<HttpResponse<?>> doneVersion(
      @PathVariable("model") String model,
      @PathVariable("version") String version,
      @PathVariable("what") String what,
      HttpRequest<?> request) {
    return switch (what) {
      case "generate" -> texts.generate(request, model, version, false);
      case "generate_stream" -> texts.generate(request, model, version, true);
      default ->
          Door.now(
              error(
                  request,
                  ErrorCode.UNKNOWN_METHOD,
                  "what a model is asked to do by POST is infer, generate or generate_stream"));
    };
  }

  @Post("/repository/index")
  HttpResponse<?> index() {
    return Answers.json(inference.rest().index());
  }

  @Post("/repository/models/{model}/{what}")
  CompletableFuture<HttpResponse<?>> load(
      @PathVariable("model") String model,
      @PathVariable("what") String what,
      HttpRequest<?> request) {
    return switch (what) {
      case "load" -> asked(request, () -> inference.rest().load(model));
      case "unload" ->
          asked(
              request,
              () -> {
                throw inference.rest().unload(model);
              });
      default -> Door.now(error(request, ErrorCode.NOT_FOUND, "a model is loaded or unloaded"));
    };
  }

  private static HttpResponse<?> error(HttpRequest<?> request, ErrorCode code, String words) {
    return VOICE.answer(request, Problem.of(code, words));
  }

  private CompletableFuture<HttpResponse<?>> asked(
      HttpRequest<?> request, Supplier<Step<String>> step) {
    return door.seated(request, VOICE, call -> done(call, step.get(), Answers::json));
  }

  private CompletableFuture<HttpResponse<?>> infer(
      HttpRequest<?> request, String model, String version) {
    return door.inference(
        request,
        VOICE,
        (bytes, call) -> {
          OptionalInt head = OpenAnswers.headerLength(request.getHeaders());
          Inference asked = RestReader.read(model, version, bytes, head);
          // Tensors have memory of their own: of what came nothing is kept.
          call.seat().release(bytes.size());
          return done(
              call, inference.rest().infer(asked), answer -> OpenAnswers.inferred(request, answer));
        });
  }

  private <A> CompletableFuture<HttpResponse<?>> done(
      SeatedCall call, Step<A> step, Function<A, MutableHttpResponse<byte[]>> form) {
    return switch (step) {
      case Step.Answer<A>(A answer) -> {
        call.seat().close();
        yield Door.now(form.apply(answer));
      }
      case Step.Call<A> next -> called(call, next, form);
    };
  }

  private <A> CompletableFuture<HttpResponse<?>> called(
      SeatedCall call, Step.Call<A> step, Function<A, MutableHttpResponse<byte[]>> form) {
    Terms.Agreed terms = inference.terms(step, call.asked()).orThrow();
    call.hold(step.request());
    return call.answered(
        step.method(),
        inference.make(step, terms),
        result -> {
          if (result instanceof Outcome.Completed<Message> done) {
            call.hold(done.value());
          }
          return inference.answered(step, result);
        },
        done -> CallHeaders.put(form.apply(done.value()), done));
  }
}
