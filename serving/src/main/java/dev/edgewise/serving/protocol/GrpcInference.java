package dev.edgewise.serving.protocol;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorSpec;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.model.InferResponse;
import dev.edgewise.sdk.spi.model.ModelMetadata;
import dev.edgewise.sdk.spi.model.NamedTensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code inference.GRPCInferenceService} in terms of encoded messages: whoever has gRPC gives it
 * the bytes of a request, does the step, and sends what comes of it. Outputs are always raw: that
 * is the only form that Triton's own client reads.
 */
public final class GrpcInference {
  /** The service's full name. */
  public static final String SERVICE = "inference.GRPCInferenceService";

  /** Methods with one answer. */
  public static final Set<String> METHODS =
      Set.of(
          "ServerLive",
          "ServerReady",
          "ModelReady",
          "ServerMetadata",
          "ModelMetadata",
          "ModelConfig",
          "ModelStatistics",
          "ModelInfer",
          "RepositoryIndex",
          "RepositoryModelLoad",
          "RepositoryModelUnload");

  static final List<String> EXTENSIONS =
      List.of(
          "classification",
          "model_repository",
          "model_configuration",
          "schedule_policy",
          "binary_tensor_data",
          "parameters",
          "statistics");

  static final String SERVER = "edgewise";

  private final ModelSteps models;
  private final Statistics statistics;
  private final String version;

  /**
   * Over some models.
   *
   * @param version of this software
   */
  public GrpcInference(ModelCalls calls, Statistics statistics, String version) {
    this.models = new ModelSteps(calls);
    this.statistics = requireNonNull(statistics, "statistics");
    this.version = requireNonNull(version, "version");
  }

  /** A request that names a model. */
  record Named(String name, String version) {
    static final Reading<Named> READING = new Reading<>("inference request", Named::read);

