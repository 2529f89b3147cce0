package dev.edgewise.serving.batch;

import java.util.ArrayList;
import java.util.List;

/** Takes snapshots of a schedule. */
final class Snapshots {
  private Snapshots() {}

  static DeviceSnapshot of(String device, int workers, Schedule schedule, long now) {
    List<LaneSnapshot> lanes = new ArrayList<>();
    for (Lane<?, ?> lane : schedule.lanes()) {
      lanes.add(of(lane, schedule, now));
    }
    return new DeviceSnapshot(device, workers, schedule.busy(), lanes);
  }

  private static LaneSnapshot of(Lane<?, ?> lane, Schedule schedule, long now) {
    int waiting = lane.line.size();
    int cap = lane.cap();
    int forming = Math.min(waiting, cap);
    // A full batch takes no more: one that comes now opens another.
    double marginal =
        waiting % cap == 0
            ? lane.costs.at(1)
            : lane.costs.at(waiting % cap + 1) - lane.costs.at(waiting % cap);
    return new LaneSnapshot(
        lane.family.name,
        lane.keyText(),
        lane.alone,
        waiting,
        lane.line.bytes(),
        lane.running,
        forming,
        cap,
        lane.memory.cap(),
        Math.round(schedule.predictedWait(lane, now)),
        Math.round(marginal),
        lane.costs.points(),
        lane.completed);
  }
}
