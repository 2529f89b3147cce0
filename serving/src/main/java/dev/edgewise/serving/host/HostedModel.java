package dev.edgewise.serving.host;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Health;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.Signature;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.ServedModel;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.CompleteRequest;
import dev.edgewise.sdk.spi.model.GenerateRequest;
import dev.edgewise.sdk.spi.model.InferRequest;
import dev.edgewise.sdk.spi.model.InferResponse;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.ModelMetadata;
import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.serving.allocation.Hold;
import dev.edgewise.serving.allocation.Loadable;
import dev.edgewise.serving.allocation.Status;
import dev.edgewise.serving.repository.FoundModel;
import dev.edgewise.serving.repository.ModelVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** One model of this node, loaded or not. */
final class HostedModel implements ServedModel {
  private final FoundModel found;
  private final Node node;
  private final NativeThreads natives;
  private final Remembering remembering;
  private final ModelMethods methods;
  private final ModelQuestions caches;
  private final Map<Integer, Counts> counts = new ConcurrentHashMap<>();
  private final Map<Integer, Signature> signatures = new ConcurrentHashMap<>();
  private final Map<Integer, Loadable<Loaded>> loadables = new ConcurrentHashMap<>();

  HostedModel(FoundModel found, Node node, NativeThreads natives, Remembering remembering) {
    this.found = found;
    this.node = node;
    this.natives = natives;
    this.remembering = remembering;
    this.methods = new ModelMethods(found.name());
    this.caches = new ModelQuestions(found, this::engine, node.options().engine());
  }

  FoundModel found() {
    return found;
  }

  String service() {
    return methods.service();
  }

  @Override
  public String name() {
    return found.name();
  }

  @Override
  public String engine() {
    String format = found.newest().format();
    return format.equals(LanguageEngines.FORMAT)
        ? LanguageEngines.name()
        : node.engine(format.isEmpty() ? "onnx" : format).map(ModelEngine::name).orElse("");
  }

  @Override
  public List<MethodContract> methods() {
    return methods.contracts(modelKind());
  }

  @Override
  public String kind() {
    return modelKind().word();
  }

  @Override
  public Health health() {
    return new Health.Healthy();
  }

  @Override
  public String producer() {
    return caches.producer();
  }

  @Override
  public Optional<CallCaching.Question> question(String fullName, Message request) {
    return caches.question(fullName, request);
  }

  @Override
  public Message call(String fullName, Message request, CallContext context)
      throws InterruptedException {
    String method = fullName.substring(fullName.indexOf('/') + 1);
    if (method.equals(ModelMethods.METADATA)) {
      String version = read(ModelCodecs.METADATA_REQUEST, request).version();
      return WireWriter.encode(ModelCodecs.METADATA, metadata(version, deadline(context)));
    }
    if (!method.equals(modelKind().method())) {
      throw EdgewiseException.of(
          ErrorCode.BAD_REQUEST,
          "Model \"" + name() + "\" answers " + modelKind().method() + ", and not that method.");
    }
    return switch (modelKind()) {
      case TENSORS ->
          WireWriter.encode(
              ModelCodecs.INFER_RESPONSE, infer(read(ModelCodecs.INFER_REQUEST, request), context));
      case TEXT_TO_IMAGE -> {
        GenerateRequest asked = read(ModelCodecs.GENERATE_REQUEST, request);
        yield counted(
            found.newest(),
            context,
            hold -> pictures(hold).generate(asked, deadline(context), context));
      }
      case CAPTIONS ->
          natively(
              context,
              loaded ->
                  WireWriter.encode(
                      ModelCodecs.NEAREST_RESPONSE,
                      ((Loaded.Captions) loaded)
                          .nearest(read(ModelCodecs.NEAREST_REQUEST, request))));
      case TEXT, EMBEDDINGS -> throw unknown(fullName);
    };
  }

  @Override
  public void stream(String fullName, Message request, CallContext context, ItemSink sink)
      throws InterruptedException {
    if (modelKind() == ModelKind.TEXT
        && fullName.equals(methods.complete().contract().fullName())) {
      CompleteRequest asked = read(ModelCodecs.COMPLETE_REQUEST, request);
      streamed(context, hold -> complete(asked, (Loaded.Text) hold.value(), context, sink));
    } else if (modelKind() == ModelKind.TEXT_TO_IMAGE
        && fullName.equals(methods.draw().contract().fullName())) {
      GenerateRequest asked = read(ModelCodecs.GENERATE_REQUEST, request);
      streamed(context, hold -> pictures(hold).draw(asked, deadline(context), context, sink));
    } else {
      throw unknown(fullName);
    }
  }

  private void complete(
      CompleteRequest request, Loaded.Text loaded, CallContext context, ItemSink sink)
      throws InterruptedException {
    loaded
        .model()
        .complete(
            request,
            context,
            sink,
            producer(),
            deadline(context),
            times -> node.listener().wrote(name(), times));
  }

  private PictureCalls pictures(Hold<Loaded> hold) {
    return new PictureCalls(
        ((Loaded.Pictures) hold.value()).pipeline(),
        node.clock(),
        node.random(),
        natives,
        producer());
  }

  private EdgewiseException unknown(String fullName) {
    return EdgewiseException.of(
        ErrorCode.UNKNOWN_METHOD, "Model \"" + name() + "\" does not answer " + fullName + ".");
  }

