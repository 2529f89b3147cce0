package dev.edgewise.serving.pipeline;

import dev.edgewise.core.model.Signature;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import java.util.List;
import java.util.function.Function;

/** A network whose answer a test wrote; knows whether it was closed. */
final class FakeNetwork implements TensorModel {
  private final String name;
  private final Signature signature;
  private final Function<List<Tensor>, Tensor> answer;
  private boolean closed;

  FakeNetwork(String name, Signature signature, Function<List<Tensor>, Tensor> answer) {
    this.name = name;
    this.signature = signature;
    this.answer = answer;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long memoryBytes() {
    return 1_000;
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public List<Tensor> run(List<Tensor> inputs) {
    if (closed) {
      throw new IllegalStateException(name + " is closed");
    }
    return List.of(answer.apply(inputs));
  }

  @Override
  public void close() {
    closed = true;
  }
}
