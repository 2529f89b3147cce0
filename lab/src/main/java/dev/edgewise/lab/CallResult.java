package dev.edgewise.lab;

import dev.edgewise.core.ErrorCode;
import java.util.Optional;

/**
 * What became of one call of a load.
 *
 * @param begunNanos when it was made
 * @param tookNanos how long the caller waited
 * @param node who answered; empty when nobody did
 * @param error the code of the failure; empty when it succeeded
 * @param right whether the answer was the one of this call
 */
record CallResult(
    long begunNanos,
    long tookNanos,
    Optional<String> node,
    Optional<ErrorCode> error,
    boolean right) {
  boolean failed() {
    return error.isPresent() || !right;
  }
}
