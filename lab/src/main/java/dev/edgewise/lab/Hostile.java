package dev.edgewise.lab;

import dev.edgewise.lab.Honest.Comparison;
import dev.edgewise.lab.Honest.Span;
import dev.edgewise.lab.hostile.Offence;
import dev.edgewise.lab.hostile.Offence.Kind;
import dev.edgewise.lab.hostile.Report;
import dev.edgewise.lab.process.DaemonProcess;
import dev.edgewise.lab.process.Heap;
import dev.edgewise.lab.process.LabFleet;
import dev.edgewise.sdk.api.Edgewise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Clients that mean harm, at every door of an agent and of the orchestrator, while honest callers
 * ask at the same doors. Honest callers must hardly notice: none fails, and their p99 is at most
 * twice what it is in the quiet just before and after. The daemons' memory must stay bounded, each
 * offence must be ended in its time, and nobody may be shown a stack trace.
 */
enum Hostile implements Campaign {
  HOSTILE_SLOW(Kind.SLOW),
  HOSTILE_HALF_OPEN(Kind.HALF_OPEN),
  HOSTILE_OVERSIZE(Kind.OVERSIZE),
  HOSTILE_HEADERS(Kind.HEADERS),
  HOSTILE_FLOOD(Kind.FLOOD),
  /** All families in short, for every change. */
  HOSTILE_SHORT;

  /** So many that a stall of the machine makes calls wait, and none is refused for it. */
  private static final String SLOTS = "32";

  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration QUIET = Duration.ofSeconds(3);
  private static final Duration REST = Duration.ofSeconds(1);
  private static final Duration LEAST = Duration.ofSeconds(8);
  private static final Duration SHORT_WITHIN = Duration.ofSeconds(15);

  /**
   * What is no harm whatever the quiet was like: on two cores that others use too, a collection or
   * a compilation at the wrong moment takes that long.
   */
  private static final double FLOOR_MILLIS = 60;

  /** Tries of an assault: what somebody else on the machine does spoils one, not each. */
  private static final int TRIES = 3;

  private static final long MOST_HEAP_GROWTH = 16L << 20;

  /** As much as the heap may have in all: garbage fills it before the collector lets any go. */
  private static final long MOST_GROWTH = 192L << 20;

  private static final long MOST_FILES = 20;

  /** A code, what, why and what to do fit; a stack trace does not. */
  private static final long LONGEST_ANSWER = 1_024;

  private final @Nullable Kind kind;

  Hostile() {
    this.kind = null;
  }

  Hostile(Kind kind) {
    this.kind = kind;
  }

  private List<Assault> assaults() {
    if (kind != null) {
      return Assault.each(Offence.of(kind), LEAST).toList();
    }
    // Those that wait are timed apart from those that send all they can: on a small machine the
    // clients themselves would be what is late.
    return Stream.of(
            List.of(Kind.SLOW, Kind.HALF_OPEN),
            List.of(Kind.OVERSIZE, Kind.HEADERS),
            List.of(Kind.FLOOD))
        .map(
            together ->
                together.stream()
                    .flatMap(each -> Offence.of(each).stream())
                    .filter(offence -> offence.within().compareTo(SHORT_WITHIN) <= 0)
                    .toList())
        .map(offences -> Assault.of(offences, LEAST))
        .toList();
  }

  @Override
  public String about() {
    return assaults().stream().map(Assault::toString).collect(Collectors.joining(", "))
        + " at every door: honest p99 at most × 2 (or "
        + (int) FLOOR_MILLIS
        + " ms), 0 failed, memory bounded, each ended in time";
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    try (LabFleet fleet = LabFleet.start(dist, folder)) {
      DaemonProcess agent =
          fleet.edge("edge-1", "--services", fleet.jar("samples/hello"), "--concurrency", SLOTS);
      try (Edgewise eco = fleet.application()) {
        fleet.awaitReady(eco);
        return round(fleet, agent, eco, folder);
      }
    }
  }

