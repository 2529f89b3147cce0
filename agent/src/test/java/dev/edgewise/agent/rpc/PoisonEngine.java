package dev.edgewise.agent.rpc;

import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.Signature;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.TensorSpec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * Its models give back rows of four numbers. One that is not a number spoils all outputs of its
 * batch, and a row that begins with -1 waits for the gate.
 */
final class PoisonEngine implements ModelEngine {
  final CountDownLatch held = new CountDownLatch(1);
  final CountDownLatch gate = new CountDownLatch(1);

  /** Rows of each run. */
  final List<Integer> runs = new CopyOnWriteArrayList<>();

  /** So many rows fit into memory. */
  volatile int fit = Integer.MAX_VALUE;

  @Override
  public String name() {
    return "poison";
  }

  @Override
  public String format() {
    return "onnx";
  }

  @Override
  public TensorModel load(String name, ByteBuffer file, EngineOptions options) {
    return new TensorModel() {
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
        return new Signature(
            List.of(new TensorSpec("in", ElementType.FLOAT32, List.of(-1, 4))),
            List.of(new TensorSpec("out", ElementType.FLOAT32, List.of(-1, 4))));
      }

      @Override
      public List<Tensor> run(List<Tensor> inputs) {
        return List.of(answer(inputs.getFirst()));
      }

      @Override
      public void close() {}
    };
  }

  private Tensor answer(Tensor in) {
    int rows = in.shape().getFirst();
    if (rows > fit) {
      throw new OutOfMemoryError("injected: " + rows + " rows");
    }
    runs.add(rows);
    float[] values = in.toFloats();
    boolean spoilt = false;
    for (int i = 0; i < values.length; i++) {
      spoilt |= Float.isNaN(values[i]);
      if (i % 4 == 0 && values[i] == -1) {
        hold();
      }
    }
    if (spoilt) {
      java.util.Arrays.fill(values, Float.NaN);
    }
    return Tensor.ofFloats(in.shape(), values);
  }

  private void hold() {
    held.countDown();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