    private static Named read(WireReader in) {
      String name = "";
      String version = "";
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        if (tag == (1 << 3 | WireReader.LENGTH_DELIMITED)) {
          name = in.string();
        } else if (tag == (2 << 3 | WireReader.LENGTH_DELIMITED)) {
          version = in.string();
        } else {
          in.skip(tag);
        }
      }
      if (version.length() > Inference.LONGEST_NAME) {
        throw Refusals.bad("a version is longer than " + Inference.LONGEST_NAME + " characters");
      }
      return new Named(name, version);
    }
  }

  /**
   * What to do for a request.
   *
   * @param method one of {@link #METHODS}
   * @throws EdgewiseException when it cannot be taken
   */
  public Step<Message> step(String method, Message request) {
    return switch (method) {
      case "ServerLive", "ServerReady" -> new Step.Answer<>(new Fields().flag(1, true).message());
      case "ServerMetadata" ->
          new Step.Answer<>(
              new Fields().text(1, SERVER).text(2, version).texts(3, EXTENSIONS).message());
      case "ModelReady" -> {
        Named model = Named.READING.of(request);
        // Of one that is not there Triton says that it is not ready, and no more.
        yield models.has(model.name())
            ? models.metadata(
                model.name(),
                "",
                is ->
                    new Fields()
                        .flag(
                            1,
                            ready(is)
                                && (model.version().isEmpty()
                                    || is.versions().contains(model.version())))
                        .message())
            : new Step.Answer<>(Message.EMPTY);
      }
      case "ModelMetadata" -> {
        Named model = Named.READING.of(request);
        yield models.metadata(model.name(), model.version(), is -> metadata(model.name(), is));
      }
      case "ModelConfig" -> {
        Named model = Named.READING.of(request);
        yield models.metadata(
            model.name(),
            model.version(),
            is -> new Fields().message(1, config -> config(model.name(), is, 0, config)).message());
      }
      case "ModelStatistics" -> statistics(Named.READING.of(request));
      case "ModelInfer" -> {
        Inference inference = GrpcReader.read(request);
        yield models.infer(inference, answer -> answer(inference, answer));
      }
      case "RepositoryIndex" ->
          new Step.Answer<>(RepositoryIndex.READING.of(request).fields(models.index()).message());
      case "RepositoryModelLoad" -> {
        String model = RepositoryChange.READING.of(request).model();
        yield models.metadata(model, "", _ -> Message.EMPTY);
      }
      case "RepositoryModelUnload" -> {
        models.known(RepositoryChange.READING.of(request).model());
        throw unloads();
      }
      default ->
          throw EdgewiseException.of(
              ErrorCode.UNKNOWN_METHOD, SERVICE + " has no method " + Refusals.shown(method));
    };
  }

  static EdgewiseException unloads() {
    return EdgewiseException.of(
        ErrorCode.UNKNOWN_METHOD,
        "models are not unloaded by their callers: a node unloads what its memory needs for others."
            + " Take the model out of its repository to end it");
  }

  /** A model that is merely not loaded is ready: the first call loads it. */
  static boolean ready(ModelMetadata model) {
    return model.state().equals("ready") || model.state().equals("unloaded");
  }

  static Message metadata(String name, ModelMetadata model) {
    Fields out = new Fields().text(1, name).texts(2, model.versions()).text(3, platform(model));
    model.inputs().forEach(spec -> out.message(4, tensor -> describe(spec, tensor)));
    model.outputs().forEach(spec -> out.message(5, tensor -> describe(spec, tensor)));
    return out.message();
  }

  /** As Triton names platforms. */
  static String platform(ModelMetadata model) {
    return switch (model.engine()) {
      case "onnx" -> "onnxruntime_onnx";
      case "" -> SERVER;
      default -> model.engine();
    };
  }

  private static void describe(TensorSpec spec, Fields out) {
    out.text(1, spec.name()).text(2, Datatype.of(spec.type()).name()).numbers(3, spec.shape());
  }

  /**
   * The model's {@code ModelConfig}.
   *
   * @param delayMicros the longest that a call waits for others; 0 when that is not known
   */
  static void config(String name, ModelMetadata model, long delayMicros, Fields out) {
    int batch = batch(model);
    out.text(1, name).text(2, platform(model)).number(4, batch);
    model
        .inputs()
        .forEach(
            spec ->
                out.message(
                    5,
                    in ->
                        in.text(1, spec.name())
                            .number(2, Datatype.of(spec.type()).number())
                            .numbers(4, dims(spec, batch))));
    model
        .outputs()
        .forEach(
            spec ->
                out.message(
                    6,
                    in ->
                        in.text(1, spec.name())
                            .number(2, Datatype.of(spec.type()).number())
                            .numbers(3, dims(spec, batch))));
    if (batch > 0) {
      out.message(11, batching -> batching.number(2, delayMicros));
    }
    out.text(17, model.engine());
  }

  /** Triton's 0 is a model without a batch dimension. */
  static int batch(ModelMetadata model) {
    return model.maxBatchSize() > 1 ? model.maxBatchSize() : 0;
  }

  static List<Integer> dims(TensorSpec spec, int batch) {
    return batch > 0 && !spec.shape().isEmpty()
        ? spec.shape().subList(1, spec.shape().size())
        : spec.shape();
  }

  private Step<Message> statistics(Named asked) {
    if (asked.name().isEmpty()) {
      Fields out = new Fields();
      models.models().keySet().forEach(model -> out.message(1, of -> counts(model, "", of)));
      return new Step.Answer<>(out.message());
    }
    return models.metadata(
        asked.name(),
        asked.version(),
        is ->
            new Fields()
                .message(1, of -> counts(asked.name(), newest(asked.version(), is), of))
                .message());
  }

  static String newest(String asked, ModelMetadata is) {
    return !asked.isEmpty() || is.versions().isEmpty()
        ? asked
        : is.versions().get(is.versions().size() - 1);
  }

  private void counts(String model, String ofVersion, Fields out) {
    Statistics.Counts counts = statistics.of(models.known(model).simpleName());
    long successes = counts.successes.sum();
    long nanos = counts.successNanos.sum();
    out.text(1, model)
        .text(2, ofVersion)
        .number(4, counts.items.sum())
        .number(5, successes)
        .message(
            6,
            stats ->
                stats
                    .message(1, success -> success.number(1, successes).number(2, nanos))
                    .message(
                        2,
                        fail ->
                            fail.number(1, counts.failures.sum())
                                .number(2, counts.failureNanos.sum()))
                    .message(5, compute -> compute.number(1, successes).number(2, nanos)));
  }

  static Message answer(Inference request, InferResponse response) {
    Fields out =
        new Fields().text(1, request.model()).text(2, response.version()).text(3, request.id());
    List<ByteBuffer> raw = new ArrayList<>();
    for (NamedTensor output : response.outputs()) {
      int classes = request.wanted(output.name()).map(WantedOutput::classes).orElse(0);
      Tensor tensor =
          classes > 0 ? Tensors.classes(output.name(), output.tensor(), classes) : output.tensor();
      out.message(
          5,
          of ->
              of.text(1, output.name())
                  .text(2, Datatype.of(tensor.type()).name())
                  .numbers(3, tensor.shape()));
      raw.add(Tensors.raw(tensor));
    }
    List<ByteBuffer> parts = new ArrayList<>();
    parts.add(ByteBuffer.wrap(out.bytes()));
    for (ByteBuffer elements : raw) {
      parts.add(ByteBuffer.wrap(new Fields().key(6, elements.remaining()).bytes()));
      parts.add(elements);
    }
    return Message.of(parts);
  }
}
