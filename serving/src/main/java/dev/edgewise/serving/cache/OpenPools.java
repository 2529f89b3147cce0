package dev.edgewise.serving.cache;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.SemanticRule;
import dev.edgewise.serving.cache.semantic.Pools;
import dev.edgewise.serving.cache.semantic.QuestionPool;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Opens the pools of a node, and says in its log, once for each rule, what may be expected of it.
 * Thread-safe.
 */
final class OpenPools implements SimilarQuestions.Opener {
  private static final Logger LOG = System.getLogger(OpenPools.class.getName());

  /** Profiles of strangers make rules; the log is not theirs to fill. */
  private static final int MOST_LINES = 100;

  private final int most;
  private final Executor background;
  private final RandomGenerator random;

  // Guarded by this.
  private final Map<Embedder, Pools> pools = new HashMap<>();
  private final Set<String> told = new HashSet<>();

  private record Embedder(String model, int dimensions) {}

  /**
   * Pools.
   *
   * @param most questions of one
   */
  OpenPools(int most, Executor background, RandomGenerator random) {
    this.most = most;
    this.background = requireNonNull(background, "background");
    this.random = requireNonNull(random, "random");
  }

  @Override
  public synchronized QuestionPool open(
      SemanticRule rule, String embedder, int dimensions, byte[] saved) {
    Pools of =
        pools.computeIfAbsent(
            new Embedder(embedder, dimensions),
            key -> new Pools(embedder, dimensions, most, background, random));
    if (told.size() < MOST_LINES) {
      String line = of.startLine(rule);
      if (told.add(line)) {
        LOG.log(Level.INFO, line);
      }
    }
    return of.open(rule, saved);
  }
}
