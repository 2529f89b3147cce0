package dev.edgewise.orchestrator.scale;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.queue.WaitTable;
import java.time.Instant;
import java.util.Locale;

/**
 * One zone's scaler. It asks: how many of the calls that will arrive during the next cold start
 * finish within their deadline with <i>n</i> nodes? and advises the least <i>n</i> that holds the
 * target. A state machine over signals; reads no clock; not thread-safe.
 *
 * <ol>
 *   <li>The rate now is measured over the longest time in which nothing changed, and a step is
 *       believed after two seconds ({@link ArrivalHistory}).
 *   <li>What will come while a node starts is the most of: the rate now, a clear rise drawn on, and
 *       what the hour of the week usually adds ({@link WeekProfile}).
 *   <li>{@code core.queue} says what share of that would be on time with <i>n</i> nodes.
 *   <li>A backlog that the nodes at hand cannot work off in time asks for more.
 *   <li>Less is advised only when it was enough for a hold time; nothing, only when idle for a time
 *       that weighs what waking costs ({@link IdleGaps}).
 * </ol>
 */
public final class ZoneScaler {
  /** Seconds that the first signals are given, so that what lies before them has a place. */
  private static final double ORIGIN = 4_096;

  private static final int SIMULATIONS_PER_ADVICE = 2;

  private final ScaleRule rule;
  private final WaitTable waits;
  private final Tuning tuning;
  private final ArrivalHistory history = new ArrivalHistory();
  private final WeekProfile profile = new WeekProfile();
  private final MethodMix mix = new MethodMix();
  private final IdleGaps gaps = new IdleGaps();
  private final Peak peak = new Peak();
  private long origin = Long.MIN_VALUE;
  private double before;
  private double lastBusy = Double.NaN;

  /** With the standard tuning. */
  public ZoneScaler(ScaleRule rule) {
    this(rule, new WaitTable(0), Tuning.standard());
  }

  /**
   * For simulations, which share what was simulated about queues.
   *
   * @param waits grows with what is asked
   */
  public ZoneScaler(ScaleRule rule, WaitTable waits, Tuning tuning) {
    this.rule = requireNonNull(rule, "rule");
    this.waits = requireNonNull(waits, "waits");
    this.tuning = requireNonNull(tuning, "tuning");
  }

  /** What a zone wants, decided from its signals and from all that came before. */
  public Advice advise(ZoneSignals signals) {
    double now = now(signals.nanos());
    double since = Math.max(0, now - before);
    before = now;
    waits.allow(SIMULATIONS_PER_ADVICE);
    double calls = 0;
    int inFlight = 0;
    int queued = 0;
    for (MethodDemand demand : signals.methods()) {
      calls += demand.arrivalsPerSecond() * since;
      inFlight += demand.inFlight();
      queued += demand.queued();
    }
    history.add(now, calls);
    profile.add(signals.at(), since, calls);
    mix.see(signals.methods(), since);
    if (mix.isEmpty()) {
      return advice(signals, rule.min(), 0, 1, "no method was ever called");
    }
    Demand demand = mix.demand();
    double coldStart = signals.coldStart().toNanos() / 1e9;
    idle(now, since, calls, inFlight + queued, coldStart);
    Forecast forecast = forecast(signals.at(), demand, coldStart);
    int wanted = wanted(signals, demand, forecast, coldStart, queued);
    double hold =
        Math.max(
            rule.hold().toNanos() / 1e9,
            Math.min(tuning.mostHold(), tuning.holdStarts() * coldStart));
    int held = peak.of(now, wanted, hold);
    int nodes = wanted;
    String because = forecast.words();
    if (wanted < held && held > wanted) {
      nodes = Math.max(wanted, Math.min(signals.coming(), held));
      if (nodes > wanted) {
        because = "%d would do, but not for %.0f s yet".formatted(wanted, hold);
      }
    }
    if (nodes == 0 && signals.coming() > 0 && rule.min() == 0) {
      double awake = awake(demand, coldStart, hold);
      if (!(now - lastBusy >= awake)) {
        nodes = 1;
        because = "idle, but not for %.0f s yet".formatted(awake);
      }
    }
    nodes = Math.clamp(nodes, rule.min(), rule.max());
    double onTime =
        demand.onTime(
            waits, nodes * signals.slotsPerNode(), forecast.perSecond(), history.bunched());
    return advice(signals, nodes, forecast.perSecond(), onTime, because);
  }

