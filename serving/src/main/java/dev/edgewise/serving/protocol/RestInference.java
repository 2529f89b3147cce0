package dev.edgewise.serving.protocol;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.TensorSpec;
import dev.edgewise.sdk.spi.model.ModelMetadata;
import java.util.List;

/**
 * The protocol's REST form: whoever has HTTP asks here for a step, does it, and sends what comes of
 * it. Answers are JSON texts, or, of an inference, a {@link RestWriter.Body}.
 */
public final class RestInference {
  private final ModelSteps models;
  private final Statistics statistics;
  private final String version;

  /**
   * Over some models.
   *
   * @param version of this software
   */
  public RestInference(ModelCalls calls, Statistics statistics, String version) {
    this.models = new ModelSteps(calls);
    this.statistics = requireNonNull(statistics, "statistics");
    this.version = requireNonNull(version, "version");
  }

  /**
   * Health, for {@code v2/health/live} and {@code …/ready}: Triton's clients look at the status
   * only, KServe's at one of these keys.
   */
  public static String health() {
    return "{\"live\":true,\"ready\":true}";
  }

  /** {@code GET v2}. */
  public String server() {
    JsonObject json = new JsonObject();
    json.addProperty("name", GrpcInference.SERVER);
    json.addProperty("version", version);
    json.add("extensions", texts(GrpcInference.EXTENSIONS));
    return json.toString();
  }

  /** {@code GET v2/models/{m}[/versions/{v}]}. */
  public Step<String> metadata(String model, String ofVersion) {
    return models.metadata(
        model,
        ofVersion,
        is -> {
          JsonObject json = new JsonObject();
          json.addProperty("name", model);
          json.add("versions", texts(is.versions()));
          json.addProperty("platform", GrpcInference.platform(is));
          json.add("inputs", tensors(is.inputs()));
          json.add("outputs", tensors(is.outputs()));
          return json.toString();
        });
  }

  /** {@code GET …/ready}; one that is not is {@code MODEL_NOT_READY}. */
  public Step<String> ready(String model, String ofVersion) {
    return models.metadata(
        model,
        ofVersion,
        is -> {
          if (!GrpcInference.ready(is)) {
            throw EdgewiseException.of(
                ErrorCode.MODEL_NOT_READY,
                "'" + Refusals.shown(model) + "' is " + is.state() + ". " + is.reason());
          }
          JsonObject json = new JsonObject();
          json.addProperty("name", model);
          json.addProperty("ready", true);
          return json.toString();
        });
  }

  /** {@code GET …/config}. */
  public Step<String> config(String model, String ofVersion) {
    return models.metadata(model, ofVersion, is -> config(model, is).toString());
  }

  private static JsonObject config(String model, ModelMetadata is) {
    int batch = GrpcInference.batch(is);
    JsonObject json = new JsonObject();
    json.addProperty("name", model);
    json.addProperty("platform", GrpcInference.platform(is));
    json.addProperty("backend", is.engine());
    json.addProperty("max_batch_size", batch);
    json.add("input", configured(is.inputs(), batch));
    json.add("output", configured(is.outputs(), batch));
    if (batch > 0) {
      json.add("dynamic_batching", new JsonObject());
    }
    return json;
  }

  private static JsonArray configured(List<TensorSpec> specs, int batch) {
    JsonArray array = new JsonArray();
    for (TensorSpec spec : specs) {
      JsonObject tensor = new JsonObject();
      tensor.addProperty("name", spec.name());
      tensor.addProperty("data_type", Datatype.of(spec.type()).configName());
      tensor.add("dims", sizes(GrpcInference.dims(spec, batch)));
      array.add(tensor);
    }
    return array;
  }

  /** {@code GET …/stats}, or of all models when none is named. */
  public Step<String> stats(String model, String ofVersion) {
    if (!model.isEmpty()) {
      return models.metadata(
          model,
          ofVersion,
          is -> stats(List.of(counts(model, GrpcInference.newest(ofVersion, is)))));
    }
    return new Step.Answer<>(
        stats(models.models().keySet().stream().map(name -> counts(name, "")).toList()));
  }