  private Verdict round(LabFleet fleet, DaemonProcess agent, Edgewise eco, Path folder)
      throws IOException, InterruptedException {
    Map<String, String> doors = new LinkedHashMap<>();
    doors.put("agent", "grpc:" + agent.port() + "/dev.edgewise.samples.hello.Hello/greet");
    doors.put("orchestrator", "grpc:" + fleet.port() + "/edgewise.v1.Operator/GetFleet");
    doors.put("agent http", "http:" + agent.httpPort() + "/metrics");
    doors.put(
        "orchestrator http", "http:" + fleet.orchestrator().httpPort() + "/v1/call/Hello/greet");
    List<String> lines = new ArrayList<>();
    boolean held = true;
    Honest honest = Honest.start(fleet, eco);
    Thread.sleep(WARM_UP);
    List<Footprint> before = footprints(fleet, agent);
    Span quiet = quiet();
    for (Assault assault : assaults()) {
      boolean repelled = false;
      for (int i = 0; i < TRIES && !repelled; i++) {
        long from = System.nanoTime();
        List<Report> reports = assault.commit(doors, folder.resolve("attacker.log"));
        Span attack = new Span(from, System.nanoTime());
        Thread.sleep(REST);
        List<Span> quiets = List.of(quiet, quiet());
        quiet = quiets.getLast();
        List<Comparison> comparisons = honest.compare(quiets, attack);
        repelled =
            comparisons.stream().allMatch(Hostile::isUnharmed)
                && reports.stream().allMatch(Hostile::isEndedInTime);
        held &= reports.stream().allMatch(Hostile::saysLittle);
        List<String> told = new ArrayList<>();
        reports.forEach(report -> told.add(line(report, nameOf(report, doors))));
        comparisons.forEach(comparison -> told.add(line(comparison)));
        // It takes minutes, and somebody may be waiting.
        told.forEach(System.err::println);
        lines.addAll(told);
      }
      held &= repelled;
    }
    honest.finish();
    List<Footprint> after = footprints(fleet, agent);
    for (int i = 0; i < before.size(); i++) {
      held &= before.get(i).isBounded(after.get(i));
      lines.add(before.get(i).compare(after.get(i)));
    }
    return new Verdict(held, String.join("\n      ", lines));
  }

  private static Span quiet() throws InterruptedException {
    long from = System.nanoTime();
    Thread.sleep(QUIET);
    return new Span(from, System.nanoTime());
  }

  private static boolean isEndedInTime(Report report) {
    return report.connections() > 0 && report.held() == 0;
  }

  /** No slow machine is an excuse for this. */
  private static boolean saysLittle(Report report) {
    return report.traces() == 0 && report.longestAnswer() <= LONGEST_ANSWER;
  }

  private static boolean isUnharmed(Comparison comparison) {
    return comparison.attacked().failed() == 0
        && comparison.attacked().p99Millis()
            <= Math.max(2 * comparison.quiet().p99Millis(), FLOOR_MILLIS);
  }

  private static String nameOf(Report report, Map<String, String> doors) {
    return doors.entrySet().stream()
        .filter(door -> door.getValue().contains(":" + report.port() + "/"))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private static String line(Report report, String door) {
    return "%s%s at %s: %d connections, %d closed, %d answered, %d held too long, %d turned away; slowest %d ms, longest answer %d bytes, %d stack traces"
        .formatted(
            isEndedInTime(report) && saysLittle(report) ? "" : "NOT HELD ",
            report.offence(),
            door,
            report.connections(),
            report.closed(),
            report.answered(),
            report.held(),
            report.refused(),
            report.slowestMillis(),
            report.longestAnswer(),
            report.traces());
  }

  private static String line(Comparison comparison) {
    return "%s  %s: p99 %.1f ms, %.1f ms in quiet; %d of %d failed (%s)"
        .formatted(
            isUnharmed(comparison) ? "" : "NOT HELD ",
            comparison.question(),
            comparison.attacked().p99Millis(),
            comparison.quiet().p99Millis(),
            comparison.attacked().failed(),
            comparison.attacked().asked(),
            comparison.attacked().failures());
  }

  private static List<Footprint> footprints(LabFleet fleet, DaemonProcess agent)
      throws IOException, InterruptedException {
    List<Footprint> all = new ArrayList<>();
    for (DaemonProcess daemon : Arrays.asList(agent, fleet.orchestrator())) {
      all.add(
          new Footprint(
              daemon.name(),
              Heap.usedAfterCollection(daemon.pid()),
              daemon.residentBytes(),
              daemon.openFiles()));
    }
    return all;
  }

  /**
   * What a daemon holds.
   *
   * @param heap bytes that live in it
   * @param resident bytes of the process
   * @param files that are open, sockets included
   */
  private record Footprint(String daemon, long heap, long resident, long files) {
    boolean isBounded(Footprint after) {
      return after.heap - heap <= MOST_HEAP_GROWTH
          && after.resident - resident <= MOST_GROWTH
          && after.files - files <= MOST_FILES;
    }

    String compare(Footprint after) {
      return "%s%s: heap %d → %d MiB, resident %d → %d MiB, open files %d → %d"
          .formatted(
              isBounded(after) ? "" : "NOT HELD ",
              daemon,
              heap >> 20,
              after.heap >> 20,
              resident >> 20,
              after.resident >> 20,
              files,
              after.files);
    }
  }
}
