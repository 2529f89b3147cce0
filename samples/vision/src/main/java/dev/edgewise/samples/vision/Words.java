package dev.edgewise.samples.vision;

import dev.edgewise.core.Escalation;
import dev.edgewise.core.Node;
import java.time.Duration;
import java.util.Locale;

/** Outcomes in words. */
final class Words {
  private Words() {}

  /** What the cascade did, for people. */
  static String why(Escalation escalation) {
    return switch (escalation) {
      case Escalation.None() -> "no cascade: the cloud was asked at once";
      case Escalation.Sure(double confidence) -> "the edge was sure";
      case Escalation.Escalated(double confidence, String edge) ->
          String.format(Locale.ROOT, "escalated: %s was unsure (%.2f)", edge, confidence);
      case Escalation.Kept(double confidence, String because) ->
          String.format(Locale.ROOT, "the edge was unsure (%.2f), but: %s", confidence, because);
    };
  }

  static String tier(Node node) {
    return node.tier().name().toLowerCase(Locale.ROOT);
  }

  static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}
