package dev.edgewise.processor.model;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Sameness;

/**
 * How results are kept, as the source has it and not yet checked.
 *
 * @param ttl how long a result is good for
 * @param semantic whether what means alike may be answered too
 * @param similarityThreshold the least similarity of such a hit
 * @param maxFalseHitRate the share of such hits that may be wrong; 0 for none said
 * @param same when a kept result is taken for right
 * @param source where it stands
 */
public record CacheLiteral(
    DurationLiteral ttl,
    boolean semantic,
    double similarityThreshold,
    double maxFalseHitRate,
    Sameness same,
    SourceRef source) {
  public CacheLiteral {
    requireNonNull(ttl, "ttl");
    requireNonNull(same, "same");
    requireNonNull(source, "source");
  }
}
