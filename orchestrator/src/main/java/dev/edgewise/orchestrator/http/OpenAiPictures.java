package dev.edgewise.orchestrator.http;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.orchestrator.gateway.ApiModels;
import dev.edgewise.orchestrator.gateway.PictureShelf;
import dev.edgewise.orchestrator.gateway.Terms;
import dev.edgewise.orchestrator.gateway.generation.Position;
import dev.edgewise.orchestrator.http.rpc.Askers;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.DrawEvent;
import dev.edgewise.sdk.spi.model.GenerateResponse;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.serving.protocol.openai.ApiError;
import dev.edgewise.serving.protocol.openai.Asked;
import dev.edgewise.serving.protocol.openai.ImageOrder;
import dev.edgewise.serving.protocol.openai.ImageWriter;
import dev.edgewise.serving.protocol.openai.ServerSentEvents;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Pictures for callers that speak OpenAI's protocol. Thread-safe. */
@Singleton
final class OpenAiPictures {
  private final ApiModels models;
  private final PictureShelf shelf;
  private final Clock clock;
  private final BeginTimes begun = new BeginTimes();

  OpenAiPictures(ApiModels models, PictureShelf shelf, Clock clock) {
    this.models = requireNonNull(models, "models");
    this.shelf = requireNonNull(shelf, "shelf");
    this.clock = requireNonNull(clock, "clock");
  }

  /** Begins a picture, or several. */
  CompletableFuture<HttpResponse<?>> begin(ImageOrder order, SeatedCall call) {
    ApiModels.Known model = models.require(order.model(), ModelKind.TEXT_TO_IMAGE);
    String method = model.method(ModelMethods.DRAW);
    Message message = WireWriter.encode(ModelCodecs.GENERATE_REQUEST, order.request());
    return order.stream()
        ? call.spoken(method, message, at -> writing(order, at))
        : whole(order, call, model, message);
  }

  private Function<Message, String> writing(ImageOrder order, Position at) {
    ImageWriter writer = new ImageWriter(order, begun.of(at.generation(), now()));
    AtomicInteger partial = new AtomicInteger((int) at.number());
    return item ->
        switch (read(item)) {
          case DrawEvent.Previewed(var preview) ->
              writer.partial(preview.picture(), partial.getAndIncrement());
          case DrawEvent.Finished(GenerateResponse drawn) ->
              switch (writer.completed(checked(drawn))) {
                case Asked.For<String>(String events) -> events;
                case Asked.Wrong<String>(ApiError error) -> ServerSentEvents.failed(error);
              };
        };
  }

  private CompletableFuture<HttpResponse<?>> whole(
      ImageOrder order, SeatedCall call, ApiModels.Known model, Message message) {
    String method = model.method(ModelMethods.DRAW);
    Terms.Agreed terms = call.terms(method);
    boolean listed = terms.label().compareTo(Label.CONFIDENTIAL) < 0;
    AtomicReference<Optional<GenerateResponse>> last = new AtomicReference<>(Optional.empty());
    return call.whole(
        method,
        message,
        terms,
        item -> {
          if (read(item) instanceof DrawEvent.Finished(GenerateResponse drawn)) {
            last.set(Optional.of(drawn));
          }
        },
        done -> {
          GenerateResponse drawn =
              checked(last.get().orElse(new GenerateResponse(List.of(), "", 0, 0, 0)));
          Optional<ApiError> wrong = order.wrong(drawn);
          return wrong.isPresent()
              ? OpenAiAnswers.error(call.request(), wrong.get())
              : answer(order, call.request(), model, drawn, listed, done);
        });
  }

  private MutableHttpResponse<byte[]> answer(
      ImageOrder order,
      HttpRequest<?> request,
      ApiModels.Known model,
      GenerateResponse drawn,
      boolean listed,
      Outcome.Completed<?> done) {
    Optional<List<String>> urls =
        order.urls() ? Optional.of(urls(order, request, model, drawn, listed)) : Optional.empty();
    return OpenAiAnswers.json(new ImageWriter(order, now()).whole(drawn, urls), done);
  }

  private List<String> urls(
      ImageOrder order,
      HttpRequest<?> request,
      ApiModels.Known model,
      GenerateResponse drawn,
      boolean listed) {
    return drawn.pictures().stream()
        .map(picture -> shelf.put(picture.png(), model.id(), order.request().prompt(), listed))
        // Host was looked at by BrowserGuard: it names this server.
        .map(
            id ->
                Origins.scheme(Askers.isSecure(request))
                    + request.getHeaders().get(HttpHeaders.HOST)
                    + PictureList.PATH
                    + id
                    + PictureList.SUFFIX)
        .toList();
  }

  private long now() {
    return clock.now().getEpochSecond();
  }

  private static GenerateResponse checked(GenerateResponse drawn) {
    if (drawn.pictures().isEmpty()) {
      throw EdgewiseException.of(ErrorCode.BAD_ANSWER, "The model made no picture.");
    }
    return drawn;
  }

  private static DrawEvent read(Message item) {
    return ApiModels.read(ModelCodecs.DRAW_EVENT, item);
  }
}
