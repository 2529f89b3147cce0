package dev.edgewise.serving.cache.semantic;

import dev.edgewise.core.SemanticRule;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a threshold alone did on labelled pairs of questions, for the log. A cosine has no meaning
 * of its own, so figures are of one embedder each.
 *
 * <p>MiniLM: 15,000 pairs of Quora's with labels, chosen to be near each other (36.7 % mean the
 * same), without guards: live traffic looks better. The 8-bit model of this name, measured.
 */
final class StartLine {
  private static final Map<String, List<Point>> KNOWN =
      Map.of(
          "all-minilm-l6-v2-q",
          List.of(
              new Point(0.80, 0.409, 0.324),
              new Point(0.85, 0.301, 0.273),
              new Point(0.90, 0.189, 0.214),
              new Point(0.95, 0.077, 0.124),
              new Point(0.97, 0.039, 0.075),
              new Point(0.98, 0.021, 0.088)),
          "bge-small-en-v1.5-q",
          List.of(
              new Point(0.80, 0.587, 0.408),
              new Point(0.85, 0.444, 0.338),
              new Point(0.90, 0.275, 0.248),
              new Point(0.95, 0.126, 0.132)));

  private StartLine() {}

  /** At a threshold: the share of pairs that would hit, and the share of those that are wrong. */
  private record Point(double threshold, double hits, double falseHits) {}

  static String of(SemanticRule rule, String embedder) {
    if (rule.maxFalseHitRate().isPresent()) {
      return String.format(
          Locale.ROOT,
          "semantic cache: at most %s of hits may be wrong; nothing is served below %.3f or before"
              + " that is shown to hold by comparing answers",
          percent(rule.maxFalseHitRate().getAsDouble()),
          rule.similarityThreshold());
    }
    return String.format(
        Locale.ROOT,
        "semantic cache: serves at %.3f and above, without a bound (maxFalseHitRate sets one); %s;"
            + " %s of hits are checked",
        rule.similarityThreshold(),
        figures(rule.similarityThreshold(), embedder),
        percent(Watch.SHARE));
  }

  private static String figures(double threshold, String embedder) {
    Point known = null;
    for (Point point : KNOWN.getOrDefault(embedder, List.of())) {
      if (point.threshold() <= threshold + 1e-9) {
        known = point;
      }
    }
    return known == null
        ? "nothing is known of such a threshold with the embedder " + embedder
        : String.format(
            Locale.ROOT,
            "on labelled pairs of near questions a threshold of %.2f of %s alone, without guards,"
                + " made %s hits of which %s were wrong",
            known.threshold(),
            embedder,
            percent(known.hits()),
            percent(known.falseHits()));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }
}
