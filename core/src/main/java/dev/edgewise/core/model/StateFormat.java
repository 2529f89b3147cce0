package dev.edgewise.core.model;

import java.nio.ByteBuffer;

/**
 * How the state of a generation goes into bytes and comes back. Thread-safe.
 *
 * @param <S> the state
 */
public interface StateFormat<S> {
  /** Names the format and its version, for example {@code latents/1}; a part of each key. */
  String name();

  /** How many bytes {@link #write} would give, about; asked before, since that may cost much. */
  long size(S state);

  /** The state as it is now; what is written stays as it is when the state goes on. */
  ByteBuffer write(S state);

  /**
   * The state that was written.
   *
   * @throws IllegalArgumentException when these bytes are none; what was generated is computed anew
   *     then
   */
  S read(ByteBuffer bytes);
}
