package dev.edgewise.orchestrator.http;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.orchestrator.gateway.ApiModels;
import dev.edgewise.orchestrator.gateway.generation.Position;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.TextChunk;
import dev.edgewise.serving.protocol.openai.TextOrder;
import dev.edgewise.serving.protocol.openai.TextWriter;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Texts for callers that speak OpenAI's protocol. Thread-safe. */
@Singleton
final class OpenAiTexts {
  private final ApiModels models;
  private final Clock clock;
  private final BeginTimes begun = new BeginTimes();

  OpenAiTexts(ApiModels models, Clock clock) {
    this.models = requireNonNull(models, "models");
    this.clock = requireNonNull(clock, "clock");
  }

  /** Begins a text. */
  CompletableFuture<HttpResponse<?>> begin(TextOrder order, SeatedCall call) {
    String method = models.require(order.model(), ModelKind.TEXT).method(ModelKind.TEXT.method());
    Message message = WireWriter.encode(ModelCodecs.COMPLETE_REQUEST, order.request());
    long now = clock.now().getEpochSecond();
    return order.stream()
        ? call.spoken(method, message, at -> writing(order, at, now))
        : whole(order, call, method, message, now);
  }

  private Function<Message, String> writing(TextOrder order, Position at, long now) {
    TextWriter writer =
        new TextWriter(order, id(order, at.generation()), begun.of(at.generation(), now));
    AtomicReference<String> first = new AtomicReference<>(at.number() == 0 ? writer.begin() : "");
    return item -> first.getAndSet("") + writer.piece(read(item));
  }

  private static CompletableFuture<HttpResponse<?>> whole(
      TextOrder order, SeatedCall call, String method, Message message, long now) {
    StringBuilder text = new StringBuilder();
    AtomicReference<TextChunk> last =
        new AtomicReference<>(new TextChunk("", new long[0], "", Optional.empty()));
    return call.whole(
        method,
        message,
        call.terms(method),
        item -> {
          TextChunk chunk = read(item);
          text.append(chunk.text());
          last.set(chunk);
        },
        done ->
            OpenAiAnswers.json(
                new TextWriter(order, id(order, done.decisionId()), now)
                    .whole(text.toString(), last.get()),
                done));
  }

  private static String id(TextOrder order, String unique) {
    return (order.chat() ? "chatcmpl-" : "cmpl-") + unique;
  }

  /** A piece of a text. */
  static TextChunk read(Message item) {
    return ApiModels.read(ModelCodecs.TEXT_CHUNK, item);
  }
}
