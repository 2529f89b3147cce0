package dev.edgewise.serving.host;

import dev.edgewise.core.Clock;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.TextEmbedder;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.serving.allocation.Allocator;
import dev.edgewise.serving.batch.Device;
import dev.edgewise.serving.batch.Terms;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What all models of a node share.
 *
 * @param engines the best first
 * @param embedder opened when it is first asked for
 * @param loadTimes what loads took, and so will take
 * @param lanes the device on which tensors are run, made when it is first asked for
 */
record Node(
    HostOptions options,
    List<ModelEngine> engines,
    Allocator<Loaded> allocator,
    LoadTimes loadTimes,
    Supplier<TextEmbedder> embedder,
    LazyDevice lanes,
    Clock clock,
    RandomGenerator random,
    ServingListener listener) {
  Device device() {
    return lanes.get();
  }

  /**
   * On which terms a call waits for the device.
   *
   * @param priority 1 is the highest; 0 the default
   */
  Terms terms(CallContext context, int priority) {
    return new Terms(
        Requests.deadline(context, clock), priority, context.tenant(), context::isCancelled);
  }

  Optional<ModelEngine> engine(String format) {
    return engines.stream().filter(engine -> engine.format().equals(format)).findFirst();
  }
}
