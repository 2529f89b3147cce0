package dev.edgewise.sdk.spi.model;

import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.Sizes;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;

/**
 * A message that is the one argument of a call.
 *
 * @param codec of the message
 * @param type of the argument
 * @param <T> the argument
 */
record Argument<T>(Codec<T> codec, Class<T> type) implements Codec<Object[]> {
  @Override
  public String messageName() {
    return codec.messageName();
  }

  @Override
  public int size(Object[] arguments, Sizes sizes) {
    return codec.size(only(arguments), sizes);
  }

  @Override
  public void write(Object[] arguments, WireWriter out, Sizes sizes) {
    codec.write(only(arguments), out, sizes);
  }

  @Override
  public Object[] read(WireReader in) {
    return new Object[] {codec.read(in)};
  }

  private T only(Object[] arguments) {
    return type.cast(arguments[0]);
  }
}