  /** Runs a call of the newest version where native code may take its time. */
  private Message natively(CallContext context, Function<Loaded, Message> work)
      throws InterruptedException {
    return counted(
        found.newest(),
        context,
        hold -> natives.run(name(), () -> work.apply(hold.value()), deadline(context)));
  }

  /** Tensors in, tensors out. */
  InferResponse infer(InferRequest request, CallContext context) throws InterruptedException {
    if (modelKind() != ModelKind.TENSORS) {
      throw EdgewiseException.of(
          ErrorCode.BAD_REQUEST,
          "Model \""
              + name()
              + "\" takes a text and no tensors; call its method "
              + modelKind().method()
              + ".");
    }
    ModelVersion version = version(request.version());
    return counted(
        version,
        context,
        hold -> {
          Loaded.Tensors loaded = (Loaded.Tensors) hold.value();
          List<Tensor> inputs =
              TensorChecks.inputs(name(), loaded.model().signature(), request.inputs());
          InferResponse response =
              new TensorCalls(version, loaded)
                  .answer(inputs, request, node.terms(context, request.priority()));
          remembering.answered(version, inputs, context.label());
          return response;
        });
  }

  /** What the model is; loads it when nobody knows yet. */
  ModelMetadata metadata(String wanted, long deadlineNanos) throws InterruptedException {
    ModelVersion version = version(wanted);
    Signature signature = signatures.get(version.number());
    Status status = status(version);
    if (signature == null && modelKind() == ModelKind.TENSORS && status.mayBeCalled()) {
      try (Hold<Loaded> hold = node.allocator().acquire(loadable(version), deadlineNanos)) {
        signature = ((Loaded.Tensors) hold.value()).model().signature();
      }
      status = status(version);
    }
    Signature known = signature == null ? new Signature(List.of(), List.of()) : signature;
    return new ModelMetadata(
        name(),
        kind(),
        found.versions().stream().map(each -> Integer.toString(each.number())).toList(),
        engine(),
        known.inputs(),
        known.outputs(),
        TensorChecks.hasBatchDimension(known) ? maxBatchSize() : 1,
        status.word(),
        status.reason().length() > 10_000 ? status.reason().substring(0, 10_000) : status.reason());
  }

  int maxBatchSize() {
    return Math.min(
        found.settings().maxBatchSize().orElse(node.options().maxBatchSize()),
        node.options().maxBatchSize());
  }

  Duration batchTimeout() {
    return found
        .settings()
        .batchTimeout()
        .orElse(Duration.ofNanos(1_000 * node.options().batchTimeoutMicros()));
  }

  Status status(ModelVersion version) {
    return node.allocator().status(loadable(version).key());
  }

  Counts counts(ModelVersion version) {
    return counts.computeIfAbsent(version.number(), number -> new Counts());
  }

  /** The signature, when the model was loaded once. */
  Optional<Signature> signature(ModelVersion version) {
    return Optional.ofNullable(signatures.get(version.number()));
  }

  Loadable<Loaded> loadable(ModelVersion version) {
    return loadables.computeIfAbsent(
        version.number(),
        number -> {
          Loading loading =
              new Loading(
                  version,
                  found.settings(),
                  maxBatchSize(),
                  batchTimeout(),
                  node,
                  counts(version),
                  remembering);
          return new Loadable<>(
              version.content().digest(),
              name(),
              Math.max(1, version.content().bytes()),
              () -> {
                long begin = node.clock().nanos();
                Loadable.Loaded<Loaded> loaded = loading.load();
                node.loadTimes()
                    .loaded(
                        version.content().bytes(), Duration.ofNanos(node.clock().nanos() - begin));
                if (loaded.value() instanceof Loaded.Tensors tensors) {
                  signatures.put(number, tensors.model().signature());
                }
                return loaded;
              });
        });
  }

  private ModelVersion version(String wanted) {
    return found
        .version(wanted)
        .orElseThrow(
            () ->
                EdgewiseException.of(
                    ErrorCode.NO_MODEL,
                    "Model \""
                        + name()
                        + "\" has no such version; it has "
                        + found.versions().stream().map(ModelVersion::number).toList()
                        + ". Name none for the newest."));
  }

  private long deadline(CallContext context) {
    return Requests.deadline(context, node.clock());
  }

  /** What is streamed goes out while it runs, and leaves nothing to be given back. */
  private void streamed(CallContext context, Streaming work) throws InterruptedException {
    boolean unused =
        counted(
            found.newest(),
            context,
            hold -> {
              work.with(hold);
              return true;
            });
  }

  private <R> R counted(ModelVersion version, CallContext context, Work<R> work)
      throws InterruptedException {
    long begin = node.clock().nanos();
    boolean ok = false;
    remembering.called(name());
    try (Hold<Loaded> hold = node.allocator().acquire(loadable(version), deadline(context))) {
      R result = work.with(hold);
      ok = true;
      return result;
    } finally {
      long took = node.clock().nanos() - begin;
      counts(version).call(ok, 1, took, node.clock().now().toEpochMilli());
      node.listener().called(name(), modelKind().method(), ok, Duration.ofNanos(took));
    }
  }

  private ModelKind modelKind() {
    return found.newest().kind();
  }

  private <T> T read(Codec<T> codec, Message message) {
    return Requests.read(name(), codec, message);
  }

  @FunctionalInterface
  private interface Work<R> {
    R with(Hold<Loaded> hold) throws InterruptedException;
  }

  @FunctionalInterface
  private interface Streaming {
    void with(Hold<Loaded> hold) throws InterruptedException;
  }
}
