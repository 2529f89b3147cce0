package dev.edgewise.serving.pipeline;

import dev.edgewise.core.model.TextEmbedder;
import java.util.List;

/** A point per text: how often it has each of a few words, brought to length 1. */
final class FakeEmbedder implements TextEmbedder {
  private static final List<String> WORDS = List.of("boot", "bag", "dress", "red");

  @Override
  public String model() {
    return "fake";
  }

  @Override
  public int dimensions() {
    return WORDS.size() + 1;
  }

  @Override
  public float[] embed(String text) {
    float[] point = new float[dimensions()];
    double square = 0;
    for (int i = 0; i < WORDS.size(); i++) {
      point[i] = text.split(WORDS.get(i), -1).length - 1f;
      square += point[i] * point[i];
    }
    if (square == 0) {
      point[WORDS.size()] = 1;
      return point;
    }
    for (int i = 0; i < WORDS.size(); i++) {
      point[i] /= (float) Math.sqrt(square);
    }
    return point;
  }

  @Override
  public void close() {}
}
