package dev.edgewise.serving.calls;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.BatchRule;
import dev.edgewise.core.Clock;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.sdk.spi.CallMerging;
import dev.edgewise.serving.batch.Device;
import dev.edgewise.serving.batch.DeviceSnapshot;
import dev.edgewise.serving.batch.LaneFamily;
import dev.edgewise.serving.batch.LaneListener;
import dev.edgewise.serving.batch.LaneSettings;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Puts calls of batched methods together by the rules of {@link dev.edgewise.serving.batch}. Each
 * method of a body is a device of its own with one worker: a body that runs models, or calls other
 * batched methods, must not wait for the worker that it holds. Thread-safe.
 */
public final class BatchedCalls implements CallMerging {
  private final Clock clock;
  private final LaneListener listener;
  private final SystemScheduler scheduler;
  private final ExecutorService executor;
  private final List<Device> devices = new CopyOnWriteArrayList<>();

  private BatchedCalls(
      Clock clock, LaneListener listener, SystemScheduler scheduler, ExecutorService executor) {
    this.clock = clock;
    this.listener = listener;
    this.scheduler = scheduler;
    this.executor = executor;
  }

  /**
   * Opens lanes for one host.
   *
   * @param clock of the host's calls
   * @param listener hears what becomes of items; a family is named as its method
   */
  public static BatchedCalls open(Clock clock, LaneListener listener) {
    return new BatchedCalls(
        requireNonNull(clock, "clock"),
        requireNonNull(listener, "listener"),
        SystemScheduler.create("edgewise-lanes"),
        Executors.newVirtualThreadPerTaskExecutor());
  }

  @Override
  public <I, R> Merged<I, R> open(MethodContract contract, Body<I, R> body) {
    BatchRule rule =
        contract
            .batched()
            .orElseThrow(
                () -> new IllegalArgumentException(contract.fullName() + " is not batched"));
    Device device =
        Device.named(contract.fullName(), clock, scheduler, executor).listener(listener).build();
    devices.add(device);
    return new Lanes<>(
        clock,
        device.open(
            LaneFamily.of(contract.fullName(), new Guarded<>(body))
                .settings(
                    LaneSettings.usual()
                        .withMaxBatchSize(rule.maxBatchSize())
                        .withTimeout(rule.timeout()))
                .key(Item::lane)
                .idempotent(contract.idempotent())
                .build()));
  }

  /** How things stand in the lanes of each method. */
  public List<DeviceSnapshot> snapshots() {
    return devices.stream().map(Device::snapshot).toList();
  }

  @Override
  public void close() {
    devices.forEach(Device::close);
    scheduler.close();
    executor.shutdown();
  }
}
