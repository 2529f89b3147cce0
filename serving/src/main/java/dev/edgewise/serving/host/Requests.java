package dev.edgewise.serving.host;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;

/** Reads what callers send. Pure. */
final class Requests {
  private Requests() {}

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
