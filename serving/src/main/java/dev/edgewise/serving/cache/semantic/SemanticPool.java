package dev.edgewise.serving.cache.semantic;

import dev.edgewise.serving.cache.store.Key;
import java.nio.ByteBuffer;
import java.util.OptionalDouble;

/** A pool that finds nothing yet. */
final class SemanticPool implements QuestionPool {
  private final String why;

  SemanticPool(String why) {
    this.why = why;
  }

  @Override
  public Found find(String text, float[] point, double floor) {
    return new Found.Miss(why);
  }

  @Override
  public void add(Key key, String text, ByteBuffer answer, float[] point) {}

  @Override
  public void remove(Key key) {}

  @Override
  public void learn(Key key, double similarity, boolean right, Check check) {}

  @Override
  public PoolState state() {
    return new PoolState(0, 0, 0, 0, 0, 0, 1, OptionalDouble.empty(), why);
  }

  @Override
  public byte[] save() {
    return new byte[0];
  }
}
