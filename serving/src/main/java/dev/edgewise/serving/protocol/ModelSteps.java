package dev.edgewise.serving.protocol;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.InferResponse;
import dev.edgewise.sdk.spi.model.MetadataRequest;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.ModelMetadata;
import dev.edgewise.sdk.spi.model.ModelMethods;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes steps of what is asked of models, whatever form it was asked in. Pure but for its models.
 */
final class ModelSteps {
  private static final int MOST_NAMED = 20;

  private final ModelCalls calls;

  ModelSteps(ModelCalls calls) {
    this.calls = requireNonNull(calls, "calls");
  }

  /** All models in order, each with its kind's method. */
  Map<String, String> models() {
    return new TreeMap<>(calls.models());
  }

  /** All models with their states. */
  List<ModelCatalogue.Entry> index() {
    return calls.index();
  }

  /**
   * Asks a model what it is.
   *
   * @param version empty for the newest
   */
  <A> Step<A> metadata(String model, String version, Function<ModelMetadata, A> answer) {
    Message request = WireWriter.encode(ModelCodecs.METADATA_REQUEST, new MetadataRequest(version));
    return new Step.Call<>(
        known(model).service() + "/" + ModelMethods.METADATA,
        request,
        Optional.empty(),
        response -> {
          ModelMetadata metadata =
              decode(model, () -> WireReader.decode(ModelCodecs.METADATA, response));
          if (!version.isEmpty() && !metadata.versions().contains(version)) {
            throw noVersion(model, version, metadata.versions());
          }
          return answer.apply(metadata);
        });
  }

  /** There is the model, and not in that version. */
  static EdgewiseException noVersion(String model, String version, List<String> versions) {
    return EdgewiseException.of(
        ErrorCode.NO_MODEL,
        "Request for unknown model: '"
            + Refusals.shown(model)
            + "' has no version "
            + Refusals.shown(version)
            + ". It has "
            + String.join(", ", versions)
            + ".");
  }

  /** Runs a model. */
  <A> Step<A> infer(Inference inference, Function<InferResponse, A> answer) {
    ModelMethods methods = known(inference.model());
    String method = models().getOrDefault(methods.simpleName(), "");
    if (!method.equals(ModelKind.TENSORS.method())) {
      throw Refusals.bad(
          "'"
              + Refusals.shown(inference.model())
              + "' takes no tensors: its method is "
              + method
              + ". Call "
              + methods.service()
              + "/"
              + method
              + ".");
    }
    return new Step.Call<>(
        methods.service() + "/" + method,
        inference.message(),
        inference.timeout(),
        response ->
            answer.apply(
                decode(
                    inference.model(),
                    () -> WireReader.decode(ModelCodecs.INFER_RESPONSE, response))));
  }

  /** Whether a model of that name is there. */
  boolean has(String model) {
    try {
      return models().containsKey(new ModelMethods(model).simpleName());
    } catch (IllegalArgumentException e) {
      // No model has such a name.
      return false;
    }
  }

  /** The methods of a model that is there. */
  ModelMethods known(String model) {
    if (has(model)) {
      return new ModelMethods(model);
    }
    String there = models().keySet().stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    throw EdgewiseException.of(
        ErrorCode.NO_MODEL,
        "Request for unknown model: '"
            + Refusals.shown(model)
            + "' is not found. "
            + (there.isEmpty() ? "No model is served here." : "There are " + there + "."));
  }

  private interface Decoding<T> {
    T run();
  }

  private static <T> T decode(String model, Decoding<T> decoding) {
    try {
      return decoding.run();
    } catch (MalformedMessage e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_ANSWER,
          "what '"
              + Refusals.shown(model)
              + "' answered cannot be read: its node is of another version",
          e);
    }
  }
}
