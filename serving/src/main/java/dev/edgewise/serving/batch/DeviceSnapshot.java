package dev.edgewise.serving.batch;

import java.util.List;

/**
 * A device at one moment.
 *
 * @param name of the device
 * @param workers batches that can run at once
 * @param busy batches that run
 * @param lanes those that are known, in the order in which they came into being
 */
public record DeviceSnapshot(String name, int workers, int busy, List<LaneSnapshot> lanes) {
  /** Copies what is given. */
  public DeviceSnapshot {
    lanes = List.copyOf(lanes);
  }
}
