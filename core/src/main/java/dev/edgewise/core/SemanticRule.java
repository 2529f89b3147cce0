package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Sameness;
import java.util.OptionalDouble;

/**
 * When a question may be answered with the answer of another that means alike.
 *
 * @param textField number of the request message's field that is the question; all other fields
 *     must be equal
 * @param similarityThreshold the least cosine of both, 0 to 1
 * @param maxFalseHitRate the share of such hits that may be wrong, between 0 and 1, both excluded;
 *     empty: the threshold alone decides
 * @param same when a kept answer is taken for right
 */
public record SemanticRule(
    int textField, double similarityThreshold, OptionalDouble maxFalseHitRate, Sameness same) {
  public SemanticRule {
    requireNonNull(maxFalseHitRate, "maxFalseHitRate");
    requireNonNull(same, "same");
    if (textField < 1) {
      throw new IllegalArgumentException("textField: " + textField + " (expected: from 1)");
    }
    if (!(similarityThreshold >= 0 && similarityThreshold <= 1)) {
      throw new IllegalArgumentException(
          "similarityThreshold: " + similarityThreshold + " (expected: 0 to 1)");
    }
    maxFalseHitRate.ifPresent(
        rate -> {
          if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException(
                "maxFalseHitRate: " + rate + " (expected: between 0 and 1)");
          }
        });
  }
}
