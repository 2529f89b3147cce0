package dev.edgewise.serving.protocol;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.ModelMetadata;
import dev.edgewise.sdk.spi.model.ModelMethods;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code inference.GRPCInferenceService} where the models themselves are: they are run without a
 * call in between, and what only their node knows is told, such as which are loaded, why one is
 * not, and what they have done. Thread-safe; blocks.
 */
public final class NodeInference {
  private static final long NANOS_PER_MICRO = 1_000;

  private final ModelCatalogue catalogue;
  private final ModelCalls others;
  private final GrpcInference ofOthers;
  private final GrpcInference ofAll;
  private final Clock clock;

  /**
   * Over the models of a node.
   *
   * @param others models that are called beside them, as services
   * @param statistics of calls of the others
   * @param version of this software
   */
  public NodeInference(
      ModelCatalogue catalogue,
      ModelCalls others,
      Statistics statistics,
      String version,
      Clock clock) {
    this.catalogue = requireNonNull(catalogue, "catalogue");
    this.others = requireNonNull(others, "others");
    this.ofOthers = new GrpcInference(others, statistics, version);
    this.ofAll = new GrpcInference(this::models, statistics, version);
    this.clock = requireNonNull(clock, "clock");
  }

  private Map<String, String> models() {
    Map<String, String> models = new TreeMap<>(others.models());
    catalogue
        .models()
        .forEach((name, method) -> models.put(new ModelMethods(name).simpleName(), method));
    return models;
  }

  /**
   * What to do for a request: nothing more, or, of a model that is called as a service, a call.
   *
   * @param method one of {@link GrpcInference#METHODS}
   * @param context of the call; its deadline and cancellation are obeyed
   * @throws EdgewiseException when it cannot be taken, or fails
   */
  public Step<Message> step(String method, Message request, CallContext context)
      throws InterruptedException {
    Optional<Message> own =
        switch (method) {
          case "ModelInfer" -> infer(request, context);
          case "ModelReady" -> ready(GrpcInference.Named.READING.of(request));
          case "ModelMetadata" -> metadata(GrpcInference.Named.READING.of(request));
          case "ModelConfig" -> config(GrpcInference.Named.READING.of(request));
          case "ModelStatistics" -> statistics(GrpcInference.Named.READING.of(request));
          case "RepositoryIndex" -> Optional.of(index(RepositoryIndex.READING.of(request)));
          case "RepositoryModelLoad" -> load(RepositoryChange.READING.of(request));
          case "RepositoryModelUnload" -> unload(RepositoryChange.READING.of(request));
          default -> Optional.empty();
        };
    return own.isPresent() ? new Step.Answer<>(own.get()) : ofAll.step(method, request);
  }

  /** A list of this node's own with that of the others behind it, which protobuf takes for one. */
  private Message withOthers(String method, Fields own) {
    if (!(ofOthers.step(method, Message.EMPTY) instanceof Step.Answer<Message>(Message more))) {
      throw new IllegalStateException(method + " of all is answered at once");
    }
    List<ByteBuffer> parts = new ArrayList<>(more.parts());
    parts.addFirst(ByteBuffer.wrap(own.bytes()));
    return Message.of(parts);
  }

  /** The name under which the catalogue has what a caller may write with underscores. */
  private Optional<String> known(String asked) {
    Map<String, String> models = catalogue.models();
    return models.containsKey(asked)
        ? Optional.of(asked)
        : models.keySet().stream()
            .filter(name -> new ModelMethods(name).simpleName().equals(asked))
            .findFirst();
  }

  private Optional<Message> infer(Message request, CallContext context)
      throws InterruptedException {
    Inference inference = GrpcReader.read(request);
    Optional<String> model = known(inference.model());
    // Of a model that takes no tensors the other form says which method it has.
    if (model.isEmpty()
        || !ModelKind.TENSORS.method().equals(catalogue.models().get(model.get()))) {
      return Optional.empty();
    }
    return Optional.of(
        GrpcInference.answer(
            inference,
            catalogue.infer(model.get(), inference.request(), within(inference, context))));
  }

  /** The request may be less patient than its call. */
  private CallContext within(Inference inference, CallContext context) {
    Duration left = context.timeLeft();
    Optional<Duration> less = inference.timeout().filter(timeout -> timeout.compareTo(left) < 0);
    if (less.isEmpty()) {
      return context;
    }
    long until = clock.nanos() + less.get().toNanos();
    return context.lasting(
        () -> Duration.ofNanos(Math.max(0, until - clock.nanos())), context::isCancelled);
  }

