package dev.edgewise.serving.host;

import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.sdk.spi.model.Batching;
import dev.edgewise.sdk.spi.model.ServingProfile;
import dev.edgewise.serving.batch.Batcher;
import dev.edgewise.serving.batch.LaneFamily;
import dev.edgewise.serving.batch.LaneSettings;
import dev.edgewise.serving.batch.Terms;
import dev.edgewise.serving.batch.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Runs the calls of one model in lanes: those of one profile, one shape and one number of rows
 * together, as long as the model has a batch dimension; else one after the other, in the order in
 * which the device's policy has them.
 *
 * <p>The largest batch counts rows of the first dimension, as the model sees them: of calls of four
 * rows each, eight make a batch of 32. A call of more rows than that runs in pieces. A call fails
 * alone that makes the model throw, or whose outputs hold what is not a number (see {@link Sound})
 * where the model's configuration does not allow that; when it comes again within ten minutes it
 * runs alone from the start.
 */
final class Laned implements AutoCloseable {
  /** Profiles that are remembered; callers that send ever new ones push out the oldest. */
  private static final int MAX_PROFILES = 64;

  /** What a batch may take on the smallest node. */
  private static final long LEAST_MEMORY = 64L << 20;

  private static final Duration SHORTEST = Duration.ofNanos(1_000);

  private final TensorModel model;
  private final String family;
  private final boolean batches;
  private final int maxBatchSize;
  private final Duration timeout;
  private final boolean allowNan;
  private final Node node;
  private final Counts counts;

  /** Least recently used first; guarded by itself. */
  private final Map<ServingProfile, Batcher<List<Tensor>, List<Tensor>>> batchers =
      new LinkedHashMap<>(16, 0.75f, true);

  private boolean closed;

  /**
   * What is alike in calls that may run together.
   *
   * @param types of the inputs
   * @param shapes without the batch dimension
   * @param rows of a call; 1 for models without a batch dimension
   */
  private record Alike(List<ElementType> types, List<List<Integer>> shapes, int rows) {
    @Override
    public String toString() {
      return rows == 1 ? shapes.toString() : shapes + ", " + rows + " rows";
    }
  }

  Laned(
      TensorModel model,
      String family,
      int maxBatchSize,
      Duration timeout,
      boolean allowNan,
      Node node,
      Counts counts) {
    this.model = model;
    this.family = family;
    this.batches = TensorChecks.hasBatchDimension(model.signature());
    this.maxBatchSize = maxBatchSize;
    this.timeout = timeout;
    this.allowNan = allowNan;
    this.node = node;
    this.counts = counts;
  }

  /**
   * Runs one call; blocks until it is answered.
   *
   * @param inputs in the model's order, checked
   * @param profile whose calls may be put together with this one
   * @throws dev.edgewise.core.EdgewiseException when it is refused or fails
   */
  List<Tensor> run(List<Tensor> inputs, ServingProfile profile, Terms terms)
      throws InterruptedException {
    if (batches) {
      int unused = TensorChecks.items(model.name(), model.signature(), inputs);
    }
    Verdict<List<Tensor>> verdict = batcher(profile).call(inputs, terms);
    if (verdict instanceof Verdict.Completed<List<Tensor>> completed) {
      counts.waited(completed.waitedNanos(), completed.ranNanos());
    }
    return verdict.orThrow();
  }

  /** Tells the lane of such inputs what batches of them took, so that no caller has to find out. */
  void learn(List<Tensor> sample, int size, Duration took) {
    // Most callers send a row each.
    List<Tensor> one =
        size == 1 || !batches ? sample : Batches.split(sample, List.of(1, size - 1)).getFirst();
    batcher(ServingProfile.DEFAULT).learn(one, size, took);
  }

  boolean batches() {
    return batches;
  }

  int maxBatchSize() {
    return batches ? maxBatchSize : 1;
  }

  private Batcher<List<Tensor>, List<Tensor>> batcher(ServingProfile profile) {
    synchronized (batchers) {
      Batcher<List<Tensor>, List<Tensor>> known = batchers.get(profile);
      if (known != null) {
        return known;
      }
      if (batchers.size() == MAX_PROFILES) {
        ServingProfile oldest = batchers.keySet().iterator().next();
        Batcher<List<Tensor>, List<Tensor>> gone = batchers.remove(oldest);
        if (gone != null) {
          gone.close();
        }
      }
      Batcher<List<Tensor>, List<Tensor>> opened = node.device().open(family(profile));
      if (closed) {
        opened.close();
      }
      batchers.put(profile, opened);
      return opened;
    }
  }

