package dev.edgewise.orchestrator.keda;

import static java.util.Objects.requireNonNull;

import dev.edgewise.orchestrator.zone.ZoneOverview;
import dev.edgewise.orchestrator.zone.ZoneStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What the orchestrator's own zones want, and what operators hold them at. */
final class OverviewDemand implements ZoneDemand {
  private final ZoneOverview zones;
  private final BooleanSupplier settling;

  OverviewDemand(ZoneOverview zones, BooleanSupplier settling) {
    this.zones = requireNonNull(zones, "zones");
    this.settling = requireNonNull(settling, "settling");
  }

  @Override
  public List<String> zones() {
    return zones.statuses().stream().map(ZoneStatus::zone).toList();
  }

  @Override
  public Optional<Wanted> wanted(String zone) {
    return zones.statuses().stream()
        .filter(status -> status.zone().equals(zone))
        .findFirst()
        .map(OverviewDemand::wanted);
  }

  /** Kubernetes ends what is too much, so those that are kept warm have to be in the number. */
  private static Wanted wanted(ZoneStatus status) {
    int nodes = Math.min(status.max(), Math.max(0, status.wanted()) + status.warm());
    return new Wanted(status.hold().map(ZoneStatus.Hold::nodes).orElse(nodes), status.because());
  }

  @Override
  public boolean settled() {
    return !settling.getAsBoolean();
  }

  @Override
  public Subscription listen(Runnable listener) {
    return zones.listen(event -> listener.run())::close;
  }
}
