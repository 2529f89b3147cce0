package dev.edgewise.serving.cache;

import dev.edgewise.core.model.TextEmbedder;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Texts of the same letters mean alike. */
final class LetterEmbedder implements TextEmbedder {
  final AtomicInteger texts = new AtomicInteger();
  volatile boolean broken;

  @Override
  public String model() {
    return "letters";
  }

  @Override
  public int dimensions() {
    return 26;
  }

  @Override
  public float[] embed(String text) {
    if (broken) {
      throw new IllegalStateException("the embedder is broken");
    }
    texts.incrementAndGet();
    float[] point = new float[26];
    double squares = 1e-9;
    for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
      if (c >= 'a' && c <= 'z') {
        point[c - 'a']++;
      }
    }
    for (float each : point) {
      squares += each * each;
    }
    for (int i = 0; i < point.length; i++) {
      point[i] /= (float) Math.sqrt(squares);
    }
    return point;
  }

  @Override
  public void close() {}
}
