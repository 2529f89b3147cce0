package dev.edgewise.lab;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.lab.process.DaemonProcess;
import dev.edgewise.lab.process.Programs;
import dev.edgewise.sdk.api.Edgewise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A hundred times what an agent can do: 2 slots × 100 ms make 20 calls/s, and 2,000 calls/s come
 * for five seconds. What is beyond its queue must be refused at once, nothing may be answered
 * wrongly, memory must stay bounded, and when the flood is over the agent must be itself again
 * within two seconds.
 */
enum Flood implements Campaign {
  FLOOD;

  private static final int WORK_MILLIS = 100;

  /**
   * Some ten thousand calls before anything is counted. With eight hundred, what a flood met was
   * code that was not compiled yet, on both sides: medians of 6 ms and of 2,900 ms from one build.
   */
  private static final double WARM_UP = 1_500;

  private static final Duration WARM_UP_TIME = Duration.ofSeconds(7);

  /** What somebody else on the machine does spoils one flood, not each. */
  private static final int TRIES = 3;

  private static final double NORMAL = 10;
  private static final double FLOODED = 2_000;
  private static final Duration NORMAL_TIME = Duration.ofSeconds(4);
  private static final Duration FLOOD_TIME = Duration.ofSeconds(5);
  private static final Duration RECOVERY = Duration.ofSeconds(2);
  private static final long MAX_REFUSAL_NANOS = Duration.ofMillis(20).toNanos();
  private static final long MAX_GROWTH_BYTES = 160L << 20;

  @Override
  public String about() {
    return "100 × an agent's capacity for 5 s: refusals in ≤ 20 ms at the median, 0 wrong answers,"
        + " memory bounded, normal again in 2 s";
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    try (DaemonProcess agent =
            DaemonProcess.edge(
                new Programs(dist), folder, "edge-1", "--concurrency", "2", "--queue", "8");
        Edgewise eco = Edgewise.builder().edgeNodes("edge-1=" + agent.address()).build()) {
      run(eco, WARM_UP, WARM_UP_TIME);
      Flooded flooded = flood(agent, eco);
      StringBuilder figures = new StringBuilder(flooded.figures());
      for (int i = 1; i < TRIES && flooded.right() && !flooded.inTime(); i++) {
        flooded = flood(agent, eco);
        figures.append("; once more: ").append(flooded.figures());
      }
      return new Verdict(flooded.right() && flooded.inTime(), figures.toString());
    }
  }

  /**
   * What came of a flood.
   *
   * @param right whether no answer was wrong, nothing else failed, and memory stayed bounded: no
   *     slow machine is an excuse for that
   */
  private record Flooded(boolean right, boolean inTime, String figures) {}

  private static Flooded flood(DaemonProcess agent, Edgewise eco)
      throws IOException, InterruptedException {
    List<CallResult> before = run(eco, NORMAL, NORMAL_TIME);
    long bytesBefore = agent.residentBytes();
    List<CallResult> flood = run(eco, FLOODED, FLOOD_TIME);
    long bytesAfter = agent.residentBytes();
    Thread.sleep(RECOVERY);
    List<CallResult> after = run(eco, NORMAL, NORMAL_TIME);
    return judge(before, flood, after, bytesAfter - bytesBefore);
  }

  private static List<CallResult> run(Edgewise eco, double rate, Duration time)
      throws InterruptedException {
    Load load = Load.start(eco, rate, Work.chores(WORK_MILLIS));
    Thread.sleep(time);
    return load.finish();
  }

  private static Flooded judge(
      List<CallResult> before, List<CallResult> flood, List<CallResult> after, long growth) {
    List<Long> refusals =
        flood.stream()
            .filter(r -> r.error().equals(Optional.of(ErrorCode.OVERLOADED)))
            .map(CallResult::tookNanos)
            .sorted()
            .toList();
    long wrong = flood.stream().filter(r -> !r.right()).count();
    long other =
        flood.stream()
            .filter(
                r -> r.error().isPresent() && !r.error().equals(Optional.of(ErrorCode.OVERLOADED)))
            .count();
    long served = flood.stream().filter(r -> !r.failed()).count();
    long median = refusals.isEmpty() ? Long.MAX_VALUE : refusals.get(refusals.size() / 2);
    double medianBefore = medianMillis(before);
    double medianAfter = medianMillis(after);
    boolean normal =
        after.stream().noneMatch(CallResult::failed) && medianAfter <= 1.5 * medianBefore + 10;
    return new Flooded(
        wrong == 0 && other == 0 && growth <= MAX_GROWTH_BYTES,
        median <= MAX_REFUSAL_NANOS && normal,
        "flooded with %d calls: served %d, refused %d (median %.1f ms, p99 %.1f ms), wrong %d, other failures %s; memory +%d MiB; median %.0f ms before, %.0f ms after, failed after %s"
            .formatted(
                flood.size(),
                served,
                refusals.size(),
                median / 1e6,
                refusals.isEmpty() ? 0 : refusals.get((int) (refusals.size() * 0.99)) / 1e6,
                wrong,
                other == 0 ? "none" : Load.failures(flood),
                growth >> 20,
                medianBefore,
                medianAfter,
                Load.failures(after)));
  }

  private static double medianMillis(List<CallResult> results) {
    List<Long> sorted = results.stream().map(CallResult::tookNanos).sorted().toList();
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2) / 1e6;
  }
}
