package dev.edgewise.orchestrator.http;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.gateway.ApiModels;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.TextChunk;
import dev.edgewise.serving.protocol.openai.ApiError;
import dev.edgewise.serving.protocol.openai.Asked;
import dev.edgewise.serving.protocol.openai.TextInference;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;

/** Texts by the Open Inference Protocol: {@code generate} and {@code generate_stream}. */
@Singleton
final class OpenInferenceTexts {
  private final SpokenDoor door;
  private final ApiModels models;

  OpenInferenceTexts(SpokenDoor door, ApiModels models) {
    this.door = requireNonNull(door, "door");
    this.models = requireNonNull(models, "models");
  }

  /** Errors as that protocol has them. */
  private enum Words implements Voice {
    INSTANCE;

    @Override
    public MutableHttpResponse<byte[]> answer(HttpRequest<?> request, Problem problem) {
      MutableHttpResponse<byte[]> response =
          problem.code() == ErrorCode.NOT_ACCEPTED
              ? OpenAnswers.error(problem.status(), problem.detail())
              : OpenAnswers.error(request, problem.code(), problem.detail());
      problem.decision().ifPresent(id -> response.header(CallHeaders.DECISION, id));
      return response;
    }

    @Override
    public String event(Problem problem) {
      return TextInference.failed(problem.detail());
    }
  }

  /**
   * Answers a request.
   *
   * @param version empty for the newest
   * @param stream whether the text is to come piece by piece
   */
  CompletableFuture<HttpResponse<?>> generate(
      HttpRequest<?> request, String model, String version, boolean stream) {
    return door.enter(
        request,
        Words.INSTANCE,
        (json, call) ->
            switch (TextInference.read(model, version, json)) {
              case Asked.Wrong<TextInference>(ApiError error) ->
                  throw EdgewiseException.of(ErrorCode.BAD_REQUEST, error.message());
              case Asked.For<TextInference>(TextInference order) -> begin(order, call, stream);
            });
  }

  private CompletableFuture<HttpResponse<?>> begin(
      TextInference order, SpokenCall call, boolean stream) {
    String method = models.require(order.model(), ModelKind.TEXT).method(ModelKind.TEXT.method());
    Message message = WireWriter.encode(ModelCodecs.COMPLETE_REQUEST, order.request());
    if (stream) {
      return call.streamed(method, message, _ -> item -> order.event(OpenAiTexts.read(item)));
    }
    StringBuilder text = new StringBuilder();
    return call.whole(
        method,
        message,
        item -> {
          TextChunk chunk = OpenAiTexts.read(item);
          text.append(chunk.text());
        },
        done -> CallHeaders.put(OpenAnswers.json(order.whole(text.toString())), done));
  }
}
