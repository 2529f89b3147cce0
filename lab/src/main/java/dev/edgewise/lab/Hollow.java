package dev.edgewise.lab;

import dev.edgewise.lab.process.Heap;
import dev.edgewise.lab.process.LabFleet;
import dev.edgewise.lab.process.Waiting;
import dev.edgewise.lab.rpc.HollowFleet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Two hundred agents at one orchestrator, none of them with a body. */
enum Hollow implements Campaign {
  /** All at once. */
  HOLLOW {
    @Override
    public String about() {
      return NODES + " agents register at once: all in a client's view within " + IN_VIEW;
    }

    @Override
    Verdict watch(HollowFleet hollow, LabFleet fleet, long inView)
        throws IOException, InterruptedException {
      Thread.sleep(SETTLED);
      int alive = hollow.alive();
      return new Verdict(
          inView >= 0 && alive == NODES,
          "%s; %d alive %d s later, %d refusals, orchestrator's memory %d MiB"
              .formatted(
                  told(inView),
                  alive,
                  SETTLED.toSeconds(),
                  hollow.refusals(),
                  fleet.orchestrator().residentBytes() >> 20));
    }
  },
  /** For ten minutes, with connections that break all the time. */
  HOLLOW_SOAK {
    @Override
    public String about() {
      return NODES
          + " agents for 10 minutes, one connection a second breaking: the heap after a collection"
          + " in minute 10 is at most "
          + MOST_GROWTH
          + " times that of minute 2";
    }

    @Override
    Verdict watch(HollowFleet hollow, LabFleet fleet, long inView)
        throws IOException, InterruptedException {
      long begun = System.nanoTime();
      churn(hollow, fleet, begun, Duration.ofMinutes(2));
      long early = Heap.usedAfterCollection(fleet.orchestrator().pid());
      churn(hollow, fleet, begun, Duration.ofMinutes(10));
      long late = Heap.usedAfterCollection(fleet.orchestrator().pid());
      Thread.sleep(SETTLED);
      double growth = (double) late / early;
      return new Verdict(
          inView >= 0 && growth <= MOST_GROWTH && hollow.alive() == NODES,
          "%s; heap %.1f MiB in minute 2, %.1f in minute 10 (× %.2f), %d alive, %d refusals"
              .formatted(
                  told(inView),
                  early / MEBIBYTE,
                  late / MEBIBYTE,
                  growth,
                  hollow.alive(),
                  hollow.refusals()));
    }
  };

  private static final int NODES = 200;
  private static final Duration IN_VIEW = Duration.ofSeconds(10);
  private static final Duration SETTLED = Duration.ofSeconds(5);
  private static final double MOST_GROWTH = 1.1;
  private static final double MEBIBYTE = 1 << 20;

  abstract Verdict watch(HollowFleet hollow, LabFleet fleet, long inView)
      throws IOException, InterruptedException;

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    try (LabFleet fleet = LabFleet.start(dist, folder);
        HollowFleet hollow = HollowFleet.at("127.0.0.1", fleet.port())) {
      Waiting.until(IN_VIEW, () -> hollow.viewMessages() > 0);
      hollow.register(NODES);
      return watch(hollow, fleet, Waiting.until(IN_VIEW, () -> hollow.alive() == NODES));
    }
  }

  /** Breaks a connection each second, and looks at the fleet as an operator does. */
  private static void churn(HollowFleet hollow, LabFleet fleet, long begun, Duration until)
      throws InterruptedException {
    for (int second = 0; System.nanoTime() - begun < until.toNanos(); second++) {
      hollow.reconnect(second % NODES);
      if (second % 5 == 0) {
        hollow.reconnectClient();
      }
      fleet.status();
      Thread.sleep(1_000);
    }
  }

  private static String told(long inView) {
    return inView < 0
        ? "NOT ALL IN VIEW within " + IN_VIEW.toSeconds() + " s"
        : String.format(Locale.ROOT, "%d in view after %d ms", NODES, inView);
  }
}
