package dev.edgewise.serving.calls;

import dev.edgewise.core.Clock;
import dev.edgewise.sdk.spi.CallMerging;
import dev.edgewise.serving.batch.LaneListener;

/** Found by hosts as a service. */
public final class BatchedCallsProvider implements CallMerging.Provider {
  /** For the service loader. */
  public BatchedCallsProvider() {}

  @Override
  public CallMerging open(Clock clock) {
    return BatchedCalls.open(clock, LaneListener.NONE);
  }
}
