package dev.edgewise.orchestrator.rules;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Scheduler;
import dev.edgewise.core.rules.MethodShape;
import dev.edgewise.core.rules.RuleBook;
import dev.edgewise.core.rules.RuleEngine;
import dev.edgewise.core.rules.RuleReading;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rules of the fleet: looks once a second whether the file or the services have changed.
 * A file that is wrong, or has become wrong for a service, leaves the last good rules as they are,
 * and the log says what is wrong. Thread-safe.
 */
public final class RuleKeeper implements AutoCloseable {
  private static final Logger LOG = System.getLogger(RuleKeeper.class.getName());
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Optional<Path> path;
  private final Optional<RuleEngine> engine;
  private final Supplier<DynamicServices> services;
  private final Scheduler scheduler;
  private String text = "";
  private @Nullable DynamicServices known;
  private List<MethodShape> shapes = List.of();
  private String told = "";
  private boolean closed;
  private volatile RuleBook book = RuleBook.EMPTY;

  /**
   * Reads the file, and goes on looking at it.
   *
   * @param services what nodes offer now; the same object for as long as nothing has changed
   */
  public RuleKeeper(RuleFile file, Supplier<DynamicServices> services, Scheduler scheduler) {
    this.path = file.path();
    this.engine = path.flatMap(given -> RuleEngine.find());
    this.services = requireNonNull(services, "services");
    this.scheduler = requireNonNull(scheduler, "scheduler");
    if (engine.isPresent()) {
      tick();
    }
  }

  /** The rules as they are now; the same object for as long as nothing has changed. */
  public RuleBook now() {
    return book;
  }

  private void tick() {
    synchronized (this) {
      if (closed) {
        return;
      }
      look();
    }
    scheduler.schedule(LOOK, this::tick);
  }

  /** Looks whether anything has changed. */
  synchronized void look() {
    Path file = path.orElseThrow();
    String newest;
    try {
      newest = RuleFile.text(file);
    } catch (IOException e) {
      tell(Level.WARNING, "the rules stay as they are: " + file + " cannot be read: " + e);
      return;
    }
    DynamicServices offered = services.get();
    if (newest.equals(text) && offered.equals(known)) {
      return;
    }
    if (!offered.equals(known)) {
      known = offered;
      shapes = offered.shapes();
    }
    text = newest;
    RuleReading reading = engine.orElseThrow().read(newest, shapes, false);
    if (reading.problems().isEmpty()) {
      book = reading.book();
      tell(
          Level.INFO,
          book.rules().size() + " rules of " + file + " are in force (" + book.digest() + ")");
      reading.notes().forEach(note -> LOG.log(Level.INFO, note));
    } else {
      tell(
          Level.WARNING,
          "the rules stay as they are ("
              + book.digest()
              + "), because the file is wrong: "
              + RuleFile.words(file, reading.problems()));
    }
  }

  private void tell(Level level, String line) {
    if (!line.equals(told)) {
      told = line;
      LOG.log(level, line);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
