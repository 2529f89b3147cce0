package dev.edgewise.cli.demo;

import static java.util.Objects.requireNonNull;

import dev.edgewise.cli.demo.DemoEvent.Order;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.sdk.wire.operator.ZoneReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Looks at the zone a few times a second, tells what it does and why, and how things are every two
 * seconds. One thread.
 */
final class ScaleWatch {
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final double LINE_MILLIS = 2_000;

  private final Shell shell;
  private final Supplier<List<ZoneReport>> zones;
  private final DemoFeed feed;
  private final List<ZoneLook> looks = new ArrayList<>();
  private final Set<ZoneReport.Event> known = new HashSet<>();
  private final List<ZoneReport.Event> events = new ArrayList<>();
  private final Map<String, Instant> starts = new HashMap<>();
  private final Map<String, Double> startMillis = new HashMap<>();
  private String because = "";
  private double begun = Double.NaN;
  private int load;
  private double loadSince;
  private double told;

  /**
   * Nothing was looked at yet.
   *
   * @param zones what the orchestrator says of its zones
   * @param feed what the application says of its orders
   */
  ScaleWatch(Shell shell, Supplier<List<ZoneReport>> zones, DemoFeed feed) {
    this.shell = requireNonNull(shell, "shell");
    this.zones = requireNonNull(zones, "zones");
    this.feed = requireNonNull(feed, "feed");
  }

  /** The story begins now: what was before is not told. */
  void begin() {
    begun = now();
    looks.clear();
    startMillis.clear();
    look().ifPresent(zone -> known.addAll(zone.events()));
  }

  /** From now on so many buyers come each second. */
  void load(int perSecond) {
    load = perSecond;
    loadSince = now();
    told = 0;
  }

  /** Looks until something holds of the zone; answers whether it came to hold in time. */
  boolean until(long mostMillis, Predicate<ZoneReport> condition, Runnable check)
      throws InterruptedException {
    long end = shell.clock().nanos() + mostMillis * 1_000_000;
    while (true) {
      check.run();
      Optional<ZoneReport> zone = look();
      if (!Double.isNaN(begun)) {
        zone.ifPresent(this::tell);
      }
      if (zone.filter(condition).isPresent()) {
        return true;
      }
      if (shell.clock().nanos() >= end) {
        return false;
      }
      shell.pause(LOOK);
    }
  }

  /** Empty when the orchestrator does not answer; nothing is known of that moment then. */
  private Optional<ZoneReport> look() {
    try {
      Optional<ZoneReport> zone = zones.get().stream().findFirst();
      zone.ifPresent(
          found -> {
            looks.add(ZoneLook.of(now(), found));
            time(found);
            because = found.because();
          });
      return zone;
    } catch (EdgewiseException e) {
      return Optional.empty();
    }
  }

  /** How long each node takes from its start to its first call. */
  private void time(ZoneReport zone) {
    for (ZoneReport.Node node : zone.nodes()) {
      if (node.phase().equals("starting")) {
        node.since().ifPresent(since -> starts.putIfAbsent(node.name(), since));
      } else if (node.phase().equals("ready") && starts.containsKey(node.name())) {
        node.since()
            .ifPresent(
                since ->
                    startMillis.putIfAbsent(
                        node.name(),
                        (double)
                            Duration.between(
                                    requireNonNull(starts.get(node.name()), node.name()), since)
                                .toMillis()));
      }
    }
  }

  private void tell(ZoneReport zone) {
    List<ZoneReport.Event> newest = new ArrayList<>(zone.events());
    Collections.reverse(newest);
    for (ZoneReport.Event event : newest) {
      if (known.add(event)) {
        events.add(event);
        shell.progress(ScaleText.event(event));
      }
    }
    if (now() - told >= LINE_MILLIS) {
      told = now();
      shell.progress(line());
    }
  }

  private String line() {
    ZoneLook last = looks.getLast();
    List<Order> orders = ScaleFigures.within(feed.all(Order.class), loadSince, now());
    return ScaleText.line(
        (now() - begun) / 1000,
        load,
        last,
        orders.isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(ScaleFigures.onTimePercent(orders)),
        ScaleFigures.nodeSeconds(looks, begun, now()));
  }

  /** All looks since the begin, in order. */
  List<ZoneLook> looks() {
    return List.copyOf(looks);
  }

  /** What the zone did since the begin, in order. */
  List<ScaleReport.Event> events() {
    return events.stream()
        .map(
            event ->
                new ScaleReport.Event(
                    Math.round((millis(event) - begun) / 100) / 10.0,
                    event.node(),
                    event.what(),
                    event.because()))
        .toList();
  }

  private static double millis(ZoneReport.Event event) {
    return event.time().map(Instant::toEpochMilli).orElse(0L);
  }

  /** The longest start of a node since the begin; {@link ScaleReport#NEVER} when there was none. */
  double slowestStartMillis() {
    return startMillis.values().stream()
        .mapToDouble(Double::doubleValue)
        .max()
        .orElse(ScaleReport.NEVER);
  }

  /** Why the zone has as many nodes as it has, as it said last. */
  String because() {
    return because;
  }

  double begun() {
    return begun;
  }

  private double now() {
    return shell.clock().now().toEpochMilli();
  }
}
