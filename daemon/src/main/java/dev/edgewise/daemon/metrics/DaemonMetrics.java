package dev.edgewise.daemon.metrics;

import com.sun.management.OperatingSystemMXBean;
import dev.edgewise.daemon.http.Answer;
import dev.edgewise.daemon.http.Page;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The metrics of one daemon, with those of its JVM. Thread-safe.
 *
 * <p>Label values that come from outside could make series without end; so there is a bound, and
 * what is beyond it is not measured but counted in {@code edgewise_series_dropped_total}.
 */
public final class DaemonMetrics implements Page, AutoCloseable {
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String OPEN_METRICS_TYPE = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
  private static final String TEXT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final LongAdder dropped = new LongAdder();
  private final JvmGcMetrics gc = new JvmGcMetrics();

  private DaemonMetrics(int maxMeters) {
    registry.config().meterFilter(new Bound(maxMeters, dropped));
    FunctionCounter.builder("edgewise.series.dropped", dropped, LongAdder::sum)
        .description("Series that were not made because there were too many")
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    cpuTime();
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  /**
   * Metrics of a daemon.
   *
   * @param maxMeters how many meters there may be, the JVM's included (about 60); a histogram is
   *     one meter of some twenty series
   */
  public static DaemonMetrics create(int maxMeters) {
    return new DaemonMetrics(maxMeters);
  }

  /** Micrometer's own has names that promtool complains of. */
  private void cpuTime() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      FunctionCounter.builder("process.cpu", system, each -> each.getProcessCpuTime() / 1e9)
          .description("Processor time that this process has used")
          .baseUnit("seconds")
          .register(registry);
    }
  }

  /** Where meters are made. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Adds what is written down only when somebody looks; it keeps its own bounds. */
  public void add(MultiCollector collector) {
    registry.getPrometheusRegistry().register(collector);
  }

  /** The page {@code /metrics}: OpenMetrics for those that ask for it, Prometheus' text else. */
  @Override
  public Answer answer(String accept) {
    String type = accept.contains(OPEN_METRICS) ? OPEN_METRICS_TYPE : TEXT_TYPE;
    ByteArrayOutputStream body = new ByteArrayOutputStream(16 * 1024);
    try {
      registry.scrape(body, type);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    return new Answer(200, type, body.toByteArray());
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }

  /** Lets so many meters in. */
  private static final class Bound implements MeterFilter {
    private final int most;
    private final LongAdder dropped;
    private final Set<Meter.Id> known = ConcurrentHashMap.newKeySet();

    Bound(int most, LongAdder dropped) {
      this.most = most;
      this.dropped = dropped;
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
      if (known.contains(id)) {
        return MeterFilterReply.NEUTRAL;
      }
      if (known.size() >= most) {
        dropped.increment();
        return MeterFilterReply.DENY;
      }
      known.add(id);
      return MeterFilterReply.NEUTRAL;
    }
  }
}
