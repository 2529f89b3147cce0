package dev.edgewise.sdk.spi;

/**
 * Translates one kind of value to and from a protobuf message. Generated; stateless and
 * thread-safe.
 *
 * <p>Writing takes two passes over the value: {@link #size} measures and leaves the sizes of nested
 * messages in a {@link Sizes}, {@link #write} then writes forward, with exact length prefixes and
 * into a buffer of exactly the right length. Both must visit the value in the same order.
 *
 * @param <T> the value
 */
public interface Codec<T> {
  /** Full protobuf name of the message, for messages of errors. */
  String messageName();

  /**
   * Returns the encoded size in bytes, and records the size of each nested message in {@code
   * sizes}.
   */
  int size(T value, Sizes sizes);

  /** Writes the fields of {@code value}; {@code sizes} is what {@link #size} filled. */
  void write(T value, WireWriter out, Sizes sizes);

  /**
   * Reads fields until the reader's end. Unknown fields are skipped; absent ones have proto3's
   * defaults.
   */
  T read(WireReader in);
}
