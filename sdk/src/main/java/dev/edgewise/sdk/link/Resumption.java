package dev.edgewise.sdk.link;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.sdk.spi.Message;
import java.util.List;
import java.util.Optional;

/**
 * How far a generation has come, as its caller knows it: all that a node needs beside the request
 * to begin it, or to go on with it.
 *
 * @param id names it; the same on each node that works on it, and hard to guess
 * @param epoch 1 for the first node, and one more for each that takes over
 * @param seed the root of all chance in it; the same on each node
 * @param emitted the chunks that the caller has, encoded, in order
 * @param checkpoint the newest that came, when one did
 */
public record Resumption(
    String id, long epoch, long seed, List<Message> emitted, Optional<Checkpoint> checkpoint) {
  /** Longest id, in characters. */
  public static final int LONGEST_ID = 64;

  /**
   * Most bytes of a request and its emitted chunks together: what a node takes in one message
   * unless it is told otherwise, with room for what is around them.
   */
  public static final int MOST_BYTES = (4 << 20) - (64 << 10);

  /** Most bytes of the request of a generation; a larger one is called as a plain stream. */
  public static final int MOST_REQUEST = 2 << 20;

  /** Bytes that a chunk may take on its way beside its own. */
  public static final int BYTES_BESIDE = 8;

  public Resumption {
    requireNonNull(id, "id");
    emitted = List.copyOf(emitted);
    requireNonNull(checkpoint, "checkpoint");
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      throw new IllegalArgumentException(
          "id: " + id.length() + " characters (expected: 1 to " + LONGEST_ID + ")");
    }
    if (epoch < 1) {
      throw new IllegalArgumentException("epoch: " + epoch + " (expected: 1 or more)");
    }
  }
}
