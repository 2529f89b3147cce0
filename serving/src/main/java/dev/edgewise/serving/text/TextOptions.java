package dev.edgewise.serving.text;

/**
 * How texts are served.
 *
 * @param context tokens of one text at most, what is read and what is written, 16 to 131,072
 * @param streams texts at the same time, 1 to 64; each has memory of its own
 * @param waiting callers that wait for one of them, 0 to 10,000
 */
public record TextOptions(int context, int streams, int waiting) {
  /** 4,096 tokens, four texts. */
  public static final TextOptions DEFAULT = new TextOptions(4_096, 4, 64);

  public TextOptions {
    if (context < 16 || context > 131_072) {
      throw new IllegalArgumentException("context: " + context + " (expected: 16 to 131072)");
    }
    if (streams < 1 || streams > 64) {
      throw new IllegalArgumentException("streams: " + streams + " (expected: 1 to 64)");
    }
    if (waiting < 0 || waiting > 10_000) {
      throw new IllegalArgumentException("waiting: " + waiting + " (expected: 0 to 10000)");
    }
  }
}
