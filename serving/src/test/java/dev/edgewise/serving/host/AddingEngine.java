package dev.edgewise.serving.host;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.Signature;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.TensorSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Its models add the number that their file's first byte is, to each of a batch of rows of any
 * width, and fail on {@link #POISON}. A file that begins with 'x' is broken.
 */
final class AddingEngine implements ModelEngine {
  /** A number that its models throw on. */
  static final float POISON = 666;

  /** A number on which its models wait for the gate. */
  static final float GATE = 777;

  static final Signature SIGNATURE =
      new Signature(
          List.of(new TensorSpec("in", ElementType.FLOAT32, List.of(-1, -1))),
          List.of(new TensorSpec("out", ElementType.FLOAT32, List.of(-1, -1))));

  final AtomicInteger loads = new AtomicInteger();
  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger runs = new AtomicInteger();

  final CountDownLatch held = new CountDownLatch(1);
  final CountDownLatch gate = new CountDownLatch(1);

  /** The numbers of each run. */
  final List<List<Float>> seen = Collections.synchronizedList(new ArrayList<>());

  @Override
  public String name() {
    return "adding";
  }

  @Override
  public String format() {
    return "onnx";
  }

  @Override
  public TensorModel load(String name, ByteBuffer file, EngineOptions options) {
    if (file.get(0) == 'x') {
      throw EdgewiseException.of(ErrorCode.BROKEN_MODEL, "Model \"" + name + "\" is garbled.");
    }
    loads.incrementAndGet();
    open.incrementAndGet();
    int add = file.get(0) - '0';
    long bytes = 1L << 20;
    return new TensorModel() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public long memoryBytes() {
        return bytes;
      }

      @Override
      public Signature signature() {
        return SIGNATURE;
      }

      @Override
      public List<Tensor> run(List<Tensor> inputs) {
        runs.incrementAndGet();
        Tensor in = inputs.getFirst();
        float[] values = in.toFloats();
        List<Float> numbers = new ArrayList<>();
        for (float value : values) {
          numbers.add(value);
        }
        seen.add(numbers);
        if (numbers.contains(GATE)) {
          held.countDown();
          await(gate);
        }
        if (numbers.contains(POISON)) {
          throw EdgewiseException.of(
              ErrorCode.WRONG_TENSOR, "Model \"" + name + "\" cannot take " + POISON + ".");
        }
        for (int i = 0; i < values.length; i++) {
          values[i] += add;
        }
        return List.of(Tensor.ofFloats(in.shape(), values));
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
