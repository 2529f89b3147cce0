package dev.edgewise.orchestrator.http;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.orchestrator.gateway.Gateway;
import dev.edgewise.orchestrator.gateway.OpenInference;
import dev.edgewise.orchestrator.gateway.Seats;
import dev.edgewise.orchestrator.gateway.Terms;
import dev.edgewise.orchestrator.rpc.Askers;
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
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
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
  static final String PATH = "/v2/";

  private final Gateway gateway;
  private final OpenInference inference;
  private final SystemScheduler scheduler;
  private final OpenInferenceTexts texts;

  OpenInferenceController(
      Gateway gateway,
      OpenInference inference,
      SystemScheduler scheduler,
      OpenInferenceTexts texts) {
    this.gateway = gateway;
    this.inference = inference;
    this.scheduler = scheduler;
    this.texts = texts;
  }

  @Get
  HttpResponse<?> server() {
    return OpenAnswers.json(inference.rest().server());
  }

  @Get("/health/{which}")
  HttpResponse<?> health(@PathVariable("which") String which, HttpRequest<?> request) {
    return which.equals("live") || which.equals("ready")
        ? OpenAnswers.json(RestInference.health())
        : OpenAnswers.error(request, ErrorCode.NOT_FOUND, "health is live or ready");
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
          now(
              OpenAnswers.error(405, what + " does not take GET. It takes POST.")
                  .header(HttpHeaders.ALLOW, "POST"));
      default ->
          now(
              OpenAnswers.error(
                  request, ErrorCode.NOT_FOUND, "a model has ready, config, stats and infer"));
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
          now(
              OpenAnswers.error(
                  request,
                  ErrorCode.UNKNOWN_METHOD,
                  "what a model is asked to do by POST is infer, generate or generate_stream"));
    };
  }

  @Post("/repository/index")
  HttpResponse<?> index() {
    return OpenAnswers.json(inference.rest().index());
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
      default ->
          now(OpenAnswers.error(request, ErrorCode.NOT_FOUND, "a model is loaded or unloaded"));
    };
  }

  private CompletableFuture<HttpResponse<?>> asked(
      HttpRequest<?> request, Supplier<Step<String>> step) {
    Optional<Seats.Seat> seat = gateway.enter();
    return seat.isEmpty()
        ? now(OpenAnswers.error(request, ErrorCode.OVERLOADED, gateway.full()))
        : done(request, seat.get(), step, OpenAnswers::json);
  }

  private CompletableFuture<HttpResponse<?>> infer(
      HttpRequest<?> request, String model, String version) {
    Optional<Seats.Seat> taken = gateway.enter();
    if (taken.isEmpty()) {
      return now(OpenAnswers.error(request, ErrorCode.OVERLOADED, gateway.full()));
    }
    Seats.Seat seat = taken.get();
    HttpHeaders headers = request.getHeaders();
    String encoding = Optional.ofNullable(headers.get(HttpHeaders.CONTENT_ENCODING)).orElse("");
    Body body;
    // The body itself, and not as an argument: it is read only by who has a seat.
    try (InputStream bytes = ((ServerHttpRequest<?>) request).byteBody().toInputStream()) {
      body = Body.read(bytes, request.getContentLength(), encoding, seat, scheduler);
    } catch (IOException e) {
      body = new Body.Refused(ErrorCode.BAD_REQUEST, "The body broke off. Send it anew.");
    }
    return switch (body) {
      case Body.Refused(ErrorCode code, String detail) -> {
        seat.close();
        yield now(OpenAnswers.error(request, code, detail));
      }
      case Body.Bytes(Message bytes) ->
          done(
              request,
              seat,
              () -> {
                Inference asked = RestReader.read(model, version, bytes, headerLength(headers));
                // Tensors have memory of their own: of what came nothing is kept.
                seat.release(bytes.size());
                return inference.rest().infer(asked);
              },
              answer -> OpenAnswers.inferred(request, answer));
    };
  }

  /** Counts what a call holds beside its body. */
  private void hold(Seats.Seat seat, Message message) {
    if (!seat.hold(message.size())) {
      throw EdgewiseException.of(ErrorCode.OVERLOADED, gateway.tooMuchHeld());
    }
  }

  private static OptionalInt headerLength(HttpHeaders headers) {
    String length = headers.get(OpenAnswers.HEADER_LENGTH);
    if (length == null) {
      return OptionalInt.empty();
    }
    if (!length.matches("[0-9]{1,9}")) {
      throw EdgewiseException.of(
          ErrorCode.BAD_REQUEST, OpenAnswers.HEADER_LENGTH + " is no number of bytes");
    }
    return OptionalInt.of(Integer.parseInt(length));
  }

  private <A> CompletableFuture<HttpResponse<?>> done(
      HttpRequest<?> request,
      Seats.Seat seat,
      Supplier<Step<A>> step,
      Function<A, MutableHttpResponse<byte[]>> form) {
    try {
      return switch (step.get()) {
        case Step.Answer<A>(A answer) -> {
          seat.close();
          yield now(form.apply(answer));
        }
        case Step.Call<A> call -> called(request, seat, call, form);
      };
    } catch (EdgewiseException e) {
      seat.close();
      return now(OpenAnswers.error(request, e));
    } catch (RuntimeException | Error e) {
      seat.close();
      throw e;
    }
  }

  private <A> CompletableFuture<HttpResponse<?>> called(
      HttpRequest<?> request,
      Seats.Seat seat,
      Step.Call<A> call,
      Function<A, MutableHttpResponse<byte[]>> form) {
    CallHeaders asked = CallHeaders.of(request.getHeaders()::getAll);
    if (asked.problem().isPresent()) {
      throw EdgewiseException.of(asked.problem().get().code(), asked.problem().get().detail());
    }
    return switch (inference.terms(call, asked.asked())) {
      case Terms.Refused(ErrorCode code, String because) ->
          throw EdgewiseException.of(code, because);
      case Terms.Agreed terms -> {
        hold(seat, call.request());
        CompletableFuture<Outcome<Message>> outcome = inference.make(call, terms);
        Askers.untilAnswered(request, outcome, () -> outcome.cancel(true));
        yield outcome.thenApply(
            result -> {
              try (seat) {
                if (result instanceof Outcome.Completed<Message> done) {
                  hold(seat, done.value());
                }
                return answer(request, inference.answered(call, result), form);
              } catch (EdgewiseException e) {
                return OpenAnswers.error(request, e);
              }
            });
      }
    };
  }

  private static <A> HttpResponse<?> answer(
      HttpRequest<?> request, Outcome<A> outcome, Function<A, MutableHttpResponse<byte[]>> form) {
    return switch (outcome) {
      case Outcome.Completed<A> done -> CallHeaders.put(form.apply(done.value()), done);
      case Outcome.Refused<A> refused -> OpenAnswers.error(request, refused.cause());
      case Outcome.Expired<A> expired -> OpenAnswers.error(request, expired.cause());
      case Outcome.Failed<A> failed -> OpenAnswers.error(request, failed.cause());
      case Outcome.Cancelled<A> cancelled -> OpenAnswers.error(request, cancelled.cause());
    };
  }

  private static CompletableFuture<HttpResponse<?>> now(HttpResponse<?> response) {
    return CompletableFuture.completedFuture(response);
  }
}