  private Optional<Message> ready(GrpcInference.Named asked) {
    return known(asked.name())
        .map(model -> new Fields().flag(1, catalogue.ready(model, asked.version())).message());
  }

  private Optional<Message> metadata(GrpcInference.Named asked) throws InterruptedException {
    Optional<String> model = known(asked.name());
    return model.isEmpty()
        ? Optional.empty()
        : Optional.of(GrpcInference.metadata(asked.name(), described(model.get(), asked)));
  }

  private Optional<Message> config(GrpcInference.Named asked) throws InterruptedException {
    Optional<String> model = known(asked.name());
    if (model.isEmpty()) {
      return Optional.empty();
    }
    ModelMetadata is = described(model.get(), asked);
    long micros =
        catalogue.batchTimeout(model.get()).map(Duration::toNanos).orElse(0L) / NANOS_PER_MICRO;
    return Optional.of(
        new Fields()
            .message(1, config -> GrpcInference.config(asked.name(), is, micros, config))
            .message());
  }

  private ModelMetadata described(String model, GrpcInference.Named asked)
      throws InterruptedException {
    Optional<ModelMetadata> found = catalogue.metadata(model, asked.version());
    if (found.isPresent()) {
      return found.get();
    }
    throw ModelSteps.noVersion(
        asked.name(),
        asked.version(),
        catalogue.metadata(model, "").map(ModelMetadata::versions).orElseThrow());
  }

  private Optional<Message> statistics(GrpcInference.Named asked) {
    if (asked.name().isEmpty()) {
      Fields out = new Fields();
      catalogue
          .models()
          .keySet()
          .forEach(
              model ->
                  catalogue
                      .statistics(model, "")
                      .ifPresent(counted -> out.message(1, of -> counts(model, counted, of))));
      return Optional.of(withOthers("ModelStatistics", out));
    }
    return known(asked.name())
        .map(
            model ->
                catalogue
                    .statistics(model, asked.version())
                    .map(
                        counted ->
                            new Fields()
                                .message(1, of -> counts(asked.name(), counted, of))
                                .message())
                    .orElseThrow(
                        () ->
                            EdgewiseException.of(
                                ErrorCode.NO_MODEL,
                                "Request for unknown model: '"
                                    + Refusals.shown(asked.name())
                                    + "' has no version "
                                    + Refusals.shown(asked.version())
                                    + ". Name none for the newest.")));
  }

  private static void counts(String model, ModelCatalogue.Counted counted, Fields out) {
    long calls = counted.succeeded();
    out.text(1, model)
        .text(2, counted.version())
        .number(3, counted.lastMillis())
        .number(4, counted.inferences())
        .number(5, counted.executions())
        .message(
            6,
            stats ->
                stats
                    .message(1, of -> of.number(1, calls).number(2, counted.successNanos()))
                    .message(2, of -> of.number(1, counted.failed()).number(2, counted.failNanos()))
                    .message(3, of -> of.number(1, calls).number(2, counted.queueNanos()))
                    .message(5, of -> of.number(1, calls).number(2, counted.computeNanos())));
  }

  private Message index(RepositoryIndex asked) {
    return withOthers("RepositoryIndex", asked.fields(catalogue.index()));
  }

  private Optional<Message> load(RepositoryChange change) throws InterruptedException {
    if (change.withParameters()) {
      throw Refusals.bad(
          "a load takes no parameters here (config and files of a model are those of its folder)");
    }
    // It may have come just now, and one that is broken says why: names are looked up by it.
    if (known(change.model()).isEmpty() && listed(change.model()).isEmpty()) {
      return Optional.empty();
    }
    catalogue.load(known(change.model()).orElse(change.model()));
    return Optional.of(Message.EMPTY);
  }

  private Optional<ModelCatalogue.Entry> listed(String model) {
    return catalogue.index().stream().filter(entry -> entry.model().equals(model)).findFirst();
  }

  private Optional<Message> unload(RepositoryChange change) {
    Optional<String> model = known(change.model());
    model.ifPresent(catalogue::unload);
    return model.map(_ -> Message.EMPTY);
  }
}
