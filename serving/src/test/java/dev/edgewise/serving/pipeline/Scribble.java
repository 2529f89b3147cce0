package dev.edgewise.serving.pipeline;

import dev.edgewise.core.model.Tensor;
import java.util.List;

/** A network without sense, whose answer depends on all that it is told. */
final class Scribble {
  private Scribble() {}

  static Tensor over(List<Tensor> inputs) {
    float[] sample = Numbers.floats(inputs.get(0));
    long level = inputs.get(1).data().getLong();
    float[] condition = Numbers.floats(inputs.get(2));
    float[] said = new float[sample.length];
    int each = sample.length / (condition.length / 2);
    for (int i = 0; i < said.length; i++) {
      double x = sample[i];
      said[i] =
          (float)
              (0.7 * x
                  - 0.2 * StrictMath.sin(level / 100.0)
                  + 0.1 * StrictMath.cos(3 * x + condition[i / each * 2]));
    }
    return Tensor.ofFloats(inputs.get(0).shape(), said);
  }
}