  private LaneFamily<List<Tensor>, List<Tensor>> family(ServingProfile profile) {
    String name =
        profile.digest().isEmpty() ? family : family + " " + profile.digest().substring(0, 8);
    LaneSettings settings = settings(profile);
    return LaneFamily.<List<Tensor>, List<Tensor>>of(name, this::runAll)
        .settings(settings)
        .key(this::alike)
        .most(key -> key instanceof Alike alike ? settings.maxBatchSize() / alike.rows() : 1)
        .bytes(Laned::bytes)
        .memory(Laned::atLeast, Math.max(LEAST_MEMORY, node.options().memory() / 2))
        .fingerprint(Laned::fingerprint)
        .sound(outputs -> allowNan || Sound.all(outputs))
        .idempotent(true)
        .build();
  }

  /** What the caller asks for, within what the node and the model's own configuration allow. */
  private LaneSettings settings(ServingProfile profile) {
    LaneSettings own =
        LaneSettings.usual()
            .withMaxBatchSize(batches ? maxBatchSize : 1)
            .withTimeout(longer(timeout));
    if (profile.batching().isEmpty()) {
      return own;
    }
    Batching asked = profile.batching().get();
    int size = asked.maxBatchSize() == 0 ? own.maxBatchSize() : asked.maxBatchSize();
    return own.withMaxBatchSize(Math.min(size, own.maxBatchSize()))
        .withTimeout(
            longer(asked.timeout().compareTo(own.timeout()) < 0 ? asked.timeout() : own.timeout()))
        .withMemoryAware(asked.memoryAware());
  }

  private static Duration longer(Duration timeout) {
    return timeout.compareTo(SHORTEST) < 0 ? SHORTEST : timeout;
  }

  private Alike alike(List<Tensor> inputs) {
    List<ElementType> types = inputs.stream().map(Tensor::type).toList();
    List<List<Integer>> shapes = inputs.stream().map(Tensor::shape).toList();
    return batches
        ? new Alike(
            types,
            shapes.stream().map(shape -> shape.subList(1, shape.size())).toList(),
            shapes.getFirst().getFirst())
        : new Alike(types, shapes, 1);
  }

  private static long bytes(List<Tensor> inputs) {
    long bytes = 0;
    for (Tensor input : inputs) {
      bytes += input.data().remaining();
    }
    return bytes;
  }

  /** Engines do not say what a run takes; its inputs and as much again is the least. */
  private static long atLeast(List<Tensor> inputs) {
    return 2 * bytes(inputs);
  }

  /**
   * Two inputs that share one are only taken for one another in quarantine, where both run alone.
   */
  private static long fingerprint(List<Tensor> inputs) {
    CRC32C sum = new CRC32C();
    long shapes = 1;
    for (Tensor input : inputs) {
      sum.update(input.data());
      shapes = 31 * shapes + input.shape().hashCode();
    }
    return (sum.getValue() << Integer.SIZE) | (shapes & 0xFFFF_FFFFL);
  }

  private List<List<Tensor>> runAll(List<List<Tensor>> calls) {
    if (calls.size() == 1) {
      return List.of(runOne(calls.getFirst()));
    }
    List<Integer> rows = new ArrayList<>(calls.size());
    for (List<Tensor> call : calls) {
      rows.add(call.getFirst().shape().getFirst());
    }
    counts.execution();
    return Batches.split(model.run(Batches.join(calls)), rows);
  }

  private List<Tensor> runOne(List<Tensor> inputs) {
    int rows = batches ? inputs.getFirst().shape().getFirst() : 1;
    if (rows <= maxBatchSize) {
      counts.execution();
      return model.run(inputs);
    }
    List<Integer> pieces = new ArrayList<>();
    for (int left = rows; left > 0; left -= maxBatchSize) {
      pieces.add(Math.min(left, maxBatchSize));
    }
    List<List<Tensor>> outputs = new ArrayList<>(pieces.size());
    for (List<Tensor> piece : Batches.split(inputs, pieces)) {
      counts.execution();
      outputs.add(model.run(piece));
    }
    return Batches.join(outputs);
  }

  /** Ends; calls that wait are turned away. */
  @Override
  public void close() {
    synchronized (batchers) {
      closed = true;
      batchers.values().forEach(Batcher::close);
    }
  }
}
