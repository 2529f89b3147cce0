package dev.edgewise.orchestrator.decisions;

import static java.util.Objects.requireNonNull;

/**
 * One decision with what it is found by.
 *
 * @param id unique
 * @param method full name, {@code shop.v1.Vision/detect}
 * @param notable whether it tells of more than a call that completed at its first node
 * @param record all of it
 */
public record Kept<R>(String id, String method, boolean notable, R record) {
  public Kept {
    requireNonNull(id, "id");
    requireNonNull(method, "method");
    requireNonNull(record, "record");
  }
}
