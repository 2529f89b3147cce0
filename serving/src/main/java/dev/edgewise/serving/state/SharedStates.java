package dev.edgewise.serving.state;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Where nodes share states that are too large to go along with their streams. It may lose anything
 * at any time; what goes wrong in it is a miss. Calls take no longer than the store's own bound.
 * Whoever reads checks that it is what was put there: names are made of what is under them, so two
 * owners of a generation write the same. Thread-safe.
 */
public interface SharedStates extends AutoCloseable {
  /**
   * Keeps a state for as long as its generation may need it.
   *
   * @param key 64 hexadecimal digits
   */
  void put(String key, ByteBuffer state);

  /** The state under a key, if it is still there. */
  Optional<ByteBuffer> get(String key);

  @Override
  void close();
}
