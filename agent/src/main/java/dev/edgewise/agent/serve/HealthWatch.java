package dev.edgewise.agent.serve;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.host.HostedService;
import dev.edgewise.core.Health;
import dev.edgewise.core.Scheduler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks bodies how they feel, every few seconds, and remembers what they said. A body that does not
 * answer between one question and the next counts as unhealthy. Thread-safe.
 */
public final class HealthWatch implements AutoCloseable {
  /** How often a body is asked. */
  public static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final Logger LOG = System.getLogger(HealthWatch.class.getName());

  private final Map<String, Patient> patients = new LinkedHashMap<>();
  private final Scheduler scheduler;
  private final Executor threads;
  private volatile boolean closed;
  private volatile Runnable whenChanged = () -> {};

  /**
   * A watch that has not begun.
   *
   * @param threads where bodies are asked; each may block its thread
   */
  public HealthWatch(List<HostedService> services, Scheduler scheduler, Executor threads) {
    this.scheduler = requireNonNull(scheduler, "scheduler");
    this.threads = requireNonNull(threads, "threads");
    for (HostedService service : services) {
      if (service.tellsHealth()) {
        patients.put(service.name(), new Patient(service));
      }
    }
  }

  /** Runs {@code then} whenever a body has turned unhealthy or healthy; one listener at a time. */
  public void whenChanged(Runnable then) {
    whenChanged = requireNonNull(then, "then");
  }

  /** Asks each body once on this thread, and then on and on in the background. */
  public void begin() {
    patients.values().forEach(Patient::ask);
    next();
  }

  /** What is wrong with a service's body; empty when all is well, or when it is not known here. */
  public Optional<String> complaint(String service) {
    Patient patient = patients.get(service);
    return patient == null ? Optional.empty() : patient.complaint;
  }

  @Override
  public void close() {
    closed = true;
  }

  private void next() {
    scheduler.schedule(
        INTERVAL,
        () -> {
          if (!closed) {
            patients.values().forEach(Patient::askElsewhere);
            next();
          }
        });
  }

  private final class Patient {
    private final HostedService service;
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile Optional<String> complaint = Optional.empty();

    Patient(HostedService service) {
      this.service = service;
    }

    void askElsewhere() {
      if (asked.compareAndSet(false, true)) {
        threads.execute(this::ask);
      } else {
        heard(Optional.of("health() has not returned for " + INTERVAL.toSeconds() + " s"));
      }
    }

    void ask() {
      try {
        heard(
            switch (service.health()) {
              case Health.Healthy() -> Optional.empty();
              case Health.Unhealthy(String because) -> Optional.of(because);
            });
      } finally {
        asked.set(false);
      }
    }

    private void heard(Optional<String> news) {
      Optional<String> before = complaint;
      complaint = news;
      if (news.isPresent() && before.isEmpty()) {
        LOG.log(
            Level.WARNING,
            service.name() + " is not healthy and takes no calls: " + news.orElseThrow());
      } else if (news.isEmpty() && before.isPresent()) {
        LOG.log(Level.INFO, service.name() + " is healthy again");
      }
      if (news.isPresent() != before.isPresent()) {
        whenChanged.run();
      }
    }
  }
}
