package dev.edgewise.serving.host;

import dev.edgewise.core.Clock;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.serving.batch.Device;
import dev.edgewise.serving.batch.LaneListener;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The device of a node, with its threads, made when the first model is loaded. */
final class LazyDevice implements Supplier<Device>, AutoCloseable {
  private final int workers;
  private final Clock clock;
  private final LaneListener listener;
  private @Nullable Parts opened;

  private record Parts(Device device, SystemScheduler scheduler, ExecutorService threads) {}

  LazyDevice(int workers, Clock clock, LaneListener listener) {
    this.workers = workers;
    this.clock = clock;
    this.listener = listener;
  }

  @Override
  public synchronized Device get() {
    Parts known = opened;
    if (known == null) {
      SystemScheduler scheduler = SystemScheduler.create("edgewise-lanes");
      // The system's own threads: an engine would pin the carrier of a virtual one.
      ExecutorService threads =
          Executors.newCachedThreadPool(HostThreads.named("edgewise-device-"));
      known =
          new Parts(
              Device.on(clock, scheduler, threads).workers(workers).listener(listener).build(),
              scheduler,
              threads);
      opened = known;
    }
    return known.device();
  }

  /** The device, when there is one already. */
  synchronized Optional<Device> opened() {
    return Optional.ofNullable(opened).map(Parts::device);
  }

  @Override
  public synchronized void close() {
    Parts known = opened;
    if (known != null) {
      known.device().close();
      known.scheduler().close();
      known.threads().close();
    }
  }
}
