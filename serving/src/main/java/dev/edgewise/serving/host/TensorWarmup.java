package dev.edgewise.serving.host;

import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.TensorSpec;
import dev.edgewise.serving.repository.ModelVersion;
import dev.edgewise.serving.repository.WarmupSample;
import dev.edgewise.serving.warmup.Sample;
import dev.edgewise.serving.warmup.Warmed;
import dev.edgewise.serving.warmup.Warmup;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Warms a model of tensors between its load and its first call: on what its configuration says and
 * what earlier calls gave it, else on zeros. Every shape is run alone, then through the whole way
 * of a call, since it is not the engine alone that is cold, and then in batches of 2, 4, 8 and so
 * on, from which the lanes learn; each until its time settles, all together within the node's
 * bound.
 */
final class TensorWarmup {
  private static final Logger LOG = System.getLogger(TensorWarmup.class.getName());
  private static final int MOST_RUNS = 50;

  /** Of the inputs of one batch: more would take a small node's memory before its first call. */
  private static final long MOST_BYTES = 64L << 20;

  private final ModelVersion version;
  private final Loaded.Tensors loaded;
  private final TensorModel model;
  private final Laned runner;
  private final Node node;
  private final List<WarmupSample> configured;
  private final long end;
  private final Map<List<?>, Group> groups = new LinkedHashMap<>();
  private @Nullable Warmed first;
  private int runs;

  /** Inputs of one shape. */
  private static final class Group {
    final List<List<Tensor>> calls = new ArrayList<>();
    boolean zeros;
    long last;

    long bytes() {
      return calls.stream().mapToLong(Sample::bytes).max().orElse(0);
    }

    List<Tensor> batch(int size) {
      List<List<Tensor>> joined = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        joined.add(calls.get(i % calls.size()));
      }
      return Batches.join(joined);
    }
  }

  TensorWarmup(
      ModelVersion version, Loaded.Tensors loaded, Node node, List<WarmupSample> configured) {
    this.version = version;
    this.loaded = loaded;
    this.model = loaded.model();
    this.runner = loaded.runner();
    this.node = node;
    this.configured = configured;
    this.end = node.clock().nanos() + Duration.ofMillis(node.options().warmupMillis()).toNanos();
  }

  /**
   * Warms it.
   *
   * @param samples of earlier calls; may be none
   * @throws RuntimeException what the model throws on zeros: then it cannot run at all
   * @throws dev.edgewise.core.EdgewiseException that names a sample of the configuration which the
   *     model cannot be run on
   */
  void warm(List<Sample> samples) {
    addConfigured();
    for (Sample sample : samples) {
      List<Tensor> inputs = sample.inputs(node.random());
      group(sample.specs()).calls.add(inputs);
    }
    if (groups.isEmpty()) {
      addZeros();
    }
    run(1);
    if (groups.isEmpty()) {
      // Nothing of what was kept could be run; its zeros say whether the model can.
      addZeros();
      run(1);
    }
    rehearse();
    for (int size = 2; size <= runner.maxBatchSize(); size *= 2) {
      run(size);
    }
    tell(samples.size());
  }

  /** Nobody knows better than who wrote them, so what is wrong with them is an error. */
  private void addConfigured() {
    ConfiguredInputs inputs =
        new ConfiguredInputs(version.model(), model.signature(), node.random());
    for (WarmupSample sample : configured) {
      List<Tensor> tensors = inputs.of(sample);
      if (left() > 0) {
        try {
          call(tensors);
        } catch (RuntimeException e) {
          throw inputs.failed(sample, e);
        }
      }
      group(Sample.specs(tensors)).calls.add(tensors);
    }
  }

  private void addZeros() {
    List<Tensor> zeros = model.signature().inputs().stream().map(Sample::zeros).toList();
    Group group = group(Sample.specs(zeros));
    group.calls.add(zeros);
    group.zeros = true;
  }

  /** Those that agree in all but the batch dimension run together. */
  private Group group(List<TensorSpec> specs) {
    List<?> key =
        runner.batches()
            ? specs.stream()
                .map(spec -> List.of(spec.type(), spec.shape().stream().skip(1).toList()))
                .toList()
            : specs;
    return groups.computeIfAbsent(key, unused -> new Group());
  }

  private void run(int size) {
    for (Map.Entry<List<?>, Group> entry : List.copyOf(groups.entrySet())) {
      Group group = entry.getValue();
      // Twice as many take at most twice as long; a slow model is not run for minutes.
      long left = left() - 2 * group.last;
      if (left <= 0 || (size > 1 && size * group.bytes() > MOST_BYTES)) {
        continue;
      }
      try {
        List<Tensor> inputs = group.batch(size);
        Warmed warmed = warmup().warm(() -> call(inputs));
        note(warmed);
        group.last = warmed.settled().toNanos();
        if (warmed.settled().isPositive()) {
          runner.learn(inputs, size, warmed.settled());
        }
      } catch (RuntimeException e) {
        if (group.zeros) {
          throw e;
        }
        LOG.log(Level.INFO, version + " cannot be warmed on an input that was kept: " + e);
        groups.remove(entry.getKey());
      }
    }
  }

  /** What comes out is of no interest, only that the run ends. */
  private void call(List<Tensor> inputs) {
    List<Tensor> unused = model.run(inputs);
  }

  /** Runs a call through all that a caller's goes through, codec and lane included. */
  private void rehearse() {
    TensorCalls calls = new TensorCalls(version, loaded);
    for (Group group : groups.values()) {
      if (left() > 0) {
        try {
          note(warmup().warm(() -> calls.rehearse(group.calls.getFirst(), node.clock())));
        } catch (RuntimeException e) {
          // A full lane, for example. The engine is warm, which is most of it.
          LOG.log(Level.DEBUG, version + ": rehearsing a call", e);
        }
      }
    }
  }

  private long left() {
    return end - node.clock().nanos();
  }

  private Warmup warmup() {
    return new Warmup(node.clock(), MOST_RUNS, Duration.ofNanos(Math.max(1, left())));
  }

  private void note(Warmed warmed) {
    runs += warmed.runs();
    if (first == null) {
      first = warmed;
    }
  }

  private void tell(int samples) {
    Warmed known = first;
    if (known == null) {
      return;
    }
    Duration took = Duration.ofMillis(node.options().warmupMillis()).minusNanos(left());
    node.listener().warmed(version.model(), runs, took, known.stable());
    LOG.log(
        Level.INFO,
        "model "
            + version.model()
            + " is warm: "
            + known.first().toMillis()
            + " ms at first, "
            + known.settled().toMillis()
            + " ms after "
            + runs
            + " runs on "
            + on(samples));
  }

  private String on(int samples) {
    List<String> what = new ArrayList<>();
    if (!configured.isEmpty()) {
      what.add(configured.size() + " samples of its configuration");
    }
    if (samples > 0) {
      what.add(samples + " inputs of earlier calls");
    }
    return what.isEmpty() ? "zeros" : String.join(" and ", what);
  }
}
