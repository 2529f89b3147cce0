package dev.edgewise.orchestrator.http;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.gateway.ApiModels;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.EmbedResponse;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.serving.protocol.openai.ApiError;
import dev.edgewise.serving.protocol.openai.Asked;
import dev.edgewise.serving.protocol.openai.EmbeddingOrder;
import dev.edgewise.serving.protocol.openai.ImageOrder;
import dev.edgewise.serving.protocol.openai.ModelList;
import dev.edgewise.serving.protocol.openai.TextOrder;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The models of the fleet by OpenAI's protocol. {@code Authorization} is taken and not looked at.
 */
@Controller("/v1")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class OpenAiController {
  private final Door door;
  private final ApiModels models;
  private final OpenAiTexts texts;
  private final OpenAiPictures pictures;

  OpenAiController(Door door, ApiModels models, OpenAiTexts texts, OpenAiPictures pictures) {
    this.door = requireNonNull(door, "door");
    this.models = requireNonNull(models, "models");
    this.texts = requireNonNull(texts, "texts");
    this.pictures = requireNonNull(pictures, "pictures");
  }

  @Get("/models")
  HttpResponse<?> models() {
    return Answers.json(
        ModelList.json(models.all().stream().map(OpenAiController::listed).toList()));
  }

  @Get("/models/{id}")
  HttpResponse<?> model(@PathVariable("id") String id, HttpRequest<?> request) {
    return models
        .find(id)
        .map(model -> Answers.json(ModelList.json(listed(model))))
        .orElseGet(
            () ->
                OpenAiAnswers.error(
                    request,
                    ApiError.noModel(
                        "There is no model of that name here. GET /v1/models tells which there"
                            + " are.")));
  }

  private static ModelList.Listed listed(ApiModels.Known model) {
    return new ModelList.Listed(model.id(), model.kind().word());
  }

  @Post("/chat/completions")
  CompletableFuture<HttpResponse<?>> chat(HttpRequest<?> request) {
    return asked(request, TextOrder::chat, texts::begin);
  }

  @Post("/completions")
  CompletableFuture<HttpResponse<?>> completion(HttpRequest<?> request) {
    return asked(request, TextOrder::completion, texts::begin);
  }

  @Post("/images/generations")
  CompletableFuture<HttpResponse<?>> images(HttpRequest<?> request) {
    return asked(request, ImageOrder::read, pictures::begin);
  }

  @Post("/embeddings")
  CompletableFuture<HttpResponse<?>> embeddings(HttpRequest<?> request) {
    return asked(request, EmbeddingOrder::read, this::embed);
  }

  private <O> CompletableFuture<HttpResponse<?>> asked(
      HttpRequest<?> request,
      Function<String, Asked<O>> reader,
      BiFunction<O, SeatedCall, CompletableFuture<HttpResponse<?>>> work) {
    return door.json(
        request,
        Voice.OPENAI,
        (json, call) ->
            switch (reader.apply(json)) {
              case Asked.Wrong<O>(ApiError error) -> {
                call.seat().close();
                yield Door.now(OpenAiAnswers.error(request, error));
              }
              case Asked.For<O>(O order) -> work.apply(order, call);
            });
  }

  private CompletableFuture<HttpResponse<?>> embed(EmbeddingOrder order, SeatedCall call) {
    String method =
        models.require(order.model(), ModelKind.EMBEDDINGS).method(ModelKind.EMBEDDINGS.method());
    Message message = WireWriter.encode(ModelCodecs.EMBED_REQUEST, order.request());
    return call.call(
        method,
        message,
        call.terms(method),
        done ->
            switch (order.answer(points(order, done.value()))) {
              case Asked.For<String>(String json) -> OpenAiAnswers.json(json, done);
              case Asked.Wrong<String>(ApiError error) ->
                  OpenAiAnswers.error(call.request(), error);
            });
  }

  private static EmbedResponse points(EmbeddingOrder order, Message message) {
    EmbedResponse response = ApiModels.read(ModelCodecs.EMBED_RESPONSE, message);
    if (response.points().size() != order.texts().size()) {
      throw EdgewiseException.of(
          ErrorCode.BAD_ANSWER,
          "The model gave "
              + response.points().size()
              + " points for "
              + order.texts().size()
              + " texts.");
    }
    return response;
  }
}
