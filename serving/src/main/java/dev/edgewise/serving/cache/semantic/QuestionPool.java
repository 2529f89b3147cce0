package dev.edgewise.serving.cache.semantic;

import dev.edgewise.serving.cache.store.Key;
import java.nio.ByteBuffer;

/**
 * The questions of one partition (tenant, label, producer, other fields of the request, embedder),
 * and what was learned of hits among them. Thread-safe.
 */
public interface QuestionPool {
  /**
   * Looks for a question that means the same.
   *
   * @param text the question
   * @param point what the pool's embedder makes of it, of length 1
   * @param floor what the caller asks for at least; below the rule's own threshold it changes
   *     nothing
   */
  Found find(String text, float[] point, double floor);

  /**
   * Remembers a question that was answered, unless it was explored and means the same as another
   * that is remembered. A pool that is full forgets its oldest.
   *
   * @param key of the entry
   * @param text the question
   * @param answer the encoded response: words of the question that stand in it, too, must stand in
   *     whatever question it is served for
   * @param point what the pool's embedder makes of the question, of length 1
   */
  void add(Key key, String text, ByteBuffer answer, float[] point);

  /** Forgets a question; what was learned of hits on it stays for a while. */
  void remove(Key key);

  /**
   * Learns whether the answer of an entry was right for another question.
   *
   * @param key of the entry that was found
   * @param similarity as it was found
   * @param right whether both answers say the same
   * @param check how that came out
   */
  void learn(Key key, double similarity, boolean right, Check check);

  /** How it stands. */
  PoolState state();

  /** Everything that a restart must not lose, keys and questions aside; bounded. */
  byte[] save();
}
