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

/** The body of an inference, unpacked, read with bounds on its size and on the time it takes. */
sealed interface Body {
  /** Whoever sends a byte a second holds a seat for so long. */
  Duration LONGEST = Duration.ofSeconds(60);

  /** Bytes that are read at a time, and counted. */
  int PART = 1 << 16;

  /** Said as soon as it is known, before anything is read when the request tells its size. */
  Body TOO_LARGE =
      new Refused(ErrorCode.TOO_LARGE, "The body is larger than 64 MiB. Send less at a time.");

  /** What came, in the parts in which it was read. */
  record Bytes(Message message) implements Body {}

  /** Why it is not taken. */
  record Refused(ErrorCode code, String detail) implements Body {}

  /**
   * Reads, on this thread, which waits for the sender.
   *
   * @param declared bytes that the request says it has, packed; negative when it does not say
   * @param encoding of the body, as its header says; empty for none
   * @param seat holds what is read
   * @param scheduler ends the wait
   */
  static Body read(
      InputStream body, long declared, String encoding, Seats.Seat seat, Scheduler scheduler) {
    if (declared > Inference.LARGEST) {
      return TOO_LARGE;
    }
    Scheduler.Cancellable timer = scheduler.schedule(LONGEST, Thread.currentThread()::interrupt);
    Body read;
    try {
      read =
          switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> whole(body, seat);
            case "gzip" -> whole(new GZIPInputStream(body), seat);
            case "deflate" -> whole(new InflaterInputStream(body), seat);
            default ->
                new Refused(
                    ErrorCode.BAD_REQUEST,
                    "Content-Encoding is none that is read here (expected: gzip or deflate).");
          };
    } catch (IOException e) {
      read =
          new Refused(
              ErrorCode.BAD_REQUEST,
              encoding.isEmpty()
                  ? "The body broke off. Send it anew."
                  : "The body broke off, or is not packed as its Content-Encoding says.");
    }
    timer.cancel();
    return Thread.interrupted()
        ? new Refused(
            ErrorCode.EXPIRED,
            "The body did not come within " + LONGEST.toSeconds() + " s. Send it faster.")
        : read;
  }

  /** In parts, so that a large body is never there twice. */
  private static Body whole(InputStream body, Seats.Seat seat) throws IOException {
    List<ByteBuffer> parts = new ArrayList<>();
    long size = 0;
    byte[] part = new byte[PART];
    for (int read = body.readNBytes(part, 0, PART);
        read > 0;
        read = body.readNBytes(part, 0, PART)) {
      size += read;
      if (size > Inference.LARGEST) {
        return TOO_LARGE;
      }
      if (!seat.hold(read)) {
        return new Refused(
            ErrorCode.OVERLOADED,
            "The gateway holds as many bytes of requests as it may (maxHeld). Try again later.");
      }
      parts.add(ByteBuffer.wrap(part, 0, read));
      part = new byte[PART];
    }
    return new Bytes(Message.of(parts));
  }
}
