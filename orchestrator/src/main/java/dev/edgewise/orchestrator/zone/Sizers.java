package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import dev.edgewise.orchestrator.overview.FleetSnapshot;
import dev.edgewise.orchestrator.scale.Advice;
import dev.edgewise.orchestrator.scale.Habits;
import dev.edgewise.orchestrator.scale.ScaleRule;
import dev.edgewise.orchestrator.scale.ZoneScaler;
import dev.edgewise.orchestrator.scale.ZoneSignals;
import dev.edgewise.orchestrator.traffic.TrafficPicture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What decides the zones' sizes: a scaler of each, and what makes its signals. One thread's. */
final class Sizers {
  private final Map<String, Sizer> sizers = new HashMap<>();

  private static final class Sizer {
    final ZoneScaler scaler;
    final ZoneDemand demand;
    Habits kept;

    Sizer(ZoneScaler scaler, ZoneDemand demand) {
      this.scaler = scaler;
      this.demand = demand;
      kept = scaler.habits();
    }
  }

  /**
   * @param known what earlier scalers have learned, by zone
   * @param slots calls that a node runs at once, until one has said it
   */
  Sizers(
      List<ZoneTemplate> templates,
      Map<String, Habits> known,
      ContractReader contracts,
      int slots) {
    for (ZoneTemplate each : templates) {
      ZoneScaler scaler =
          new ZoneScaler(
              new ScaleRule(each.min(), each.max(), each.warm(), each.onTimeTarget(), each.hold()));
      Habits habits = known.get(each.zone());
      if (habits != null) {
        scaler.resume(habits);
      }
      sizers.put(each.zone(), new Sizer(scaler, new ZoneDemand(contracts, slots)));
    }
  }

  ZoneSignals signals(Zone zone, FleetSnapshot fleet, TrafficPicture calls, Moment now) {
    return sizer(zone.book().template().zone()).demand.signals(zone, fleet, calls, now);
  }

  Advice advise(String zone, ZoneSignals signals) {
    return sizer(zone).scaler.advise(signals);
  }

  /** What has been learned since this was asked before, to be kept. */
  List<ZoneEffect> learned() {
    List<ZoneEffect> changes = new ArrayList<>();
    sizers.forEach(
        (zone, sizer) -> {
          Habits now = sizer.scaler.habits();
          if (!now.equals(sizer.kept)) {
            sizer.kept = now;
            changes.add(new ZoneEffect.Keep(new ZoneChange.PutHabits(zone, now)));
          }
        });
    return changes;
  }

  private Sizer sizer(String zone) {
    return requireNonNull(sizers.get(zone), zone);
  }
}
