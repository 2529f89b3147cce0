package dev.edgewise.agent.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.CallReport;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.ChunkFrame;
import dev.edgewise.sdk.wire.ChunkWriter;
import dev.edgewise.sdk.wire.Statuses;
import dev.edgewise.sdk.wire.WireNames;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The way of a call's answer to its caller: whole or in chunks, and no faster than the caller takes
 * it. The only place that writes to a call once it has been admitted.
 *
 * <p>Thread-safe: whoever sends waits on a thread that may wait; {@link #ready}, {@link #close} and
 * {@link #abandon} come from others at any time.
 */
final class Outbox {
  private final ServerCall<Message, Message> call;
  private final ServerLimits limits;

  /** Whether the caller knows what to do with chunks. */
  private final boolean takesChunks;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private Form form = Form.OPEN;
  private boolean over;

  /** Whether some frames of a message have been sent, and others not. */
  private boolean between;

  /** The newest of what may as well be lost, until the caller takes something. */
  private @Nullable Message offered;

  /**
   * Set while somebody or something waits, so that an event loop that has news for nobody takes no
   * lock.
   */
  private volatile boolean waiting;

  private enum Form {
    /** No headers have been sent. */
    OPEN,
    WHOLE,
    CHUNKS
  }

  /** What became of a message. */
  enum Sent {
    /** It has been given to gRPC. */
    SENT,
    /** It is larger than what may be sent; nothing of it was. */
    TOO_LARGE,
    /** The call is over, or its caller has gone. */
    GONE
  }

  private Outbox(ServerCall<Message, Message> call, ServerLimits limits, boolean takesChunks) {
    this.call = requireNonNull(call, "call");
    this.limits = requireNonNull(limits, "limits");
    this.takesChunks = takesChunks;
  }

  /** The way back of a call that came whole. */
  static Outbox of(ServerCall<Message, Message> call, Metadata headers, ServerLimits limits) {
    return new Outbox(call, limits, WireNames.IN_CHUNKS.equals(headers.get(WireNames.CHUNKS)));
  }

  /** The way back of a call that comes in chunks. */
  static Outbox inChunks(ServerCall<Message, Message> call, ServerLimits limits) {
    return new Outbox(call, limits, true);
  }

  /**
   * Tells a caller that its answer will come in chunks, if it takes them, before the size of the
   * first message is known: for answers of several messages, and for callers that wait for a word.
   */
  void beginChunks() {
    lock.lock();
    try {
      if (takesChunks && form == Form.OPEN && !over) {
        begin(Form.CHUNKS);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells a caller that its answer has begun, which may have many messages: in chunks if it takes
   * them, since nobody knows how large they will be.
   *
   * @param report what the node says of itself
   */
  void beginItems(CallReport report) {
    lock.lock();
    try {
      if (form == Form.OPEN && !over) {
        Metadata headers = new Metadata();
        Statuses.putReport(headers, report);
        begin(takesChunks ? Form.CHUNKS : Form.WHOLE, headers);
      }
    } finally {
      lock.unlock();
    }
  }

  private void begin(Form chosen) {
    begin(chosen, new Metadata());
  }

  private void begin(Form chosen, Metadata headers) {
    if (chosen == Form.CHUNKS) {
      headers.put(WireNames.CHUNKS, WireNames.IN_CHUNKS);
    }
    form = chosen;
    call.sendHeaders(headers);
  }

  /** Sends a message, and waits while the caller takes nothing. */
  Sent send(Message message) {
    lock.lock();
    try {
      if (over) {
        return Sent.GONE;
      }
      boolean chunks =
          form == Form.CHUNKS
              || (form == Form.OPEN
                  && takesChunks
                  && message.size() > Math.min(ChunkFrame.THRESHOLD, limits.maxMessage()));
      if (message.size() > (chunks ? limits.maxWhole() : limits.maxMessage())) {
        return Sent.TOO_LARGE;
      }
      if (form == Form.OPEN) {
        begin(chunks ? Form.CHUNKS : Form.WHOLE);
      }
      return chunks ? inChunks(message) : give(message);
    } finally {
      lock.unlock();
    }
  }

  private Sent inChunks(Message message) {
    ChunkWriter frames = ChunkWriter.answer(message);
    Sent sent = Sent.SENT;
    sendOffered();
    between = true;
    while (sent == Sent.SENT && frames.hasNext()) {
      sent = give(frames.next());
    }
    between = false;
    return sent;
  }

  private Sent give(Message message) {
    // In this order: who makes the call ready looks at it afterwards.
    waiting = true;
    sendOffered();
    while (!over && !call.isReady()) {
      changed.awaitUninterruptibly();
      sendOffered();
    }
    waiting = offered != null;
    if (over) {
      return Sent.GONE;
    }
    call.sendMessage(message);
    return Sent.SENT;
  }

  /**
   * Sends a message that may as well be lost, as soon as the caller takes something and none is
   * half sent; never waits. Only the newest of them is kept until then.
   */
  void offer(Message message) {
    lock.lock();
    try {
      if (!over) {
        offered = message;
        waiting = true;
        sendOffered();
      }
    } finally {
      lock.unlock();
    }
  }

  private void sendOffered() {
    Message message = offered;
    if (message == null || over || between || form == Form.OPEN || !call.isReady()) {
      return;
    }
    offered = null;
    if (form == Form.WHOLE) {
      call.sendMessage(message);
      return;
    }
    ChunkWriter frames = ChunkWriter.answer(message);
    while (frames.hasNext()) {
      call.sendMessage(frames.next());
    }
  }

  /** What to say of a message that is larger than what can be sent to this caller. */
  String tooLarge(String what, int size) {
    int most = takesChunks ? limits.maxWhole() : limits.maxMessage();
    return what
        + " has "
        + size
        + " bytes, and a message may have "
        + most
        + (most < limits.maxWhole()
            ? ". Call it by " + ChunkFrame.METHOD + ", which takes more."
            : ". Ask for less at once.");
  }

  /** The caller takes more, perhaps. */
  void ready() {
    if (!waiting) {
      return;
    }
    lock.lock();
    try {
      sendOffered();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The caller has gone: nobody waits any longer. */
  void abandon() {
    lock.lock();
    try {
      over = true;
      offered = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the call; without effect when it is over. */
  void close(Status status, Metadata trailers) {
    lock.lock();
    try {
      if (!over) {
        over = true;
        offered = null;
        changed.signalAll();
        call.close(status, trailers);
      }
    } finally {
      lock.unlock();
    }
  }
}
