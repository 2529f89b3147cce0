package dev.edgewise.sdk.wire.dynamic;

import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.Sizes;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import java.util.function.Function;

/**
 * Passes messages through as they are, for whoever knows them by descriptors alone.
 *
 * @param messageName full protobuf name
 * @param message what to write of a value
 * @param value what to make of a message
 * @param <T> the value that stands for the message
 */
record EncodedCodec<T>(String messageName, Function<T, Message> message, Function<Message, T> value)
    implements Codec<T> {
  /** A message that stands for itself. */
  static Codec<Message> of(String messageName) {
    return new EncodedCodec<>(messageName, Function.identity(), Function.identity());
  }

  /** A message that is the one argument of a call. */
  static Codec<Object[]> argument(String messageName) {
    return new EncodedCodec<>(
        messageName, arguments -> (Message) arguments[0], message -> new Object[] {message});
  }

  /** A message that is a declared exception. */
  static Codec<DynamicFault> fault(String messageName) {
    return new EncodedCodec<>(
        messageName, DynamicFault::body, message -> new DynamicFault(messageName, message));
  }

  @Override
  public int size(T written, Sizes sizes) {
    return WireWriter.sizeOfEncoded(message.apply(written), sizes);
  }

  @Override
  public void write(T written, WireWriter out, Sizes sizes) {
    out.encoded(message.apply(written));
  }

  @Override
  public T read(WireReader in) {
    return value.apply(in.encoded());
  }
}
