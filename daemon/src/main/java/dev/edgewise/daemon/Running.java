package dev.edgewise.daemon;

import java.time.Duration;

/** A daemon that has started. */
public interface Running extends AutoCloseable {
  /**
   * The line that tells a parent process, or a person, that it can be used: {@code ready
   * node=nyc-edge01 grpc=127.0.0.1:7501}; words of the form {@code name=value}.
   */
  String readyLine();

  /**
   * Runs {@code then} once, when the daemon has all that it should have before others rely on it:
   * now, or later on a thread of its own.
   */
  default void whenReady(Runnable then) {
    then.run();
  }

  /**
   * Hands over what makes this process stop as a signal does, for a daemon that may find out by
   * itself that it is to end. It may be run on any thread, and more than once.
   */
  default void whenOver(Runnable stop) {}

  /**
   * Takes nothing new and lets what runs end.
   *
   * @return whether everything ended within {@code patience}; what did not was cut off
   */
  boolean drain(Duration patience) throws InterruptedException;

  /** Lets go of everything. After {@link #drain}, or instead of it. */
  @Override
  void close();
}
