package dev.edgewise.serving.protocol;

import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.model.InferRequest;
import dev.edgewise.sdk.spi.model.InferResponse;
import dev.edgewise.sdk.spi.model.ModelMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models of a node as protocols for models see them: a repository that can be listed, loaded
 * and unloaded, and statistics. Thread-safe.
 */
public interface ModelCatalogue {
  /**
   * The models that can be called, by name, each with its method beside {@code Metadata}: {@code
   * Infer}, {@code Generate} or {@code Nearest}. As of the last look into the folder.
   */
  Map<String, String> models();

  /** All models, also those that cannot be served, by name; looks into the folder again. */
  List<Entry> index();

  /**
   * What a model is.
   *
   * @param version empty for the newest
   * @return empty when there is no such model or version
   * @throws dev.edgewise.core.EdgewiseException when it must be loaded for that and cannot be
   */
  Optional<ModelMetadata> metadata(String model, String version) throws InterruptedException;

  /**
   * The longest that a call waits for others while the device is busy; empty when there is no such
   * model.
   */
  Optional<Duration> batchTimeout(String model);

  /** Counts since the start; empty when there is no such model or version. */
  Optional<Counted> statistics(String model, String version);

  /** Whether a model can be called: one that is merely not loaded is loaded by its first call. */
  boolean ready(String model, String version);

  /**
   * Loads a model and keeps it loaded; looks into the folder before.
   *
   * @throws dev.edgewise.core.EdgewiseException that says why it cannot be
   */
  void load(String model) throws InterruptedException;

  /**
   * Unloads a model once its calls have ended; it is not loaded again on demand.
   *
   * @throws dev.edgewise.core.EdgewiseException with {@code NO_MODEL}
   */
  void unload(String model);

  /**
   * Runs a model of tensors, as {@code Infer} does, without encoding anything.
   *
   * @throws dev.edgewise.core.EdgewiseException as the method {@code Infer}
   */
  InferResponse infer(String model, InferRequest request, CallContext context)
      throws InterruptedException;

  /**
   * A version of a model in the index.
   *
   * @param version its number; empty for a model that cannot be served
   * @param state {@code ready}, {@code loading}, {@code unloaded} or {@code failed}
   * @param reason for people; empty when there is nothing to say
   */
  record Entry(String model, String version, String state, String reason) {}

  /**
   * What a version has done.
   *
   * @param version its number
   * @param succeeded calls with an answer
   * @param failed calls without
   * @param inferences items in those that succeeded
   * @param executions runs of the model
   * @param successNanos of the calls that succeeded, from their start to their answer, together
   * @param failNanos likewise, of the others
   * @param queueNanos that calls waited, together
   * @param computeNanos of runs, each counted for every call in it, together
   * @param lastMillis time of day of the last call, in milliseconds since 1970; 0 for none
   */
  record Counted(
      String version,
      long succeeded,
      long failed,
      long inferences,
      long executions,
      long successNanos,
      long failNanos,
      long queueNanos,
      long computeNanos,
      long lastMillis) {}
}
