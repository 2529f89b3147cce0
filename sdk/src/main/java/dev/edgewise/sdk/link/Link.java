package dev.edgewise.sdk.link;

import dev.edgewise.core.CallReport;
import dev.edgewise.core.Load;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** One connection to one node. Thread-safe. */
public interface Link extends AutoCloseable {
  /**
   * Starts a unary call. {@code onReply} is called exactly once, also when the call is cancelled
   * (then with {@link Reply.Lost}). Whoever makes it cancels it when its time is over; a link or a
   * node that is first to see that says {@link Reply.Expired}.
   */
  Exchange send(Request request, Consumer<Reply> onReply);

  /**
   * The same for a thread that waits for the reply.
   *
   * @param waiting runs tasks on that thread, one after the other; a link that brings replies on
   *     threads of its own may leave it alone
   */
  default Exchange send(Request request, Executor waiting, Consumer<Reply> onReply) {
    return send(request, onReply);
  }

  /**
   * Starts a call whose answer is a stream of items. None comes before it was {@linkplain
   * ItemExchange#request asked for}. A request with a {@link Request#generation} goes on where that
   * has come to.
   */
  ItemExchange stream(Request request, ItemListener listener);

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

  /**
   * Says that an answer of the node was wrong, so that it is kept no longer.
   *
   * @param decisionId of the call that was answered so
   * @param onAnswer is told whether the node had answered it; false too when it could not be asked
   *     within {@code timeout}
   */
  void wrong(String decisionId, Duration timeout, Consumer<Boolean> onAnswer);

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

  /** A stream that has been started. */
  interface ItemExchange extends Exchange {
    /** Asks for so many items more than before. Without effect once the stream has ended. */
    void request(int items);

    /** For transports: of a stream that ended before it began. */
    static ItemExchange over() {
      return new ItemExchange() {
        @Override
        public void request(int items) {}

        @Override
        public void cancel() {}
      };
    }
  }

  /** Learns what comes of a stream, one thing after the other. */
  interface ItemListener {
    /**
     * The body has opened its stream: from here on it has run. Told at most once, before the first
     * item.
     *
     * @param report what the node says of itself, when it says something; its service time is how
     *     long opening took
     */
    void opened(Optional<CallReport> report);

    /** An item that was asked for. Of a generation the first is the one that its caller lacks. */
    void item(Message item);

    /**
     * Of a generation: it could go on from here, where it gave so many chunks. Comes behind the
     * chunks that it counts, is asked for by nobody, and may be left out.
     */
    default void checkpoint(Checkpoint checkpoint) {}

    /**
     * Of a generation, before its first item: it runs as a plain stream, since the node or the way
     * to it knows no others. What comes cannot go on elsewhere.
     *
     * @param because for people
     */
    default void plain(String because) {}

    /**
     * The end, exactly once, also when the stream was cancelled or its time is over: {@link
     * Reply.Answered} with an empty message when the body had no more. A stream that was opened
     * never ends with {@link Reply.NotRun}.
     */
    void ended(Reply reply);
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
