package dev.edgewise.sdk.host;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.MessageTooLarge;
import dev.edgewise.sdk.spi.MethodDefinition;
import dev.edgewise.sdk.spi.WireWriter;
import org.jspecify.annotations.Nullable;

/** Encodes what a body gives. */
final class Outgoing {
  private Outgoing() {}

  /**
   * Encodes a result or an item.
   *
   * @param what it is, for people
   * @throws EdgewiseException with {@code TOO_LARGE} or {@code BODY_FAILED} when that cannot be
   *     done
   */
  static <R extends @Nullable Object> Message encode(
      MethodDefinition<R> method, R value, String what) {
    try {
      return WireWriter.encode(method.response(), value);
    } catch (MessageTooLarge e) {
      throw failed(ErrorCode.TOO_LARGE, method, what, e);
    } catch (MalformedMessage e) {
      throw failed(ErrorCode.BODY_FAILED, method, what, e);
    }
  }

  private static EdgewiseException failed(
      ErrorCode code, MethodDefinition<?> method, String what, RuntimeException e) {
    return EdgewiseException.of(
        code,
        what + " of " + method.contract().fullName() + " cannot be sent: " + e.getMessage(),
        e);
  }
}
