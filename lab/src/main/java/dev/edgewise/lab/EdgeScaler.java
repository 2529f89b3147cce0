package dev.edgewise.lab;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.model.Tensor;
import java.nio.FloatBuffer;

/** Reads the tensor where it came, and writes another. */
@Body(Tier.EDGE)
final class EdgeScaler implements Scaler {
  @Override
  public Tensor scale(Tensor tensor, float factor) {
    Tensor scaled = Tensor.allocate(tensor.type(), tensor.shape());
    FloatBuffer from = tensor.data().asFloatBuffer();
    FloatBuffer to = scaled.data().asFloatBuffer();
    while (from.hasRemaining()) {
      to.put(from.get() * factor);
    }
    return scaled;
  }
}
