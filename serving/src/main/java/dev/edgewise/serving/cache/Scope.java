package dev.edgewise.serving.cache;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import dev.edgewise.serving.cache.store.Reach;

/**
 * Whose a kept answer is, and what computed it. What is kept in one scope is never served in
 * another.
 *
 * @param tenant as the caller said
 * @param label of the call's data
 * @param producer what computes: its method's full name first, then, behind a {@code |}, digests
 */
public record Scope(String tenant, Label label, String producer) {
  private static final char SEPARATOR = '|';

  public Scope {
    requireNonNull(tenant, "tenant");
    requireNonNull(label, "label");
    requireNonNull(producer, "producer");
  }

  /** Full name of the method. */
  public String method() {
    int end = producer.indexOf(SEPARATOR);
    return end < 0 ? producer : producer.substring(0, end);
  }

  /** How far what is kept here may go: what is confidential stays on its node. */
  Reach reach() {
    return label == Label.PUBLIC || label == Label.INTERNAL ? Reach.FLEET : Reach.NODE;
  }

  /** Whether what is asked may be shown to operators. */
  boolean tellable() {
    return reach() == Reach.FLEET;
  }
}
