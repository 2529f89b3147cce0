package dev.edgewise.serving.calls;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.BatchRule;
import dev.edgewise.core.Clock;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.sdk.spi.CallMerging;
import dev.edgewise.serving.batch.Batcher;
import dev.edgewise.serving.batch.Device;
import dev.edgewise.serving.batch.LaneFamily;
import dev.edgewise.serving.batch.LaneListener;
import dev.edgewise.serving.batch.LaneSettings;
import dev.edgewise.serving.batch.LaneSnapshot;
import dev.edgewise.serving.batch.Outlook;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts calls of batched methods together by the rules of {@link dev.edgewise.serving.batch}.
 * Thread-safe.
 *
 * <p>On a node, bodies run on the device that its models run on: both want the same processor, and
 * what waits for it should wait in one order. A body that calls models or other batched methods of
 * its node on its own thread lends its worker to them meanwhile. Bodies that wait for other nodes
 * would keep a worker idle: for them there is {@link #apart}, where each method has a device of its
 * own.
 */
public final class BatchedCalls implements CallMerging {
  private final Clock clock;
  private final LaneListener listener;

  /** Null where each method has a device of its own. */
  private final @Nullable Supplier<Device> shared;

  private final Own own;
  private final Map<String, Batcher<?, ?>> batchers;

  /** Threads and devices that belong to this host alone. */
  private record Own(SystemScheduler scheduler, ExecutorService executor, List<Device> devices) {}

  private BatchedCalls(
      Clock clock,
      LaneListener listener,
      @Nullable Supplier<Device> shared,
      Own own,
      Map<String, Batcher<?, ?>> batchers) {
    this.clock = clock;
    this.listener = listener;
    this.shared = shared;
    this.own = own;
    this.batchers = batchers;
  }

  /**
   * Opens lanes for one host that has no device: each method of a body gets one of its own, with
   * one worker.
   *
   * @param clock of the host's calls
   * @param listener hears what becomes of items; a family is named as its method
   */
  public static BatchedCalls open(Clock clock, LaneListener listener) {
    return open(clock, listener, null);
  }

  /**
   * Opens lanes on a device that the host has.
   *
   * @param device asked when the first method is opened; stays the host's, and its listener hears
   *     what becomes of items
   * @param listener hears of those that run {@linkplain #apart apart}
   */
  public static BatchedCalls on(Supplier<Device> device, Clock clock, LaneListener listener) {
    return open(clock, listener, requireNonNull(device, "device"));
  }

  private static BatchedCalls open(
      Clock clock, LaneListener listener, @Nullable Supplier<Device> shared) {
    return new BatchedCalls(
        requireNonNull(clock, "clock"),
        requireNonNull(listener, "listener"),
        shared,
        new Own(
            SystemScheduler.create("edgewise-lanes"),
            Executors.newVirtualThreadPerTaskExecutor(),
            new CopyOnWriteArrayList<>()),
        new ConcurrentHashMap<>());
  }

  @Override
  public CallMerging apart() {
    return new BatchedCalls(clock, listener, null, own, batchers);
  }

  @Override
  public <I, R> Merged<I, R> open(MethodContract contract, Body<I, R> body) {
    BatchRule rule =
        contract
            .batched()
            .orElseThrow(
                () -> new IllegalArgumentException(contract.fullName() + " is not batched"));
    Device device = shared == null ? ownDevice() : shared.get();
    Batcher<Item<I>, R> batcher =
        device.open(
            LaneFamily.of(contract.fullName(), new Guarded<>(body))
                .settings(
                    LaneSettings.usual()
                        .withMaxBatchSize(rule.maxBatchSize())
                        .withTimeout(rule.timeout()))
                .key(Item::lane)
                .idempotent(contract.idempotent())
                .build());
    batchers.put(contract.fullName(), batcher);
    return new Lanes<>(clock, batcher);
  }

  private Device ownDevice() {
    Device device = Device.on(clock, own.scheduler(), own.executor()).listener(listener).build();
    own.devices().add(device);
    return device;
  }

  /** How the lanes stand on the devices that it opened itself. */
  public List<LaneSnapshot> lanes() {
    return own.devices().stream().flatMap(device -> device.lanes().stream()).toList();
  }

  /** The methods whose calls it puts together. */
  public List<String> methods() {
    return List.copyOf(batchers.keySet());
  }

  /** What an item that came now would meet, by method; empty while none came. */
  public Optional<Outlook> outlook(String method) {
    return Optional.ofNullable(batchers.get(method)).flatMap(Batcher::outlook);
  }

  /** Ends what waits; the host's device goes on. */
  @Override
  public void close() {
    batchers.values().forEach(Batcher::close);
    own.devices().forEach(Device::close);
    own.scheduler().close();
    own.executor().shutdown();
  }
}
