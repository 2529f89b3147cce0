package dev.edgewise.core.model;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Where a generation stood, so that it goes on from there. Its key binds all of it, the bytes of
 * the state included, to one generation: what is foreign or was changed on its way fits no key.
 *
 * @param key {@link ChainKey#hex()} of {@link #keyOf}
 * @param step in the generation's own count
 * @param chunks how many had been emitted
 * @param cost what it took to come here, and would take again
 * @param stateDigest SHA-256 of the state, 64 hexadecimal digits
 * @param state as its {@link StateFormat} wrote it; empty when it lies in the shared store under
 *     the key. Read only, nobody writes behind it
 */
public record Checkpoint(
    String key, long step, long chunks, Duration cost, String stateDigest, ByteBuffer state) {
  /** Most bytes of a state that goes along with its stream. */
  public static final int MOST_IN_BAND = 1 << 20;

  public Checkpoint {
    requireNonNull(key, "key");
    requireNonNull(cost, "cost");
    requireNonNull(stateDigest, "stateDigest");
    if (step < 0 || chunks < 0) {
      throw new IllegalArgumentException(
          "step " + step + ", chunks " + chunks + " (expected: 0 or more)");
    }
    state = state.asReadOnlyBuffer().slice();
  }

  /** A checkpoint of the generation of that key. */
  public static Checkpoint of(
      ChainKey generation, long step, long chunks, Duration cost, ByteBuffer state) {
    String digest = digest(state);
    return new Checkpoint(
        keyOf(generation, step, chunks, digest).hex(), step, chunks, cost, digest, state);
  }

  /** The key that a checkpoint of a generation has. */
  public static ChainKey keyOf(ChainKey generation, long step, long chunks, String stateDigest) {
    return generation.then(step, chunks).then(stateDigest);
  }

  /** Whether it belongs to that generation, and its state, when it is here, is what it was. */
  public boolean belongsTo(ChainKey generation) {
    return keyOf(generation, step, chunks, stateDigest).hex().equals(key)
        && (!state.hasRemaining() || digest(state).equals(stateDigest));
  }

  /** The same with its state somewhere else, or here again. */
  public Checkpoint withState(ByteBuffer other) {
    return new Checkpoint(key, step, chunks, cost, stateDigest, other);
  }

  /** A view of the state with a position of its own. */
  @Override
  public ByteBuffer state() {
    return state.duplicate();
  }

  private static String digest(ByteBuffer state) {
    var sha256 = ChainKey.sha256();
    sha256.update(state.duplicate());
    return HexFormat.of().formatHex(sha256.digest());
  }
}
