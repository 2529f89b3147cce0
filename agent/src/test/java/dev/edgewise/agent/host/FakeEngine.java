package dev.edgewise.agent.host;

import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.Signature;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** An engine that does nothing and writes down that it did. */
final class FakeEngine implements ModelEngine {
  final List<String> events = new ArrayList<>();

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public String format() {
    return "fake";
  }

  @Override
  public TensorModel load(String name, ByteBuffer file, EngineOptions options) {
    events.add("load " + name);
    return new TensorModel() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public long memoryBytes() {
        return 0;
      }

      @Override
      public Signature signature() {
        return new Signature(List.of(), List.of());
      }

      @Override
      public List<Tensor> run(List<Tensor> inputs) {
        events.add("run");
        return List.of();
      }

      @Override
      public void close() {
        events.add("close");
      }
    };
  }
}
