package dev.edgewise.orchestrator.http;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Scheduler;
import dev.edgewise.orchestrator.gateway.Seats;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.serving.protocol.Inference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** The body of a request, read with bounds on its size and on the time that it takes. */
sealed interface Body {
  /** What came, in the parts in which it was read: a large body is never there twice. */
  record Bytes(Message message) implements Body {}

  /** Why it is not taken. */
  record Refused(Problem problem) implements Body {}

  /** How large a body may be, and how long it may take: who sends a byte a second holds a seat. */
  enum Kind {
    /** Read as it is. */
    JSON(4 << 20, Duration.ofSeconds(30), "Send less at a time; the SDK sends more, in chunks."),

    /** Unpacked, when its headers say that it is packed. */
    INFERENCE(Inference.LARGEST, Duration.ofSeconds(60), "Send less at a time.");

    private final long most;
    private final Duration longest;
    private final String remedy;

    Kind(long most, Duration longest, String remedy) {
      this.most = most;
      this.longest = longest;
      this.remedy = remedy;
    }

    private Body tooLarge() {
      return refused(
          413, ErrorCode.TOO_LARGE, "The body is larger than " + (most >> 20) + " MiB. " + remedy);
    }
  }

  /** Bytes that are read at a time, and counted. */
  int PART = 1 << 16;

  /**
   * Reads, on this thread, which waits for the sender. What is too large is refused before anything
   * is read when the request tells its size.
   *
   * @param declared bytes that the request says it has, packed; negative when it does not say
   * @param encoding how they are packed, as the header says; empty for not at all
   * @param seat holds what is read
   * @param scheduler ends the wait
   */
  static Body read(
      Kind kind,
      InputStream body,
      long declared,
      String encoding,
      Seats.Seat seat,
      Scheduler scheduler) {
    if (declared > kind.most) {
      return kind.tooLarge();
    }
    Scheduler.Cancellable timer =
        scheduler.schedule(kind.longest, Thread.currentThread()::interrupt);
    Body read;
    try {
      read =
          switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> whole(kind, body, declared, seat);
            case "gzip" -> whole(kind, new GZIPInputStream(body), -1, seat);
            case "deflate" -> whole(kind, new InflaterInputStream(body), -1, seat);
            default ->
                refused(
                    400,
                    ErrorCode.BAD_REQUEST,
                    "Content-Encoding is none that is read here (expected: gzip or deflate).");
          };
    } catch (IOException e) {
      read =
          refused(
              400,
              ErrorCode.BAD_REQUEST,
              encoding.isEmpty()
                  ? "The body broke off. Send it anew."
                  : "The body broke off, or is not packed as its Content-Encoding says.");
    }
    timer.cancel();
    return Thread.interrupted()
        ? refused(
            408,
            ErrorCode.EXPIRED,
            "The body did not come within " + kind.longest.toSeconds() + " s. Send it faster.")
        : read;
  }

  private static Body whole(Kind kind, InputStream body, long declared, Seats.Seat seat)
      throws IOException {
    List<ByteBuffer> parts = new ArrayList<>();
    long size = 0;
    int read;
    byte[] part;
    do {
      // One byte more than there should be shows the end.
      part = new byte[declared < 0 ? PART : (int) Math.min(PART, declared - size + 1)];
      read = body.readNBytes(part, 0, part.length);
      size += read;
      if (size > kind.most) {
        return kind.tooLarge();
      }
      if (!seat.hold(read)) {
        return refused(
            503,
            ErrorCode.OVERLOADED,
            "The gateway holds as many bytes of requests as it may (maxHeld). Try again later.");
      }
      parts.add(ByteBuffer.wrap(part, 0, read));
    } while (read == part.length);
    return new Bytes(Message.of(parts));
  }

  private static Body refused(int status, ErrorCode code, String detail) {
    return new Refused(new Problem(status, code, detail));
  }
}
