package dev.edgewise.lab;

import dev.edgewise.lab.process.DaemonProcess;
import dev.edgewise.lab.process.FreePort;
import dev.edgewise.lab.process.LabFleet;
import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.testkit.DelayProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two nodes that are equal, under a steady load; then one gets worse. The calls must go to the
 * other soon, must come back soon when it is over, and the record of a decision must name the
 * reason.
 */
enum Balance implements Campaign {
  /** One edge and one node of a zone get a queue of 200 ms, each pair under its own load. */
  BALANCE {
    @Override
    public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
      try (LabFleet fleet = LabFleet.start(dist, folder)) {
        DaemonProcess edgeOne = fleet.edge("edge-1", FLAGS);
        DaemonProcess edgeTwo = fleet.edge("edge-2", FLAGS);
        DaemonProcess zoneOne = fleet.cloud("west1-a", "west1", FLAGS);
        DaemonProcess zoneTwo = fleet.cloud("west1-b", "west1", FLAGS);
        try (Edgewise eco = fleet.application()) {
          fleet.awaitReady(eco);
          Load edges = Load.start(eco, CALLS_PER_SECOND, Work.chores(WORK_MILLIS));
          Load zone = Load.start(eco, CALLS_PER_SECOND, Work.hauls(WORK_MILLIS));
          Thread.sleep(WARM_UP);
          DaemonProcess edge = Load.busier(edges.results(), edgeOne, edgeTwo);
          DaemonProcess node = Load.busier(zone.results(), zoneOne, zoneTwo);
          Edgewise onlyEdge =
              Edgewise.builder().edgeNodes(edge.name() + "=" + edge.address()).build();
          Edgewise onlyNode = Edgewise.builder().cloudZone("west1=" + node.address()).build();
          Instant worse = Instant.now();
          long begun = System.nanoTime();
          List<String> why;
          try (Pressure _ = Pressure.start(onlyEdge, PRESSING, Work.chores(WORK_MILLIS));
              Pressure _ = Pressure.start(onlyNode, PRESSING, Work.hauls(WORK_MILLIS))) {
            Thread.sleep(WORSE);
            why = fleet.explanations(LAST_DECISIONS, worse);
          }
          long over = System.nanoTime();
          Thread.sleep(AFTER);
          Verdict ofEdges = judge(edges.finish(), edge.name(), begun, over, of(why, "Chores"));
          Verdict ofZone = judge(zone.finish(), node.name(), begun, over, of(why, "Hauls"));
          return new Verdict(
              ofEdges.held() && ofZone.held(),
              "edges: " + ofEdges.figures() + "; zone: " + ofZone.figures());
        }
      }
    }

    private List<String> of(List<String> why, String service) {
      return why.stream().filter(explanation -> explanation.contains(service)).toList();
    }
  },
  /** The way to one edge gets 40 ms longer, there and back. */
  NEARER {
    @Override
    public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
      int onePort = FreePort.find();
      int twoPort = FreePort.find();
      try (LabFleet fleet = LabFleet.start(dist, folder);
          DelayProxy toOne = DelayProxy.to("127.0.0.1", onePort);
          DelayProxy toTwo = DelayProxy.to("127.0.0.1", twoPort)) {
        DaemonProcess one = fleet.edge("edge-1", behind(toOne, onePort));
        DaemonProcess two = fleet.edge("edge-2", behind(toTwo, twoPort));
        try (Edgewise eco = fleet.application()) {
          fleet.awaitReady(eco);
          Load load = Load.start(eco, CALLS_PER_SECOND, Work.chores(WORK_MILLIS));
          Thread.sleep(WARM_UP);
          DaemonProcess near = Load.busier(load.results(), one, two);
          DelayProxy far = near == one ? toOne : toTwo;
          Instant worse = Instant.now();
          long begun = System.nanoTime();
          far.delay(ONE_WAY);
          Thread.sleep(WORSE);
          List<String> why = fleet.explanations(LAST_DECISIONS, worse);
          long over = System.nanoTime();
          far.delay(Duration.ZERO);
          Thread.sleep(AFTER);
          return judge(load.finish(), near.name(), begun, over, why);
        }
      }
    }

    private String[] behind(DelayProxy proxy, int port) {
      // Slots for all: what tells the two apart is the way alone, and not that a slot is taken.
      List<String> flags = new ArrayList<>(List.of("--concurrency", "32"));
      flags.addAll(List.of("--advertise", proxy.address()));
      flags.addAll(List.of("--grpc-port", Integer.toString(port)));
      return flags.toArray(new String[0]);
    }
  };

  private static final double CALLS_PER_SECOND = 50;
  private static final int WORK_MILLIS = 20;
  private static final int SLOTS = 4;

  /** Beyond the slots these wait: 200 ms with so many slots of so long a work. */
  private static final int PRESSING = SLOTS + 200 / WORK_MILLIS * SLOTS;

  private static final String[] FLAGS = {
    "--concurrency", Integer.toString(SLOTS), "--queue", "200"
  };
  private static final Duration ONE_WAY = Duration.ofMillis(20);
  private static final Duration WARM_UP = Duration.ofSeconds(6);
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration WORSE = Duration.ofSeconds(6);
  private static final Duration BACK = Duration.ofSeconds(5);
  private static final Duration AFTER = Duration.ofSeconds(7);
  private static final Duration WINDOW = Duration.ofSeconds(1);
  private static final double SMALL_SHARE = 0.10;
  private static final double BACK_SHARE = 0.20;
  private static final int LAST_DECISIONS = 1_000;

  /** How the record of a decision names what is worse, as the router puts it. */
  private boolean isNamed(String explanation) {
    return this == NEARER
        ? explanation.contains(": round trip ")
        : explanation.contains(": queue ") || explanation.contains("slots are taken");
  }

  @Override
  public String about() {
    String what =
        this == NEARER
            ? "the way to one of two equal edges gets 40 ms longer"
            : "one of two equal edges, and one of two nodes of a zone, gets 200 ms of queue";
    return what
        + ": at least 90 % of the calls go to the other within 2 s, and it has its share again"
        + " within 5 s after that; explain names the reason";
  }

  Verdict judge(List<CallResult> results, String victim, long begun, long over, List<String> why) {
    double before = Load.share(results, victim, begun - SOON.toNanos(), begun);
    double during = Load.share(results, victim, begun + SOON.toNanos(), over);
    long back = back(results, victim, over);
    long failed = results.stream().filter(CallResult::failed).count();
    long named = why.stream().filter(this::isNamed).count();
    return new Verdict(
        failed == 0 && during <= SMALL_SHARE && back >= 0 && back <= BACK.toMillis() && named > 0,
        "calls %d, failed %d (%s), share of %s %.0f %% before, %.1f %% after 2 s, %s; %d of %d decisions name the reason"
            .formatted(
                results.size(),
                failed,
                Load.failures(results),
                victim,
                before * 100,
                during * 100,
                back < 0 ? "NOT BACK" : "back after " + back + " ms",
                named,
                why.size()));
  }

  /** When a node had its share again: the end of the first second in which it had. */
  private static long back(List<CallResult> results, String victim, long over) {
    Stream<Long> starts =
        results.stream().map(CallResult::begunNanos).filter(begun -> begun >= over).sorted();
    return starts
        .filter(start -> Load.share(results, victim, start, start + WINDOW.toNanos()) > BACK_SHARE)
        .findFirst()
        .map(start -> (start + WINDOW.toNanos() - over) / 1_000_000)
        .orElse(-1L);
  }
}
