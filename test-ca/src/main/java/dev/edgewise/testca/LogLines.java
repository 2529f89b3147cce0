package dev.edgewise.testca;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * What a log says of those who show certificates, from now on until this is closed. Thread-safe.
 */
public final class LogLines implements AutoCloseable {
  private final Logger logger;
  private final Handler handler = new Listener();
  private final BlockingQueue<String> fresh = new LinkedBlockingQueue<>();
  private final List<String> seen = new ArrayList<>();

  private LogLines(Logger logger) {
    this.logger = logger;
    logger.addHandler(handler);
  }

  /** Those of one logger. */
  public static LogLines of(Class<?> named) {
    return new LogLines(Logger.getLogger(named.getName()));
  }

  /**
   * The first line that has all these words; waits for it, as a server may tell its log after its
   * caller. Empty when for 20 s no line more has come.
   */
  public synchronized Optional<String> find(String... words) throws InterruptedException {
    Optional<String> found = seen.stream().filter(line -> has(line, words)).findFirst();
    while (found.isEmpty()) {
      Optional<String> next = Optional.ofNullable(fresh.poll(20, TimeUnit.SECONDS));
      if (next.isEmpty()) {
        return next;
      }
      seen.add(next.get());
      found = next.filter(line -> has(line, words));
    }
    return found;
  }

  private static boolean has(String line, String... words) {
    return Stream.of(words).allMatch(line::contains);
  }

  private final class Listener extends Handler {
    @Override
    public void publish(LogRecord told) {
      Object[] parameters = told.getParameters();
      fresh.add(told.getMessage() + " " + (parameters == null ? "" : List.of(parameters)));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
  }
}
