package dev.edgewise.orchestrator.http;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.gateway.ApiModels;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.serving.protocol.openai.ApiError;
import dev.edgewise.serving.protocol.openai.Asked;
import dev.edgewise.serving.protocol.openai.TextInference;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;

/** Texts by the Open Inference Protocol: {@code generate} and {@code generate_stream}. */
@Singleton
final class OpenInferenceTexts {
  private final Door door;
  private final ApiModels models;

  OpenInferenceTexts(Door door, ApiModels models) {
    this.door = requireNonNull(door, "door");
    this.models = requireNonNull(models, "models");
  }

  /**
   * Answers a request.
   *
   * @param version empty for the newest
   * @param stream whether the text is to come piece by piece
   */
  CompletableFuture<HttpResponse<?>> generate(
      HttpRequest<?> request, String model, String version, boolean stream) {
    return door.json(
        request,
        Voice.OPEN_INFERENCE,
        (json, call) ->
            switch (TextInference.read(model, version, json)) {
              case Asked.Wrong<TextInference>(ApiError error) ->
                  throw EdgewiseException.of(ErrorCode.BAD_REQUEST, error.message());
              case Asked.For<TextInference>(TextInference order) -> begin(order, call, stream);
            });
  }

  private CompletableFuture<HttpResponse<?>> begin(
      TextInference order, SeatedCall call, boolean stream) {
    String method = models.require(order.model(), ModelKind.TEXT).method(ModelKind.TEXT.method());
    Message message = WireWriter.encode(ModelCodecs.COMPLETE_REQUEST, order.request());
    if (stream) {
      return call.spoken(method, message, _ -> item -> order.event(OpenAiTexts.read(item)));
    }
    StringBuilder text = new StringBuilder();
    return call.whole(
        method,
        message,
        call.terms(method),
        item -> text.append(OpenAiTexts.read(item).text()),
        done -> CallHeaders.put(Answers.json(order.whole(text.toString())), done));
  }
}