  private static String stats(List<JsonObject> models) {
    JsonArray all = new JsonArray();
    models.forEach(all::add);
    JsonObject json = new JsonObject();
    json.add("model_stats", all);
    return json.toString();
  }

  private JsonObject counts(String model, String ofVersion) {
    Statistics.Counts counts = statistics.of(models.known(model).simpleName());
    JsonObject inference = new JsonObject();
    inference.add("success", duration(counts.successes.sum(), counts.successNanos.sum()));
    inference.add("fail", duration(counts.failures.sum(), counts.failureNanos.sum()));
    inference.add("queue", duration(0, 0));
    inference.add("compute_input", duration(0, 0));
    inference.add("compute_infer", duration(counts.successes.sum(), counts.successNanos.sum()));
    inference.add("compute_output", duration(0, 0));
    JsonObject json = new JsonObject();
    json.addProperty("name", model);
    json.addProperty("version", ofVersion);
    json.addProperty("inference_count", counts.items.sum());
    json.addProperty("execution_count", counts.successes.sum());
    json.add("inference_stats", inference);
    return json;
  }

  private static JsonObject duration(long count, long nanos) {
    JsonObject json = new JsonObject();
    json.addProperty("count", count);
    json.addProperty("ns", nanos);
    return json;
  }

  /** {@code POST v2/repository/index}. */
  public String index() {
    return RepositoryIndex.ALL.json(models.index()).toString();
  }

  /** {@code POST v2/repository/models/{m}/load}: whoever calls a model has it loaded. */
  public Step<String> load(String model) {
    return models.metadata(model, "", _ -> "");
  }

  /** {@code POST v2/repository/models/{m}/unload}: always refused, with the reason. */
  public EdgewiseException unload(String model) {
    models.known(model);
    return GrpcInference.unloads();
  }

  /** {@code POST …/infer}. */
  public Step<RestWriter.Body> infer(Inference inference) {
    return models.infer(inference, response -> RestWriter.write(inference, response));
  }

  /** The body of an error. */
  public static String error(String words) {
    JsonObject json = new JsonObject();
    json.addProperty("error", words);
    return json.toString();
  }

  /**
   * The status of an error, as the protocol's clients know it.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15">RFC 9110, status codes</a>
   */
  public static int status(ErrorCode code) {
    return switch (code) {
      case BAD_REQUEST, WRONG_TENSOR -> 400;
      case KEY_REFUSED -> 401;
      case LABEL_REFUSED, PEER_REFUSED, NOT_PERMITTED -> 403;
      case NO_MODEL, NOT_FOUND -> 404;
      case TOO_LARGE -> 413;
      case UNKNOWN_PROMPT -> 422;
      case OVERLOADED, NO_MODEL_MEMORY -> 429;
      case CANCELLED -> 499;
      case UNKNOWN_METHOD -> 501;
      case BAD_ANSWER, NODE_LOST -> 502;
      case NO_NODE,
          NO_ACCELERATOR,
          UNREACHABLE,
          DRAINING,
          UNHEALTHY,
          MODEL_NOT_READY,
          ZONE_STARTING,
          ZONE_DOWN,
          CANNOT_WAKE,
          RULES_UNREADABLE,
          CLOSED ->
          503;
      case EXPIRED -> 504;
      default -> 500;
    };
  }

  private static JsonArray tensors(List<TensorSpec> specs) {
    JsonArray array = new JsonArray();
    for (TensorSpec spec : specs) {
      JsonObject tensor = new JsonObject();
      tensor.addProperty("name", spec.name());
      tensor.addProperty("datatype", Datatype.of(spec.type()).name());
      tensor.add("shape", sizes(spec.shape()));
      array.add(tensor);
    }
    return array;
  }

  private static JsonArray sizes(List<Integer> shape) {
    JsonArray array = new JsonArray();
    shape.forEach(array::add);
    return array;
  }

  private static JsonArray texts(List<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }
}
