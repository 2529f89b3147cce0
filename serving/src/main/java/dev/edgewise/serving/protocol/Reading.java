package dev.edgewise.serving.protocol;

import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import java.util.function.Function;

/**
 * How a message of a caller is read; such messages are never written here.
 *
 * @param messageName for errors
 * @param reader reads to the end
 * @param <T> what it becomes
 */
record Reading<T>(String messageName, Function<WireReader, T> reader) {
  /** Reads a message; what is none is {@code BAD_REQUEST}. */
  T of(Message message) {
    try {
      return WireReader.read(message, reader);
    } catch (MalformedMessage e) {
      throw Refusals.bad(
          messageName + " cannot be read: " + Refusals.shown(String.valueOf(e.getMessage())), e);
    }
  }
}
