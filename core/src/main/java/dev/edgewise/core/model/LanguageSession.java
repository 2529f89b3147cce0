package dev.edgewise.core.model;

import java.nio.ByteBuffer;

/**
 * One text in the memory of a {@link LanguageModel}. Engines compute many tokens at once by other
 * code than a single one, and the sums differ in their last bits; so what is read, by {@link
 * #feed}, and what is written, by {@link #follow}, are two ways. The same tokens by the same ways
 * give the same logits to the last bit, however they were divided between calls of {@link #feed}
 * and whatever was {@link #cut} before, on one kind of machine; that is what texts that go on
 * elsewhere rely on. Of one thread at a time.
 */
public interface LanguageSession extends AutoCloseable {
  /** How many tokens it can hold. */
  int capacity();

  /** How many tokens it holds. */
  int length();

  /** Most tokens that one call of {@link #feed} takes. */
  int slice();

  /**
   * Reads on, as in a prompt; blocks for a millisecond or more a token.
   *
   * @param tokens of which those from {@code from} to before {@code to} are read, at least one
   * @param choose whether {@link #logits} will be asked for after these
   * @throws IllegalArgumentException when it has no room for them, or one is no token of the model
   */
  void feed(int[] tokens, int from, int to, boolean choose);

  /**
   * Takes in one token that was written after all before; blocks for some milliseconds.
   *
   * @param choose whether {@link #logits} will be asked for after it; much faster without
   * @throws IllegalArgumentException when it has no room for it, or it is no token of the model
   */
  void follow(int token, boolean choose);

  /**
   * How likely each token is to come next, as logits, after what came last.
   *
   * @param into as long as the vocabulary
   */
  void logits(float[] into);

  /** Forgets all but the first so many tokens. */
  void cut(int length);

  /** How many bytes {@link #state} has. */
  long stateSize();

  /** All that it holds, to go on in another process with the same file of the model. */
  ByteBuffer state();

  /**
   * Holds what another session held; what it held itself is gone.
   *
   * @param length tokens of that one
   * @throws IllegalArgumentException when these bytes are no state of so many tokens of this model
   */
  void restore(ByteBuffer state, int length);

  @Override
  void close();
}
