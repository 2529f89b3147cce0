package dev.edgewise.serving.cache;

import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.Sizes;
import dev.edgewise.sdk.spi.WireWriter;

/** Goes over the fields of a message whose type nobody knows here; never writes one. */
@FunctionalInterface
interface Walk<T> extends Codec<T> {
  @Override
  default String messageName() {
    return "";
  }

  @Override
  default int size(T value, Sizes sizes) {
    throw new UnsupportedOperationException("only reads");
  }

  @Override
  default void write(T value, WireWriter out, Sizes sizes) {
    throw new UnsupportedOperationException("only reads");
  }
}
