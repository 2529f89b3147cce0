package dev.edgewise.sdk.invoke;

import dev.edgewise.core.Load;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** One connection to one node. Thread-safe. */
public interface Link extends AutoCloseable {
  /**
   * Starts a unary call. {@code onReply} is called exactly once, also when the call is cancelled
   * (then with {@link Reply.Lost}) or its time is over.
   */
  Exchange send(Request request, Consumer<Reply> onReply);

  /**
   * Asks for a sign of life; empty when none came within {@code timeout} or the connection is
   * broken.
   */
  void probe(Duration timeout, Consumer<Optional<Load>> onAnswer);

  /**
   * Asks who the node is and what it offers; a {@link Described.Failure} says why there is no
   * answer.
   */
  void describe(Duration timeout, Consumer<Described> onAnswer);

  /** Tries to connect now, whatever the interval that was being waited for. */
  void reconnect();

  @Override
  void close();

  /** A call that has been started. */
  @FunctionalInterface
  interface Exchange {
    /**
     * Gives the call up: the node is told, so that it can stop. Without effect once a reply has
     * come.
     */
    void cancel();
  }

  /** Learns how the connection fares. */
  interface Listener {
    /** The connection stands. */
    void connected();

    /**
     * The connection broke, or could not be made.
     *
     * @param because for people
     */
    void disconnected(String because);

    /**
     * Of a connection that does not stand: the last attempt was refused, so nobody listens there,
     * which is more than silence. May come late or not at all.
     */
    default void refused() {}
  }
}
