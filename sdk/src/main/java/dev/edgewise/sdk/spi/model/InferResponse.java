package dev.edgewise.sdk.spi.model;

import java.util.List;

/**
 * What a model made of tensors.
 *
 * @param version of the model that answered
 * @param outputs in the model's own order; at most 256
 */
public record InferResponse(String version, List<NamedTensor> outputs) {
  public InferResponse {
    Checks.text("version", version, Checks.LONGEST_NAME);
    outputs = List.copyOf(outputs);
    Checks.count("outputs", outputs, Checks.MOST_TENSORS);
  }
}
