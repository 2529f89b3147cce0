package dev.edgewise.lab.cache;

import dev.edgewise.serving.cache.store.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Pairs of questions that people labelled: {@code question_pairs.tsv} in the folder that {@code
 * EDGEWISE_EVAL_DATA} names. No part of the repository.
 *
 * @param same whether the answer to one may be reused for the other
 */
record LabelledPairs(boolean same, String first, String second) {
  /** All of them; empty when they are not there. */
  static Optional<List<LabelledPairs>> found() throws IOException {
    String folder = System.getenv("EDGEWISE_EVAL_DATA");
    Path file = Path.of(folder == null ? "" : folder).resolve("question_pairs.tsv");
    if (folder == null || !Files.exists(file)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(file)) {
      return Optional.of(
          lines
              .map(line -> line.split("\t", -1))
              .map(parts -> new LabelledPairs(parts[0].equals("1"), parts[1], parts[2]))
              .toList());
    }
  }

  /** One pair after the other: the first question is kept, the second asked. */
  static Trial trial(
      List<LabelledPairs> pairs,
      Embeddings embeddings,
      double threshold,
      OptionalDouble budget,
      long seed) {
    Trial trial = new Trial(embeddings, threshold, budget, seed);
    for (int i = 0; i < pairs.size(); i++) {
      LabelledPairs pair = pairs.get(i);
      Key key = trial.keep(pair.first(), i, embeddings.of(pair.first()));
      boolean unused = trial.ask(pair.second(), pair.same() ? i : -1, embeddings.of(pair.second()));
      trial.forget(key);
    }
    return trial;
  }
}
