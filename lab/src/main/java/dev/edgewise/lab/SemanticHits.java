package dev.edgewise.lab;

import dev.edgewise.lab.cache.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Semantic hits with the shipped embedder, against truth; no process is started. */
enum SemanticHits implements Campaign {
  SEMANTIC_PAIRS(
      "10,000 labelled pairs of questions in EDGEWISE_EVAL_DATA: closed under a budget of 5 %, open"
          + " under 20 % with the bound kept (skipped without the pairs)") {
    @Override
    Optional<Evaluation.Result> evaluate(Path points) throws IOException {
      return Evaluation.pairs(points, Integer.MAX_VALUE, SemanticHits::say);
    }
  },
  SEMANTIC_PARAPHRASES(
      "6,000 questions with known truth: under a budget of 5 % at least 40 % of the paraphrases hit"
          + " and the bound is kept; no trap ever hits") {
    @Override
    Optional<Evaluation.Result> evaluate(Path points) throws IOException {
      return Optional.of(Evaluation.paraphrases(points, 6_000, SemanticHits::say));
    }
  },
  SEMANTIC_PARAPHRASES_SHORT("the same with 1,200 questions") {
    @Override
    Optional<Evaluation.Result> evaluate(Path points) throws IOException {
      return Optional.of(Evaluation.paraphrases(points, 1_200, SemanticHits::say));
    }
  },
  SEMANTIC_ZIPF(
      "4,000 questions for 40 meanings, some far oftener than others and one in four without a"
          + " steady answer: popular ones hit by what is known of themselves, the bound is kept") {
    @Override
    Optional<Evaluation.Result> evaluate(Path points) throws IOException {
      return Optional.of(Evaluation.zipf(points, 4_000, SemanticHits::say));
    }
  };

  private final String about;

  SemanticHits(String about) {
    this.about = about;
  }

  @Override
  public String about() {
    return about;
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException {
    // Embedding takes minutes; what was embedded once is there for all rounds.
    Optional<Evaluation.Result> result =
        evaluate(dist.resolveSibling("target").resolve("semantic-points"));
    return result
        .map(found -> new Verdict(found.held(), String.join("\n      ", found.figures())))
        .orElseGet(
            () -> Verdict.skipped("EDGEWISE_EVAL_DATA names no folder with question_pairs.tsv"));
  }

  abstract Optional<Evaluation.Result> evaluate(Path points) throws IOException;

  private static void say(String progress) {
    System.err.println("  " + progress);
  }
}