  private double now(long nanos) {
    if (origin == Long.MIN_VALUE) {
      origin = nanos;
      before = ORIGIN - 1;
    }
    return ORIGIN + (nanos - origin) / 1e9;
  }

  private void idle(double now, double since, double calls, int present, double coldStart) {
    gaps.calls(calls, since);
    if (calls > 0 || present > 0) {
      double gap = now - lastBusy;
      if (gap > since + 1) {
        gaps.gap(gap, calls / Math.max(since, 1) * coldStart);
      }
      lastBusy = now;
    }
  }

  private double awake(Demand demand, double coldStart, double hold) {
    if (coldStart + 2 * demand.mean() <= demand.tightest()) {
      return hold;
    }
    double otherwise = Math.clamp(4 * coldStart, 60, 600);
    return gaps.awake((1 - rule.onTimeTarget()) * (1 - tuning.spare()), hold, otherwise);
  }

  private record Forecast(double now, double perSecond, String words) {}

  private Forecast forecast(Instant at, Demand demand, double coldStart) {
    ArrivalHistory.Rate level = history.level();
    double now =
        Math.max(level.perSecond() + tuning.surely() * level.deviation(), history.step(level));
    double held = Math.max(0, demand.tightest() - 2 * demand.mean()) / 2;
    double ahead = Math.max(1, coldStart + 1 - held);
    String words = String.format(Locale.ROOT, "%.2f calls/s now", now);
    double most = now;
    double rising =
        Math.min(
            history.rising(Math.clamp(tuning.trendStarts() * coldStart, 60, 600), ahead),
            tuning.mostRise() * now);
    if (rising > most) {
      most = rising;
      words = String.format(Locale.ROOT, "rising to %.2f calls/s in %.0f s", rising, ahead);
    }
    double usually = profile.usual(at);
    double then = profile.usual(at.plusMillis((long) (ahead * 1_000)));
    if (then > usually && !Double.isNaN(usually)) {
      double alike =
          1
              - Math.min(
                  1, Math.abs(level.perSecond() - usually) / Math.max(then, level.perSecond()));
      double seasonal = now + alike * (then - usually);
      if (seasonal > most) {
        most = seasonal;
        words =
            String.format(
                Locale.ROOT, "%.2f calls/s usual at this hour in %.0f s", seasonal, ahead);
      }
    }
    return new Forecast(now, most, words);
  }

  private int wanted(
      ZoneSignals signals, Demand demand, Forecast forecast, double coldStart, int queued) {
    double target = 1 - (1 - rule.onTimeTarget()) * tuning.spare();
    double bunched = history.bunched();
    int slots = signals.slotsPerNode();
    int steady = demand.nodes(waits, slots, forecast.perSecond(), bunched, target, rule.max());
    // A node that runs has to be missed by more than the noise before it is given back.
    if (steady < signals.coming()) {
      steady =
          Math.min(
              signals.coming(),
              demand.nodes(
                  waits,
                  slots,
                  forecast.perSecond() * tuning.calmer(),
                  bunched,
                  target,
                  rule.max()));
    }
    // What is left of the queue when a node that is started now would be ready.
    double perSecond = signals.ready() * slots / demand.mean();
    double left = queued + (forecast.now() - perSecond) * coldStart;
    double lateAfter = Math.max(demand.mean(), demand.tightest() - demand.mean());
    double late = queued - perSecond * lateAfter;
    left = Math.min(left, forecast.now() * lateAfter + queued);
    if (late > 0 && left > 0) {
      double servers = left * demand.mean() / (tuning.drain() * demand.tightest());
      double more = forecast.perSecond() * demand.mean() + servers;
      steady = Math.max(steady, (int) Math.ceil(more / slots));
    }
    if (queued > 0 && signals.coming() == 0) {
      steady = Math.max(1, steady);
    }
    return steady;
  }

  private Advice advice(
      ZoneSignals signals, int nodes, double perSecond, double onTime, String because) {
    String words =
        String.format(
            Locale.ROOT,
            "%s: %d of %d nodes hold %.1f %% on time",
            because,
            nodes,
            rule.max(),
            100 * onTime);
    return new Advice(nodes, words, onTime, perSecond);
  }
}
