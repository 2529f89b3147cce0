package dev.edgewise.orchestrator.overview;

/**
 * What has happened in a fleet since the orchestrator's start.
 *
 * @param registrations leases that were granted to processes that held none
 * @param leasesLost times that a node became suspect, because its lease or its stream ended
 * @param fenced streams that were refused because the lease of their epoch was over
 */
public record FleetCounts(long registrations, long leasesLost, long fenced) {
  /** Nothing yet. */
  public static final FleetCounts NONE = new FleetCounts(0, 0, 0);

  public FleetCounts withRegistration() {
    return new FleetCounts(registrations + 1, leasesLost, fenced);
  }

  public FleetCounts withLostLease() {
    return new FleetCounts(registrations, leasesLost + 1, fenced);
  }

  public FleetCounts withFenced() {
    return new FleetCounts(registrations, leasesLost, fenced + 1);
  }
}
