package dev.edgewise.serving.protocol.openai;

import java.util.function.Supplier;

/**
 * What came of reading a request.
 *
 * @param <T> what it asks for
 */
public sealed interface Asked<T> {
  /** It can be done. */
  record For<T>(T order) implements Asked<T> {}

  /** It cannot be taken. */
  record Wrong<T>(ApiError error) implements Asked<T> {}

  /** Reads; what is refused on the way becomes a value. */
  static <T> Asked<T> reading(Supplier<T> reader) {
    try {
      return new For<>(reader.get());
    } catch (WrongField e) {
      return new Wrong<>(e.error());
    } catch (IllegalArgumentException e) {
      // A bound that the messages of models have beside ours: they name fields, and quote nothing.
      return new Wrong<>(ApiError.invalid(String.valueOf(e.getMessage())));
    }
  }
}
