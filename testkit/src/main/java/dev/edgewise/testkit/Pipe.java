package dev.edgewise.testkit;

import dev.edgewise.core.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One direction of one connection through a {@link DelayProxy}: a thread reads and notes when each
 * piece is due, another writes what is due.
 */
final class Pipe {
  private static final int PIECE = 16 * 1024;

  private final Socket from;
  private final Socket to;
  private final DelayProxy.Way way;
  private final Clock clock;
  private final Consumer<Pipe> onEnd;

  /** Guards what follows; both threads wait on the way itself, which wakes them when it changes. */
  private final ArrayDeque<Piece> waiting = new ArrayDeque<>();

  private int bytesWaiting;
  private long freeAt;
  private boolean ended;
  private volatile boolean closed;

  /** Bytes, and when they arrive; empty for the end of the stream. */
  private record Piece(byte[] bytes, long due) {}

  Pipe(Socket from, Socket to, DelayProxy.Way way, Clock clock, Consumer<Pipe> onEnd) {
    this.from = from;
    this.to = to;
    this.way = way;
    this.clock = clock;
    this.onEnd = onEnd;
    this.freeAt = clock.nanos();
  }

  void start() {
    DelayProxy.start("delay-proxy-read", this::read);
    DelayProxy.start("delay-proxy-write", this::write);
  }

  private void read() {
    byte[] buffer = new byte[PIECE];
    try {
      InputStream in = from.getInputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        enqueue(Arrays.copyOf(buffer, n));
      }
      enqueue(new byte[0]);
    } catch (IOException e) {
      close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
    }
  }

  private void enqueue(byte[] bytes) throws InterruptedException {
    synchronized (way) {
      while (bytesWaiting > 0 && bytesWaiting + bytes.length > DelayProxy.MOST_WAITING) {
        if (closed) {
          return;
        }
        way.wait();
      }
      // The link sends one piece after the other; then each takes its way.
      long sends = Math.max(freeAt, clock.nanos());
      freeAt = sends + (long) (bytes.length * 1e9 / way.bytesPerSecond());
      waiting.addLast(new Piece(bytes, freeAt + way.delayNanos()));
      bytesWaiting += bytes.length;
      way.notifyAll();
    }
  }

  private void write() {
    try {
      OutputStream out = to.getOutputStream();
      for (Piece piece = next(); piece != null; piece = next()) {
        if (piece.bytes().length == 0) {
          to.shutdownOutput();
          break;
        }
        out.write(piece.bytes());
      }
    } catch (IOException e) {
      close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
    } finally {
      ended();
    }
  }

  private @Nullable Piece next() throws InterruptedException {
    synchronized (way) {
      while (true) {
        if (closed) {
          return null;
        }
        Piece first = waiting.peekFirst();
        long left = first == null ? Long.MAX_VALUE : first.due() - clock.nanos();
        if (first != null && left <= 0 && !way.stalled()) {
          waiting.removeFirst();
          bytesWaiting -= first.bytes().length;
          way.notifyAll();
          return first;
        }
        if (first == null || way.stalled()) {
          way.wait();
        } else {
          TimeUnit.NANOSECONDS.timedWait(way, left);
        }
      }
    }
  }

  private void ended() {
    synchronized (way) {
      if (!ended) {
        ended = true;
        onEnd.accept(this);
      }
    }
  }

  /** Breaks the connection, both directions of it. */
  void close() {
    synchronized (way) {
      closed = true;
      way.notifyAll();
    }
    reset(from);
    reset(to);
    ended();
  }

  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is closed already.
    }
  }
}
