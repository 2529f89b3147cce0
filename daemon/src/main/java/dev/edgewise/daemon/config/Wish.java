package dev.edgewise.daemon.config;

import static java.util.Objects.requireNonNull;

/**
 * What a daemon is asked to do.
 *
 * @param <C> its configuration
 */
public sealed interface Wish<C> {
  /**
   * Run.
   *
   * @param config checked
   */
  record Run<C>(C config) implements Wish<C> {
    public Run {
      requireNonNull(config, "config");
    }
  }

  /**
   * Ask the daemon that runs with this configuration how it is, and end.
   *
   * @param config checked
   */
  record Health<C>(C config) implements Wish<C> {
    public Health {
      requireNonNull(config, "config");
    }
  }

  /**
   * Print something to standard output and end.
   *
   * @param text to print
   * @param exit the exit code
   */
  record Print<C>(String text, int exit) implements Wish<C> {
    public Print {
      requireNonNull(text, "text");
    }
  }
}
