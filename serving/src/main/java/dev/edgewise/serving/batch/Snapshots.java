package dev.edgewise.serving.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes snapshots of a schedule. */
final class Snapshots {
  private Snapshots() {}

  /** All lanes, in the order in which they came into being. */
  static List<LaneSnapshot> of(Schedule schedule, long now) {
    List<LaneSnapshot> lanes = new ArrayList<>();
    for (Lane<?, ?> lane : schedule.lanes()) {
      lanes.add(of(lane, schedule, now));
    }
    return lanes;
  }

  private static LaneSnapshot of(Lane<?, ?> lane, Schedule schedule, long now) {
    return new LaneSnapshot(
        lane.family.name,
        lane.keyText(),
        lane.alone,
        lane.line.size(),
        lane.line.bytes(),
        lane.cap(),
        lane.memory.cap(),
        lane.completed,
        outlook(lane, schedule, now),
        lane.record.tally());
  }

  /** In the lane that was used last of a family: of its name, or that with a profile behind it. */
  static Optional<Outlook> outlook(String family, Schedule schedule, long now) {
    Lane<?, ?> latest = null;
    for (Lane<?, ?> lane : schedule.lanes()) {
      String name = lane.family.name;
      if (!lane.alone
          && name.startsWith(family)
          && (name.length() == family.length() || name.charAt(family.length()) == ' ')
          && (latest == null || lane.used > latest.used)) {
        latest = lane;
      }
    }
    return latest == null ? Optional.empty() : Optional.of(outlook(latest, schedule, now));
  }

  /** What a call that came now would meet. */
  static Outlook outlook(Lane<?, ?> lane, Schedule schedule, long now) {
    int cap = lane.cap();
    // A full batch takes no more: one that comes now opens another.
    int joined = lane.line.size() % cap;
    double batch = lane.costs.at(joined + 1);
    double marginal = joined == 0 ? batch : batch - lane.costs.at(joined);
    return new Outlook(
        joined,
        cap - joined,
        Math.round(schedule.predictedWait(lane, now)),
        Math.round(batch),
        Math.round(marginal),
        Math.round(lane.costs.at(1)));
  }
}
