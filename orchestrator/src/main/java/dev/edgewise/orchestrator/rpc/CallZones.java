package dev.edgewise.orchestrator.rpc;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.edgewise.core.Clock;
import dev.edgewise.orchestrator.zone.NodePhase;
import dev.edgewise.orchestrator.zone.ZoneEvent;
import dev.edgewise.orchestrator.zone.ZoneOverview;
import dev.edgewise.orchestrator.zone.ZoneStatus;
import dev.edgewise.proto.v1.DecisionRecord;
import dev.edgewise.proto.v1.ZoneThen;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts what was done with zones beside the calls that they could have taken, so that it is told why
 * a call was slow or had to wait. It is looked at when a call's record comes, which is soon after
 * its end, and is kept with it; what was done a little later is added when the record is asked for,
 * as long as it is known. Thread-safe.
 */
final class CallZones {
  static final int MOST_EVENTS = 10;
  private static final int MOST_ZONES = 8;
  private static final Duration BEFORE = Duration.ofSeconds(5);

  /** A call that is refused because of a zone at rest wakes it, and that is done after its end. */
  private static final Duration AFTER = Duration.ofSeconds(3);

  /** Records come by the hundred: they share one look at the zones. */
  private static final Duration FRESH = Duration.ofMillis(100);

  private final ZoneOverview zones;
  private final Clock clock;
  private final Instant started;
  private List<ZoneStatus> seen = List.of();
  private Optional<Long> seenAt = Optional.empty();

  CallZones(ZoneOverview zones, Clock clock) {
    this.zones = requireNonNull(zones, "zones");
    this.clock = requireNonNull(clock, "clock");
    this.started = clock.now();
  }

  /** When calls could have been influenced by what was done. */
  private record Window(Instant from, Instant to) {
    static Optional<Window> of(DecisionRecord record) {
      if (!record.hasTime() || !Timestamps.isValid(record.getTime())) {
        return Optional.empty();
      }
      Instant begun =
          Instant.ofEpochSecond(record.getTime().getSeconds(), record.getTime().getNanos());
      com.google.protobuf.Duration took = record.getResult().getTook();
      long millis = Durations.isValid(took) ? Math.max(0, Durations.toMillis(took)) : 0;
      return Optional.of(new Window(begun.minus(BEFORE), begun.plusMillis(millis).plus(AFTER)));
    }

    boolean has(Instant time) {
      return !time.isBefore(from) && !time.isAfter(to);
    }
  }

  /** A record that has just come, with the zones as they are now. */
  DecisionRecord beside(DecisionRecord record) {
    String service = record.getMethod().replaceFirst("/.*", "");
    DecisionRecord.Builder told = record.toBuilder().clearZones();
    look().stream()
        .filter(zone -> zone.services().contains(service))
        .limit(MOST_ZONES)
        .forEach(zone -> told.addZones(then(zone, Window.of(record))));
    return told.build();
  }

  /** A record that was kept, with what was done with its zones after it came. */
  DecisionRecord later(DecisionRecord kept) {
    Optional<Window> window = Window.of(kept);
    if (kept.getZonesCount() == 0 || window.isEmpty()) {
      return kept;
    }
    List<ZoneStatus> now = look();
    DecisionRecord.Builder told = kept.toBuilder().clearZones();
    for (ZoneThen zone : kept.getZonesList()) {
      told.addZones(
          now.stream()
              .filter(each -> each.zone().equals(zone.getZone()))
              .findFirst()
              .map(each -> with(zone, events(each, window.get())))
              .orElse(zone));
    }
    return told.build();
  }

  private synchronized List<ZoneStatus> look() {
    long now = clock.nanos();
    if (seenAt.isEmpty() || now - seenAt.get() > FRESH.toNanos()) {
      seen = zones.statuses();
      seenAt = Optional.of(now);
    }
    return seen;
  }

  private ZoneThen then(ZoneStatus zone, Optional<Window> window) {
    ZoneThen then =
        ZoneThen.newBuilder()
            .setZone(zone.zone())
            .setReady(zone.in(NodePhase.READY))
            .setStarting(zone.in(NodePhase.STARTING))
            .setMax(zone.max())
            .setWanted(zone.wanted())
            .setBecause(zone.because())
            .setTrouble(zone.trouble())
            .setIncomplete(window.map(each -> reachesBeyond(each, zone)).orElse(true))
            .build();
    return window.map(each -> with(then, events(zone, each))).orElse(then);
  }

  /** Whether there may have been events that nobody knows any more. */
  private boolean reachesBeyond(Window window, ZoneStatus zone) {
    return window.from().isBefore(started)
        || (zone.events().size() >= ZoneStatus.MOST_EVENTS
            && window.from().isBefore(zone.events().getLast().at()));
  }

  private static List<ZoneThen.Event> events(ZoneStatus zone, Window window) {
    return zone.events().stream()
        .filter(event -> window.has(event.at()))
        .map(CallZones::event)
        .toList();
  }

  private static ZoneThen.Event event(ZoneEvent event) {
    return ZoneThen.Event.newBuilder()
        .setTime(FleetStatusWriter.timestamp(event.at()))
        .setNode(event.node())
        .setWhat(event.what())
        .setBecause(event.because())
        .build();
  }

  private static ZoneThen with(ZoneThen zone, List<ZoneThen.Event> more) {
    Set<ZoneThen.Event> all = new LinkedHashSet<>(zone.getEventsList());
    all.addAll(more.reversed());
    List<ZoneThen.Event> ordered =
        all.stream()
            .sorted(Comparator.comparing(ZoneThen.Event::getTime, Timestamps.comparator()))
            .toList();
    int leftOut = Math.max(0, ordered.size() - MOST_EVENTS);
    return zone.toBuilder()
        .clearEvents()
        .addAllEvents(ordered.subList(leftOut, ordered.size()))
        .setIncomplete(zone.getIncomplete() || leftOut > 0)
        .build();
  }
}
