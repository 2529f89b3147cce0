package dev.edgewise.lab.serve;

import dev.edgewise.core.Clock;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.Engines;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The network of the race in ONNX Runtime with one thread, as an engine: gathers the rows of a
 * batch, runs it, and gives each caller its row, as a server has to.
 */
final class OnnxRig implements Engine, AutoCloseable {
  private static final int WARM_RUNS = 300;
  private static final int COST_RUNS = 51;

  private final List<TensorModel> models = new ArrayList<>();
  private final float[] row = new float[OnnxMlp.WIDTH];
  private final long[] costs = new long[Cell.MAX_BATCH + 1];

  private OnnxRig(ModelEngine engine, int models, Clock clock) {
    for (int i = 0; i < models; i++) {
      this.models.add(engine.load("mlp" + i, OnnxMlp.file(i), EngineOptions.DEFAULT));
    }
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) Math.sin(i);
    }
    for (int i = 0; i < WARM_RUNS; i++) {
      run(i % models, 0, 1 + i % Cell.MAX_BATCH);
    }
    for (int size = 1; size <= Cell.MAX_BATCH; size++) {
      costs[size] = median(size, clock);
    }
  }

  /** With so many models, each of its own weights; empty when no engine for ONNX is there. */
  static Optional<OnnxRig> open(int models, Clock clock) {
    return Engines.found().stream()
        .filter(engine -> engine.format().equals("onnx"))
        .findFirst()
        .map(engine -> new OnnxRig(engine, models, clock));
  }

  /** What a warm-up measured for a batch of this size. */
  long cost(int size) {
    return costs[size];
  }

  @Override
  public void run(int model, int shape, int size) {
    Tensor input = Tensor.allocate(ElementType.FLOAT32, List.of(size, OnnxMlp.WIDTH));
    FloatBuffer floats = input.data().asFloatBuffer();
    for (int i = 0; i < size; i++) {
      floats.put(row);
    }
    Tensor output = models.get(model).run(List.of(input)).getFirst();
    ByteBuffer all = output.data();
    int bytes = OnnxMlp.WIDTH * Float.BYTES;
    for (int i = 0; i < size; i++) {
      ByteBuffer one = ByteBuffer.allocate(bytes);
      one.put(all.slice(i * bytes, bytes));
    }
  }

  @Override
  public void close() {
    models.forEach(TensorModel::close);
  }

  private long median(int size, Clock clock) {
    long[] times = new long[COST_RUNS];
    for (int i = 0; i < times.length; i++) {
      long begin = clock.nanos();
      run(0, 0, size);
      times[i] = clock.nanos() - begin;
    }
    Arrays.sort(times);
    return times[times.length / 2];
  }
}
