package dev.edgewise.agent.rpc;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Scheduler;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.Assembly;
import dev.edgewise.sdk.wire.ChunkFrame;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The request of one call in chunks: Begin is met as the headers of any other call are, room is
 * made for what it announces, the caller is told to go on, and when all chunks have come the call
 * goes on as any other. One chunk at a time is asked for, so a call never holds more than what it
 * has announced and one chunk.
 *
 * <p>Threads: gRPC tells a listener one thing after the other; large room is made on a thread of
 * its own, since zeroing it takes its time, and a timer watches for silence. Whatever they do, they
 * do under this object's lock.
 */
final class ChunkedIntake extends ServerCall.Listener<Message> {
  private static final Logger LOG = System.getLogger(ChunkedIntake.class.getName());

  /** A caller that is silent for so long keeps room from others; a thin link is not silent. */
  static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  private final StrangersDoor door;
  private final ServingParts serving;
  private final ServerCall<Message, Message> call;
  private final Metadata headers;

  // Guarded by this.
  private Scheduler.@Nullable Cancellable watch;
  private @Nullable ServedCall served;
  private @Nullable Outbox outbox;
  private @Nullable Assembly assembly;
  private long frames;

  /** Whether nothing more is wanted: the request is complete, or the call has ended. */
  private boolean over;

  private ChunkedIntake(StrangersDoor door, ServerCall<Message, Message> call, Metadata headers) {
    this.door = door;
    this.serving = door.serving();
    this.call = call;
    this.headers = headers;
  }

  static ChunkedIntake begin(
      StrangersDoor door, ServerCall<Message, Message> call, Metadata headers) {
    ChunkedIntake intake = new ChunkedIntake(door, call, headers);
    intake.watch();
    call.request(1);
    return intake;
  }

  /** Looks in a while whether anything has come until then. */
  private synchronized void watch() {
    long seen = frames;
    watch = serving.scheduler().schedule(LONGEST_SILENCE, () -> look(seen));
  }

  private synchronized void look(long seen) {
    if (over) {
      return;
    }
    if (frames > seen) {
      watch();
    } else {
      refuse(
          ErrorCode.EXPIRED,
          "Nothing of the request came for "
              + LONGEST_SILENCE.toSeconds()
              + " s, after "
              + (assembly == null ? "no Begin" : assembly.progress())
              + ". Send it without such pauses.");
    }
  }

  @Override
  public synchronized void onMessage(Message frame) {
    if (over) {
      return;
    }
    frames++;
    try {
      ChunkFrame read = ChunkFrame.ofRequest(frame);
      if (read instanceof ChunkFrame.Begin begin) {
        begun(begin);
      } else if (read instanceof ChunkFrame.Chunk chunk) {
        chunk(chunk);
      }
    } catch (MalformedMessage e) {
      refuse(ErrorCode.BAD_REQUEST, "The caller sent " + e.getMessage() + ".");
    }
  }

  private void begun(ChunkFrame.Begin begin) {
    if (served != null) {
      refuse(ErrorCode.BAD_REQUEST, "A request has one Begin, and a second one came.");
      return;
    }
    Optional<CallHandler> method = door.handler(call, begin.method());
    if (method.isEmpty()) {
      leave();
    } else if (begin.total() < 0) {
      refuse(ErrorCode.BAD_REQUEST, "Begin announces " + begin.total() + " bytes.");
    } else if (begin.total() > serving.limits().maxWhole()) {
      refuse(
          ErrorCode.TOO_LARGE,
          "The request of "
              + begin.method()
              + " has "
              + begin.total()
              + " bytes, and this node takes "
              + serving.limits().maxWhole()
              + " (maxWhole). Send it in parts, one call each, or leave it where the node can fetch"
              + " it and send its address.");
    } else {
      admit(method.get(), (int) begin.total(), begin.alignAt());
    }
  }

  private void admit(CallHandler method, int total, long alignAt) {
    Outbox way = Outbox.inChunks(call, serving.limits());
    Optional<ServedCall> admitted = method.admit(call, headers, way, Optional.empty());
    if (admitted.isEmpty()) {
      leave();
      return;
    }
    door.noLongerStranger();
    served = admitted.get();
    outbox = way;
    boolean direct = Assembly.isDirect(total);
    if (!admitted.get().hold(total, direct)) {
      leave();
    } else if (direct) {
      serving.threads().execute(() -> makeRoom(total, alignAt));
    } else {
      makeRoom(total, alignAt);
    }
  }

  private void makeRoom(int total, long alignAt) {
    Assembly room;
    try {
      room = Assembly.allocate(total, alignAt);
    } catch (OutOfMemoryError e) {
      LOG.log(
          Level.WARNING,
          "no room outside the heap for a request of {0} bytes; give the JVM as much as maxDirect"
              + " by -XX:MaxDirectMemorySize",
          total);
      noRoom();
      return;
    }
    take(room);
  }

  private synchronized void noRoom() {
    refuse(
        ErrorCode.OVERLOADED,
        "The node has no room for the request now. Try another node, or later.");
  }

  /** Has room: the caller may go on. */
  private synchronized void take(Assembly room) {
    Outbox way = outbox;
    if (!over && way != null) {
      assembly = room;
      way.beginChunks();
      call.request(1);
    }
  }

  private void chunk(ChunkFrame.Chunk chunk) {
    Assembly room = assembly;
    if (room == null) {
      refuse(ErrorCode.BAD_REQUEST, "A chunk came before Begin.");
      return;
    }
    Optional<String> problem = room.add(chunk.bytes());
    if (problem.isPresent()) {
      refuse(ErrorCode.BAD_REQUEST, "The caller sent " + problem.get() + ".");
    } else {
      call.request(1);
    }
  }

  @Override
  public synchronized void onHalfClose() {
    ServedCall goesOn = served;
    Assembly room = assembly;
    if (over) {
      return;
    }
    if (goesOn == null) {
      refuse(ErrorCode.BAD_REQUEST, "The caller sent no Begin.");
    } else if (room == null || !room.isComplete()) {
      refuse(
          ErrorCode.BAD_REQUEST,
          "The caller ended its request after "
              + (room == null ? "Begin" : room.progress())
              + ", and without chunks that the node had asked for.");
    } else {
      leave();
      goesOn.received(room.message());
    }
  }

  @Override
  public void onCancel() {
    ServedCall ended = end();
    if (ended != null) {
      ended.onCancel();
    }
  }

  @Override
  public void onComplete() {
    ServedCall ended = end();
    if (ended != null) {
      ended.onComplete();
    }
  }

  @Override
  public void onReady() {
    Outbox way;
    synchronized (this) {
      way = outbox;
    }
    if (way != null) {
      way.ready();
    }
  }

  private synchronized @Nullable ServedCall end() {
    leave();
    return served;
  }

  /** Ends a call whose request is not complete. */
  private void refuse(ErrorCode code, String detail) {
    if (over) {
      return;
    }
    ServedCall admitted = served;
    leave();
    if (admitted == null) {
      door.refuse(call, code, detail);
    } else {
      admitted.fail(code, detail);
    }
  }

  /** Wants nothing more, and lets go of what it has. */
  private void leave() {
    if (!over) {
      over = true;
      assembly = null;
      if (served == null) {
        door.noLongerStranger();
      }
      Scheduler.Cancellable pending = watch;
      if (pending != null) {
        pending.cancel();
      }
    }
  }
}
