package dev.edgewise.orchestrator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Scheduler;
import dev.edgewise.orchestrator.gateway.Seats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;

/** The body of a request, read with bounds on its size and on the time that it takes. */
sealed interface JsonBody {
  /** Bytes that a body may have. */
  int MOST_BYTES = 4 << 20;

  /** Whoever sends a byte a second holds a seat for so long. */
  Duration LONGEST = Duration.ofSeconds(30);

  /** Said as soon as it is known, before anything is read when the request tells its size. */
  JsonBody TOO_LARGE =
      refused(
          413,
          ErrorCode.TOO_LARGE,
          "The body is larger than 4 MiB. Send less at a time; the SDK sends more, in chunks.");

  /** What came. */
  record Text(String json) implements JsonBody {}

  /** Why it is not taken. */
  record Refused(Problem problem) implements JsonBody {}

  /**
   * Reads, on this thread, which waits for the sender.
   *
   * @param declared bytes that the request says it has; negative when it does not say
   * @param seat holds what is read
   * @param scheduler ends the wait
   */
  static JsonBody read(InputStream body, long declared, Seats.Seat seat, Scheduler scheduler) {
    if (declared > MOST_BYTES) {
      return TOO_LARGE;
    }
    Scheduler.Cancellable timer = scheduler.schedule(LONGEST, Thread.currentThread()::interrupt);
    JsonBody read;
    try {
      read = whole(body, seat);
    } catch (IOException e) {
      read = refused(400, ErrorCode.BAD_REQUEST, "The body broke off. Send it anew.");
    }
    timer.cancel();
    return Thread.interrupted()
        ? refused(
            408,
            ErrorCode.EXPIRED,
            "The body did not come within " + LONGEST.toSeconds() + " s. Send it faster.")
        : read;
  }

  private static JsonBody whole(InputStream body, Seats.Seat seat) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] part = new byte[1 << 14];
    for (int read = body.read(part); read >= 0; read = body.read(part)) {
      if (bytes.size() + read > MOST_BYTES) {
        return TOO_LARGE;
      }
      if (!seat.hold(read)) {
        return refused(
            503,
            ErrorCode.OVERLOADED,
            "The gateway holds as many bytes of requests as it may (maxHeld). Try again later.");
      }
      bytes.write(part, 0, read);
    }
    try {
      return new Text(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString());
    } catch (CharacterCodingException e) {
      return refused(
          400, ErrorCode.BAD_REQUEST, "The body is not UTF-8. Encode the JSON as UTF-8.");
    }
  }

  private static JsonBody refused(int status, ErrorCode code, String detail) {
    return new Refused(new Problem(status, code, detail));
  }
}
