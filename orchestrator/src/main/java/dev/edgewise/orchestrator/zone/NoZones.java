package dev.edgewise.orchestrator.zone;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A fleet whose zones are looked after elsewhere, or that has none. */
enum NoZones implements ZoneDesk, ZoneOverview {
  INSTANCE;

  private static final Duration LATER = Duration.ofMinutes(1);

  @Override
  public List<ZoneEntry> zones() {
    return List.of();
  }

  @Override
  public Woken wake(String zone, String method, int waiting) {
    return new Woken.Refused(
        "zone " + zone + " is not one that this orchestrator starts. Name it in its zones.", LATER);
  }

  @Override
  public List<ZoneStatus> statuses() {
    return List.of();
  }

  @Override
  public Optional<ZoneStatus> hold(String zone, int nodes, Optional<Duration> time) {
    return Optional.empty();
  }

  @Override
  public Optional<ZoneStatus> release(String zone) {
    return Optional.empty();
  }

  @Override
  public Subscription listen(Consumer<ZoneEvent> listener) {
    return () -> {};
  }
}
