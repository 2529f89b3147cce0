package dev.edgewise.serving.cache.semantic;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.SemanticRule;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** Opens pools of questions that one embedder makes points of. Thread-safe. */
public final class Pools {
  /** Up to so many questions every point is looked at. */
  private static final int EXACT = 50_000;

  private final String embedder;
  private final int dimensions;
  private final int most;
  private final Executor background;
  private final Sketches sketches;
  private final RandomGenerator random;

  /**
   * Of one node.
   *
   * @param embedder the name of its model
   * @param dimensions of its points
   * @param most questions that one pool has at a time, from 1; each takes some four bytes for each
   *     dimension, and its text
   * @param background where an index is built that takes longer than a call can wait
   * @param random decides which hits are checked; thread-safe
   */
  public Pools(
      String embedder, int dimensions, int most, Executor background, RandomGenerator random) {
    if (dimensions < 1 || most < 1) {
      throw new IllegalArgumentException(
          "dimensions, most: " + dimensions + ", " + most + " (expected: from 1)");
    }
    this.embedder = requireNonNull(embedder, "embedder");
    this.dimensions = dimensions;
    this.most = most;
    sketches = new Sketches(dimensions);
    this.background = requireNonNull(background, "background");
    this.random = requireNonNull(random, "random");
  }

  /** A pool without questions that has learned nothing. */
  public QuestionPool open(SemanticRule rule) {
    return open(rule, new byte[0]);
  }

  /**
   * A pool without questions.
   *
   * @param rule when it serves
   * @param saved what {@link QuestionPool#save} gave; what cannot be read, or was learned under
   *     another rule or embedder, counts as nothing
   */
  public QuestionPool open(SemanticRule rule, byte[] saved) {
    double threshold = rule.similarityThreshold();
    String signature = signature(rule);
    Decider decider = decider(rule);
    long asked = 0;
    if (saved.length > 0) {
      try {
        Ledger.Reader in = new Ledger.Reader(saved);
        if (in.text().equals(signature)) {
          asked = in.large();
          decider.load(in);
        }
      } catch (Ledger.Broken | RuntimeException e) {
        // As if nothing had been learned: a bound must not rest on what may be damaged.
        asked = 0;
        decider = decider(rule);
      }
    }
    ExactIndex exact = new ExactIndex(sketches, dimensions, threshold);
    PointIndex index =
        most <= EXACT
            ? exact
            : new GrowingIndex(exact, EXACT, background, () -> new GraphIndex(background));
    return new SemanticPool(signature, index, decider, threshold, dimensions, most, asked);
  }

  private Decider decider(SemanticRule rule) {
    double threshold = rule.similarityThreshold();
    return rule.maxFalseHitRate().isPresent()
        ? new ByBudget(rule.maxFalseHitRate().getAsDouble(), threshold, random)
        : new ByThreshold(threshold, random);
  }

  /** What learning depends on: it is worth nothing under another rule or embedder. */
  private String signature(SemanticRule rule) {
    return String.join(
        "|",
        embedder,
        Integer.toString(dimensions),
        Double.toString(rule.similarityThreshold()),
        rule.maxFalseHitRate().toString(),
        rule.same().name());
  }

  /**
   * What to expect of a rule, for the log when a method or model with it is first served: its mode,
   * and what its threshold alone did on labelled pairs of questions with this embedder.
   */
  public String startLine(SemanticRule rule) {
    return StartLine.of(rule, embedder);
  }
}
