package dev.edgewise.orchestrator.keda;

import dev.edgewise.orchestrator.zone.ZoneOverview;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** How many nodes zones should have. Thread-safe; answers at once. */
public interface ZoneDemand {
  /** Names of all zones. */
  List<String> zones();

  /** What one zone should have; empty when there is no such zone. */
  Optional<Wanted> wanted(String zone);

  /**
   * Whether the fleet has had time to come back since the orchestrator's start. Until then a zone
   * may look idle that is not, and whoever believed it would end nodes that are at work.
   */
  boolean settled();

  /** Calls {@code listener} when a zone may want another number; it must only take note. */
  Subscription listen(Runnable listener);

  /**
   * That of the orchestrator's zones.
   *
   * @param settling whether the fleet is still coming back
   */
  static ZoneDemand of(ZoneOverview zones, BooleanSupplier settling) {
    return new OverviewDemand(zones, settling);
  }

  /** Ends with {@link #close}. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
