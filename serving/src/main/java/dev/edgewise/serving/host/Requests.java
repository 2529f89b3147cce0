package dev.edgewise.serving.host;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import java.time.Duration;

/** What callers send, and how long they wait for it. Pure. */
final class Requests {
  /** Who has more time than that has as good as no end, and sums with it must not wrap. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private Requests() {}

  /** Until when a call has time, on the clock. */
  static long deadline(CallContext context, Clock clock) {
    Duration left = context.timeLeft();
    return clock.nanos() + (left.compareTo(LONGEST) > 0 ? LONGEST : left).toNanos();
  }

  static <T> T read(String model, Codec<T> codec, Message message) {
    try {
      return WireReader.decode(codec, message);
    } catch (MalformedMessage e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_REQUEST,
          "Model \"" + model + "\" was sent a message that cannot be read: " + e.getMessage(),
          e);
    }
  }
}
