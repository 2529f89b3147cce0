package dev.edgewise.lab.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Texts that were made at the same time.
 *
 * @param nanos from the first call to the last token
 * @param streams each text
 */
record Run(long nanos, List<Stream> streams) {
  Run {
    streams = List.copyOf(streams);
  }

  /**
   * One text.
   *
   * @param tokens that were made
   * @param firstNanos from the call to the first of them
   */
  record Stream(int tokens, long firstNanos) {}

  double tokensPerSecond() {
    return streams.stream().mapToInt(Stream::tokens).sum() * 1e9 / nanos;
  }

  double[] firstMillis() {
    return streams.stream().mapToDouble(stream -> stream.firstNanos() / 1e6).toArray();
  }

  /** On one line, as processes tell each other. */
  String line() {
    StringBuilder line = new StringBuilder("run ").append(nanos);
    streams.forEach(
        stream -> line.append(' ').append(stream.tokens()).append(':').append(stream.firstNanos()));
    return line.toString();
  }

  /**
   * Reads {@link #line}.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Run of(String line) {
    String[] words = line.split(" ", -1);
    if (words.length < 3 || !words[0].equals("run")) {
      throw new IllegalArgumentException("line: " + line + " (expected: run NANOS TOKENS:NANOS …)");
    }
    List<Stream> streams = new ArrayList<>();
    for (String word : Arrays.asList(words).subList(2, words.length)) {
      int colon = word.indexOf(':');
      streams.add(
          new Stream(
              Integer.parseInt(word.substring(0, Math.max(0, colon))),
              Long.parseLong(word.substring(colon + 1))));
    }
    return new Run(Long.parseLong(words[1]), streams);
  }
}
