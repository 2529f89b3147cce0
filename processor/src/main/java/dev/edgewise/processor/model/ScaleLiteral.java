package dev.edgewise.processor.model;

import static java.util.Objects.requireNonNull;

/**
 * How many nodes a zone should have that runs a method, as the source has it and not yet checked.
 *
 * @param min that are always there
 * @param max the most
 * @param warm beyond those that are needed
 * @param source where it stands
 */
public record ScaleLiteral(int min, int max, int warm, SourceRef source) {
  /** The most nodes that a zone may be asked to have. */
  public static final int MOST = 1_000;

  public ScaleLiteral {
    requireNonNull(source, "source");
  }

  /** Whether such a zone can be. */
  public boolean isPossible() {
    return max >= 1 && max <= MOST && within(min) && within(warm);
  }

  private boolean within(int nodes) {
    return nodes >= 0 && nodes <= max;
  }
}
