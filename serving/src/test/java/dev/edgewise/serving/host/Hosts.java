package dev.edgewise.serving.host;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.Clock;
import dev.edgewise.core.TraceContext;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.ModelHosting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Hosts over a test's own folders, and calls of their models. */
final class Hosts {
  static final Clock CLOCK = Clock.system();
  static final ClassLoader LOADER = Hosts.class.getClassLoader();

  private Hosts() {}

  /** One that keeps nothing and that nobody listens to. */
  static ServingHost open(Path models, Map<String, String> values, ModelEngine engine) {
    return open(models, Optional.empty(), values, List.of(engine), ServingListener.NONE);
  }

  static ServingHost open(
      Path models,
      Optional<Path> data,
      Map<String, String> values,
      List<ModelEngine> engines,
      ServingListener listener) {
    return ServingHost.open(
        new ModelHosting.Setting(
            Optional.of(models), LOADER, engines, values, data, CLOCK, new Random(1)),
        listener);
  }

  /** A call with a minute of time. */
  static CallContext call(String tenant, Label label) {
    return call(tenant, label, Duration.ofMinutes(1));
  }

  static CallContext call(String tenant, Label label, Duration time) {
    return CallContext.of(
        "m",
        "d",
        label,
        TraceContext.begin(new Random(1)),
        tenant,
        CacheControl.NONE,
        CLOCK.nanos() + time.toNanos(),
        CLOCK,
        () -> false);
  }
}
