package dev.edgewise.serving.host;

import dev.edgewise.core.Clock;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import java.util.List;

/** Runs each call by itself, on its caller's thread. */
record Lone(TensorModel model, Clock clock, Counts counts) implements TensorRunner {
  @Override
  public List<Tensor> run(List<Tensor> inputs, Terms terms) {
    counts.execution();
    long begin = clock.nanos();
    List<Tensor> outputs = model.run(inputs);
    counts.waited(0, clock.nanos() - begin);
    return outputs;
  }

  @Override
  public void close() {}
}
