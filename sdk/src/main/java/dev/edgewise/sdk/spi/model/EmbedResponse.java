package dev.edgewise.sdk.spi.model;

import dev.edgewise.core.model.Tensor;
import java.util.List;

/**
 * Points of texts.
 *
 * @param points in the order of the texts; each FLOAT32, of one dimension and of length 1
 * @param tokens that were read, of all texts together
 */
public record EmbedResponse(List<Tensor> points, long tokens) {
  public EmbedResponse {
    points = List.copyOf(points);
    Checks.count("points", points, EmbedRequest.MOST_TEXTS);
    if (tokens < 0) {
      throw new IllegalArgumentException("tokens: " + tokens + " (expected: 0 or more)");
    }
  }
}
