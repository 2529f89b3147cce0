package dev.edgewise.sdk.spi.model;

import dev.edgewise.core.model.TensorSpec;
import java.util.List;

/**
 * What a model is, takes and gives.
 *
 * @param name of the model
 * @param kind as {@link ModelKind#word} says it; one that this version does not know stays as it is
 * @param versions all that are served, oldest first; at most 1000
 * @param engine that runs it, for example {@code onnx}
 * @param inputs with the batch dimension; −1 where a size is open; at most 256
 * @param outputs likewise
 * @param maxBatchSize items that one run may take; 1 when the model cannot take several
 * @param state {@code ready}, {@code loading}, {@code unloaded} or {@code failed}
 * @param reason for people: why it is in that state
 */
public record ModelMetadata(
    String name,
    String kind,
    List<String> versions,
    String engine,
    List<TensorSpec> inputs,
    List<TensorSpec> outputs,
    int maxBatchSize,
    String state,
    String reason) {
  static final int MOST_VERSIONS = 1_000;

  public ModelMetadata {
    Checks.text("name", name, Checks.LONGEST_NAME);
    Checks.text("kind", kind, Checks.LONGEST_NAME);
    versions = List.copyOf(versions);
    Checks.count("versions", versions, MOST_VERSIONS);
    inputs = List.copyOf(inputs);
    Checks.count("inputs", inputs, Checks.MOST_TENSORS);
    outputs = List.copyOf(outputs);
    Checks.count("outputs", outputs, Checks.MOST_TENSORS);
    Checks.text("engine", engine, Checks.LONGEST_NAME);
    Checks.text("state", state, Checks.LONGEST_NAME);
    Checks.text("reason", reason, Checks.LONGEST_TEXT);
  }
}
