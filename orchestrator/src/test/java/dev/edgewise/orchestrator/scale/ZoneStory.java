package dev.edgewise.orchestrator.scale;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A zone without randomness: so many calls come each second and are served as fast as the nodes
 * allow; what is advised is done, with a cold start. Tells how many nodes there are.
 */
final class ZoneStory {
  private static final Instant MONDAY = Instant.parse("2026-11-30T00:00:00Z");

  private final ScaleRule rule;
  private final int slots;
  private final double mean;
  private final Duration deadline;
  private final int coldStart;
  private final Deque<Long> starting = new ArrayDeque<>();
  private ZoneScaler scaler;
  private long second;
  private int ready;
  private double queued;
  private int starts;
  private Advice last = new Advice(0, "", 1, 0);

  ZoneStory(ScaleRule rule, int slots, double mean, Duration deadline, int coldStart) {
    this.rule = rule;
    scaler = new ZoneScaler(rule);
    this.slots = slots;
    this.mean = mean;
    this.deadline = deadline;
    this.coldStart = coldStart;
  }

  /** So many calls a second for so many seconds. */
  ZoneStory load(double perSecond, int seconds) {
    for (int i = 0; i < seconds; i++) {
      step(perSecond);
    }
    return this;
  }

  /** So many more calls wait, as when the node that had them died. */
  ZoneStory line(double calls) {
    queued += calls;
    return this;
  }

  /** The orchestrator ends and is back after so many seconds, with what was kept. */
  ZoneStory restart(int seconds) {
    Habits kept = Habits.decode(scaler.habits().encoded());
    scaler = new ZoneScaler(rule);
    scaler.resume(kept);
    second += seconds;
    return this;
  }

  private void step(double calls) {
    second++;
    while (!starting.isEmpty() && starting.getFirst() <= second) {
      starting.removeFirst();
      ready++;
    }
    double able = ready * slots / mean;
    double served = Math.min(able, queued + calls);
    queued = queued + calls - served;
    MethodDemand demand =
        new MethodDemand(
            "shop.v1.Vision/index",
            calls,
            mean,
            1,
            deadline,
            (int) Math.round(served * mean),
            (int) Math.ceil(queued));
    last =
        scaler.advise(
            new ZoneSignals(
                second * 1_000_000_000L,
                MONDAY.plusSeconds(second),
                ready,
                starting.size(),
                0,
                slots,
                Duration.ofSeconds(coldStart),
                3.67,
                List.of(demand)));
    while (ready + starting.size() < last.nodes()) {
      starting.addLast(second + coldStart);
      starts++;
    }
    while (ready + starting.size() > last.nodes()) {
      if (starting.isEmpty()) {
        ready--;
      } else {
        starting.removeLast();
      }
    }
  }

  int nodes() {
    return ready + starting.size();
  }

  int ready() {
    return ready;
  }

  int starts() {
    return starts;
  }

  Advice last() {
    return last;
  }
}
