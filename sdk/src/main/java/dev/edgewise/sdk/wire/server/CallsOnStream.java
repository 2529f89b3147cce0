package dev.edgewise.sdk.wire.server;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.Framing;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.MessageMarshaller;
import dev.edgewise.sdk.wire.WireNames;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stream of requests, each of which is a call of one unary method: it goes through that method's
 * own handler, so that admission, labels, deadlines and counts are those of any call. Answers come
 * in the order of the requests, a failure is an answer and does not end the stream. A client that
 * sends more than may be in hand is not read until something is answered.
 *
 * <p>The handler's listeners are called one method after the other, but {@code onReady} and {@code
 * onComplete} may come on the thread that answered another call of the stream.
 */
public final class CallsOnStream implements ServerCallHandler<Message, Message> {
  private final MethodDescriptor<Message, Message> method;
  private final ServerCallHandler<Message, Message> handler;
  private final Function<Message, ? extends Framing> framing;
  private final int mostCalls;
  private final long mostBytes;

  /**
   * A handler of such streams.
   *
   * @param method full name of the method that each request calls
   * @param handler of that method
   * @param framing how a request is answered; keeps nothing large of it
   * @param mostCalls in hand on one stream, from 1
   * @param mostBytes of requests in hand on one stream, above which no further one is read, from 1
   */
  public CallsOnStream(
      String method,
      ServerCallHandler<Message, Message> handler,
      Function<Message, ? extends Framing> framing,
      int mostCalls,
      long mostBytes) {
    this.method = MessageMarshaller.unary(method);
    this.handler = requireNonNull(handler, "handler");
    this.framing = requireNonNull(framing, "framing");
    if (mostCalls < 1 || mostBytes < 1) {
      throw new IllegalArgumentException("calls on a stream: limits must be at least 1");
    }
    this.mostCalls = mostCalls;
    this.mostBytes = mostBytes;
  }

  @Override
  public ServerCall.Listener<Message> startCall(
      ServerCall<Message, Message> call, Metadata headers) {
    Metadata each = new Metadata();
    each.merge(headers);
    // Each answer is one message of the stream.
    each.discardAll(WireNames.CHUNKS);
    call.sendHeaders(new Metadata());
    call.request(1);
    return new Stream(call, each);
  }

  /** One stream. */
  private final class Stream extends ServerCall.Listener<Message> {
    private final ServerCall<Message, Message> call;
    private final Metadata headers;
    private final Object lock = new Object();

    // Guarded by the lock.
    private final Queue<Turn> turns = new ArrayDeque<>();
    private long bytes;
    private boolean paused;
    private boolean noMore;
    private boolean over;

    Stream(ServerCall<Message, Message> call, Metadata headers) {
      this.call = call;
      this.headers = headers;
    }

    @Override
    public void onMessage(Message message) {
      Turn turn = new Turn(this, framing.apply(message), message.size());
      synchronized (lock) {
        turns.add(turn);
        bytes += message.size();
      }
      turn.begin(handler.startCall(turn, headers), message);
      synchronized (lock) {
        paused = true;
        readOn();
      }
    }

    /** Reads the next request when there is room for it. With the lock. */
    private void readOn() {
      if (paused && turns.size() < mostCalls && bytes < mostBytes) {
        paused = false;
        call.request(1);
      }
    }

    @Override
    public void onHalfClose() {
      synchronized (lock) {
        noMore = true;
        endIfDone();
      }
    }

    /** With the lock. */
    private void endIfDone() {
      if (noMore && turns.isEmpty() && !over) {
        over = true;
        call.close(Status.OK, new Metadata());
      }
    }

    @Override
    public void onCancel() {
      List<Turn> left;
      synchronized (lock) {
        over = true;
        left = List.copyOf(turns);
        turns.clear();
      }
      left.forEach(turn -> turn.listener().onCancel());
    }

    @Override
    public void onReady() {
      sendOn(true);
    }

    boolean isReady(Turn turn) {
      synchronized (lock) {
        return turns.peek() == turn && call.isReady();
      }
    }

    boolean isOver() {
      synchronized (lock) {
        return over || call.isCancelled();
      }
    }

    /** A turn has its answer, which may have to wait for those of others. */
    void answered(Turn turn, Message frame) {
      synchronized (lock) {
        if (turn.frame != null) {
          return;
        }
        turn.frame = frame;
      }
      sendOn(false);
    }

    /**
     * Sends the answers whose turn it is, as far as the client takes them.
     *
     * @param news whether the call at the front may have waited for the client
     */
    private void sendOn(boolean news) {
      List<Turn> sent = new ArrayList<>();
      Turn front;
      synchronized (lock) {
        if (over) {
          return;
        }
        front = turns.peek();
        while (front != null && front.frame != null && call.isReady()) {
          call.sendMessage(front.frame);
          turns.remove();
          bytes -= front.size;
          sent.add(front);
          front = turns.peek();
        }
        readOn();
        endIfDone();
      }
      sent.forEach(Turn::sent);
      if (front != null && (news || !sent.isEmpty())) {
        front.listener().onReady();
      }
    }
  }

  /** One request of a stream, as a call. */
  private final class Turn extends ServerCall<Message, Message> {
    private final Stream stream;
    private final Framing framing;
    private final int size;
    private @Nullable Message answer;

    // Guarded by the stream's lock.
    private @Nullable Message frame;
    private ServerCall.@Nullable Listener<Message> listener;
    private boolean sent;

    Turn(Stream stream, Framing framing, int size) {
      this.stream = stream;
      this.framing = framing;
      this.size = size;
    }

    void begin(ServerCall.Listener<Message> begun, Message message) {
      boolean early;
      boolean over;
      synchronized (stream.lock) {
        listener = begun;
        early = frame != null;
        over = sent;
      }
      // It may have been turned away before it had a listener.
      if (over) {
        begun.onComplete();
      } else if (!early) {
        begun.onMessage(message);
        begun.onHalfClose();
      }
    }

    void sent() {
      ServerCall.Listener<Message> known;
      synchronized (stream.lock) {
        sent = true;
        known = listener;
      }
      if (known != null) {
        known.onComplete();
      }
    }

    ServerCall.Listener<Message> listener() {
      synchronized (stream.lock) {
        ServerCall.Listener<Message> known = listener;
        return known == null ? new ServerCall.Listener<>() {} : known;
      }
    }

    @Override
    public void request(int messages) {
      // It comes with its only one.
    }

    @Override
    public void sendHeaders(Metadata ignored) {
      // Those of the stream have been sent.
    }

    @Override
    public void sendMessage(Message message) {
      answer = message;
    }

    @Override
    public boolean isReady() {
      return stream.isReady(this);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      Message said = answer;
      answer = null;
      if (status.isOk() && said != null) {
        stream.answered(this, framing.answer(said));
      } else {
        String words = status.getDescription();
        stream.answered(this, framing.failure(words == null ? status.getCode().name() : words));
      }
    }

    @Override
    public boolean isCancelled() {
      return stream.isOver();
    }

    @Override
    public MethodDescriptor<Message, Message> getMethodDescriptor() {
      return method;
    }

    @Override
    public Attributes getAttributes() {
      return stream.call.getAttributes();
    }

    @Override
    public @Nullable String getAuthority() {
      return stream.call.getAuthority();
    }
  }
}
