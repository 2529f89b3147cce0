package dev.edgewise.lab.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * One connection of an offender. A thread of its own reads what the server says, so that its end is
 * seen at once. Thread-safe.
 */
final class Peer implements AutoCloseable {
  /** How an offence came to its end. */
  enum End {
    /** The server closed the connection. */
    CLOSED,
    /** The server answered the call or request, or reset it. */
    ANSWERED,
    /** It did not. */
    HELD
  }

  /** What a stack trace looks like. */
  private static final Pattern TRACE = Pattern.compile("\\tat |\\.java:\\d|Exception");

  private static final int PART = 8_192;

  private final Socket socket;
  private final Offence offence;
  private final ReentrantLock sending = new ReentrantLock();
  private final CountDownLatch gone = new CountDownLatch(1);
  private final AtomicReference<End> end = new AtomicReference<>(End.HELD);
  private final AtomicLong endNanos = new AtomicLong();
  private final AtomicLong longest = new AtomicLong();
  private final AtomicReference<String> trace = new AtomicReference<>("");
  private volatile boolean abandoned;
  private final long begunNanos = System.nanoTime();
  private final CountDownLatch ended = new CountDownLatch(1);

  private Peer(Socket socket, Offence offence) {
    this.socket = socket;
    this.offence = offence;
  }

  static Peer connect(Door door, Offence offence) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port());
    socket.setTcpNoDelay(true);
    Peer peer = new Peer(socket, offence);
    if (offence.reads()) {
      Thread.ofVirtual().start(() -> peer.read(door.protocol()));
    }
    return peer;
  }

  void send(byte[]... parts) throws IOException {
    byte[] bytes = parts.length == 1 ? parts[0] : Frames.join(parts);
    sending.lock();
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      gone();
      throw e;
    } finally {
      sending.unlock();
    }
  }

  /** Sends a byte a second until the connection is gone. */
  void dribble(byte[] bytes) throws IOException, InterruptedException {
    for (int i = 0; i < bytes.length && pause(1_000); i++) {
      send(new byte[] {bytes[i]});
    }
  }

  /**
   * Waits.
   *
   * @return false as soon as the server has closed the connection
   */
  boolean pause(long millis) throws InterruptedException {
    return !gone.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Waits for the end of the offence, or of the connection. */
  void awaitEnd(long millis) throws InterruptedException {
    ended.await(millis, TimeUnit.MILLISECONDS);
  }

  /** How it ended first. */
  End end() {
    return end.get();
  }

  /** How long the offence lasted until now, or until its end. */
  long millis() {
    long until = endNanos.get() == 0 ? System.nanoTime() : endNanos.get();
    return (until - begunNanos) / 1_000_000;
  }

  /** The longest head of an answer: what explains too much is long. */
  long longestAnswer() {
    return longest.get();
  }

  /** What looked like a stack trace; empty when nothing did. */
  String trace() {
    return trace.get();
  }

  private void read(Door.Protocol protocol) {
    try (InputStream in = new BufferedInputStream(socket.getInputStream(), PART)) {
      if (protocol == Door.Protocol.GRPC) {
        readFrames(new DataInputStream(in));
      } else {
        readAnswers(in);
      }
    } catch (IOException e) {
      // A reset is an end like any other.
    }
    gone();
  }

  private void gone() {
    end(End.CLOSED);
    gone.countDown();
  }

  private void readFrames(DataInputStream in) throws IOException {
    byte[] head = new byte[Frames.HEAD];
    while (true) {
      in.readFully(head);
      int length = ((head[0] & 0xff) << 16) | ((head[1] & 0xff) << 8) | (head[2] & 0xff);
      int type = head[3];
      int flags = head[4];
      byte[] payload = in.readNBytes(length);
      look(new String(payload, ISO_8859_1));
      switch (type) {
        case Frames.SETTINGS -> acknowledge(type, flags, new byte[0]);
        case Frames.PING -> acknowledge(type, flags, payload);
        case Frames.RST_STREAM -> end(End.ANSWERED);
        case Frames.HEADERS -> {
          longest.accumulateAndGet(length, Math::max);
          if ((flags & Frames.END_STREAM) != 0) {
            end(End.ANSWERED);
          }
        }
        default -> {
          // Nothing that an offender cares for.
        }
      }
    }
  }

  private void acknowledge(int type, int flags, byte[] payload) throws IOException {
    if (offence.answers() && (flags & Frames.ACK) == 0) {
      send(Frames.frame(type, Frames.ACK, 0, payload));
    }
  }

  private void readAnswers(InputStream in) throws IOException {
    byte[] part = new byte[PART];
    for (int count = in.read(part); count >= 0; count = in.read(part)) {
      String text = new String(part, 0, count, ISO_8859_1);
      look(text);
      if (text.startsWith("HTTP/1.1 ")) {
        end(End.ANSWERED);
        longest.accumulateAndGet(Math.max(0, text.indexOf("\r\n\r\n")), Math::max);
      }
    }
  }

  private void look(String text) {
    if (TRACE.matcher(text).find()) {
      trace.compareAndSet("", text.substring(0, Math.min(200, text.length())));
    }
  }

  /** The attacker's time is over: whatever happens now is not the server's doing. */
  void abandon() {
    abandoned = true;
    ended.countDown();
    gone.countDown();
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed.
    }
  }

  private void end(End how) {
    if (abandoned) {
      return;
    }
    if ((how == End.CLOSED || !offence.endsWithTheConnection())
        && end.compareAndSet(End.HELD, how)) {
      endNanos.set(System.nanoTime());
      ended.countDown();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
