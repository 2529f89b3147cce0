package dev.edgewise.serving.host;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Health;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorSpec;
import dev.edgewise.core.model.TextEmbedder;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.ServedModel;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.EmbedRequest;
import dev.edgewise.sdk.spi.model.EmbedResponse;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.ModelMetadata;
import dev.edgewise.sdk.spi.model.ModelMethods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The node's embedder of texts as a model of its own, under its own name. It is opened for its
 * first call, or for the first of another model that needs it, and stays.
 */
final class EmbedderModel implements ServedModel {
  /** The only one that there is: it comes with the software. */
  private static final String VERSION = "1";

  /** Texts between two looks at whether anybody still waits. */
  private static final int AT_ONCE = 8;

  private final LazyEmbedder embedder;
  private final NativeThreads natives;
  private final ServingListener listener;
  private final Clock clock;
  private final ModelMethods methods;
  private final String engine;

  /**
   * Of a node that has one.
   *
   * @param embedder whose model's name is known
   */
  EmbedderModel(
      LazyEmbedder embedder, NativeThreads natives, ServingListener listener, Clock clock) {
    this.embedder = requireNonNull(embedder, "embedder");
    this.natives = requireNonNull(natives, "natives");
    this.listener = requireNonNull(listener, "listener");
    this.clock = requireNonNull(clock, "clock");
    this.methods = new ModelMethods(embedder.model().orElseThrow());
    this.engine = embedder.engine();
  }

  @Override
  public String name() {
    return methods.model();
  }

  String service() {
    return methods.service();
  }

  @Override
  public String engine() {
    return engine;
  }

  @Override
  public List<MethodContract> methods() {
    return methods.contracts(ModelKind.EMBEDDINGS);
  }

  @Override
  public String kind() {
    return ModelKind.EMBEDDINGS.word();
  }

  @Override
  public Health health() {
    return new Health.Healthy();
  }

  @Override
  public Message call(String fullName, Message request, CallContext context)
      throws InterruptedException {
    String method = fullName.substring(fullName.indexOf('/') + 1);
    if (method.equals(ModelMethods.METADATA)) {
      return WireWriter.encode(ModelCodecs.METADATA, metadata());
    }
    if (!method.equals(ModelKind.EMBEDDINGS.method())) {
      throw EdgewiseException.of(
          ErrorCode.UNKNOWN_METHOD, "Model \"" + name() + "\" does not answer " + fullName + ".");
    }
    long begun = clock.nanos();
    boolean ok = false;
    try {
      EmbedResponse response =
          embed(Requests.read(name(), ModelCodecs.EMBED_REQUEST, request), context);
      ok = true;
      return WireWriter.encode(ModelCodecs.EMBED_RESPONSE, response);
    } finally {
      listener.called(name(), method, ok, Duration.ofNanos(clock.nanos() - begun));
    }
  }

  private ModelMetadata metadata() {
    List<TensorSpec> outputs =
        embedder.opened().stream()
            .map(
                known ->
                    new TensorSpec("embedding", ElementType.FLOAT32, List.of(known.dimensions())))
            .toList();
    return new ModelMetadata(
        name(),
        kind(),
        List.of(VERSION),
        engine,
        List.of(),
        outputs,
        1,
        outputs.isEmpty() ? "unloaded" : "ready",
        "");
  }

  private EmbedResponse embed(EmbedRequest request, CallContext context)
      throws InterruptedException {
    List<String> texts = request.texts();
    return natives.run(
        name(),
        () -> {
          TextEmbedder known = embedder.get();
          List<Tensor> points = new ArrayList<>(texts.size());
          long tokens = 0;
          for (int from = 0; from < texts.size(); from += AT_ONCE) {
            goOn(context, from, texts.size());
            List<String> some = texts.subList(from, Math.min(texts.size(), from + AT_ONCE));
            for (float[] point : known.embed(some)) {
              points.add(Tensor.ofFloats(List.of(point.length), point));
            }
            for (String text : some) {
              tokens += known.tokens(text).orElse(0);
            }
          }
          return new EmbedResponse(points, tokens);
        },
        Requests.deadline(context, clock));
  }

  /** Nobody waits for an answer that comes too late. */
  private void goOn(CallContext context, int done, int all) {
    boolean cancelled = context.isCancelled();
    if (cancelled || context.timeLeft().isZero() || context.timeLeft().isNegative()) {
      throw EdgewiseException.of(
          cancelled ? ErrorCode.CANCELLED : ErrorCode.EXPIRED,
          "Model \""
              + name()
              + "\" stopped after "
              + done
              + " of "
              + all
              + " texts: "
              + (cancelled
                  ? "the caller gave up."
                  : "the deadline passed. Give it a longer one, or send fewer texts."));
    }
  }
}
