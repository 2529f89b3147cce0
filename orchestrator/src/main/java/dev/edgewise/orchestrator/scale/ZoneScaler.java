package dev.edgewise.orchestrator.scale;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.queue.WaitTable;

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
  private static final double SHORTEST_TREND = 60;
  private static final double LONGEST_TREND = 600;

  /** So many calls do not stay away by chance: once in twenty thousand times, by Poisson. */
  private static final double NO_CHANCE = 10;

  /** Seconds of silence after which the rate has forgotten by itself. */
  private static final double SILENCE_KNOWN = 256;

  /** So many nodes may be started at once; more when there are more already. */
  private static final int MOST_AT_ONCE = 4;

  private final ScaleRule rule;
  private final WaitTable waits;
  private final Tuning tuning;

  /** That an advice may cost; 0 where somebody else allows them. */
  private final int simulations;

  private final ArrivalHistory history = new ArrivalHistory();
  private final WeekProfile profile = new WeekProfile();
  private final MethodMix mix = new MethodMix();
  private final IdleGaps gaps = new IdleGaps();
  private final Peak peak = new Peak();
  private boolean resumed;
  private long origin = Long.MIN_VALUE;
  private double before;
  private double lastBusy = Double.NEGATIVE_INFINITY;
  private double lastLess = Double.NEGATIVE_INFINITY;

  /** With the standard tuning. */
  public ZoneScaler(ScaleRule rule) {
    this(rule, new WaitTable(0), SIMULATIONS_PER_ADVICE, Tuning.standard());
  }

  /**
   * For simulations, which share what was simulated about queues.
   *
   * @param waits that may simulate as much as it is asked for
   */
  public ZoneScaler(ScaleRule rule, WaitTable waits, Tuning tuning) {
    this(rule, waits, 0, tuning);
  }

  private ZoneScaler(ScaleRule rule, WaitTable waits, int simulations, Tuning tuning) {
    this.rule = requireNonNull(rule, "rule");
    this.waits = requireNonNull(waits, "waits");
    this.simulations = simulations;
    this.tuning = requireNonNull(tuning, "tuning");
  }

  /**
   * Goes on with what an earlier scaler of this zone has learned; before the first advice. Nodes
   * that it finds are kept for the hold time: what is called was not seen yet.
   */
  public void resume(Habits habits) {
    resumed = true;
    profile.restore(habits.week());
    mix.restore(habits.methods());
  }

  /** What it has learned that a later scaler can go on with. */
  public Habits habits() {
    return new Habits(profile.state(), mix.state(Habits.MOST_METHODS));
  }

  /** What a zone wants, decided from its signals and from all that came before. */
  public Advice advise(ZoneSignals signals) {
    double now = now(signals.nanos());
    double since = Math.max(0, now - before);
    before = now;
    if (simulations > 0) {
      waits.allow(simulations);
    }
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
    double coldStart = signals.coldStart().toNanos() / 1e9;
    double hold =
        Math.max(
            rule.hold().toNanos() / 1e9,
            Math.min(tuning.mostHold(), tuning.holdStarts() * coldStart));
    int found = resumed && now - ORIGIN < hold ? signals.coming() : 0;
    if (mix.isEmpty()) {
      int nodes = Math.clamp(found, rule.min(), rule.max());
      return new Advice(nodes, "no method was ever called", 1, 0);
    }
    Demand demand = mix.demand();
    idle(now, since, calls, inFlight + queued, coldStart);
    // What can be held until a node has started need not be foreseen.
    double held = Math.max(0, demand.tightest() - 2 * demand.mean()) / 2;
    Forecast forecast =
        Forecast.of(
            history,
            profile,
            signals.at(),
            Math.max(1, coldStart + 1 - held),
            Math.clamp(tuning.trendStarts() * coldStart, SHORTEST_TREND, LONGEST_TREND),
            tuning.mostRise());
    Crowd crowd =
        new Crowd(waits, demand, signals, forecast, history.bunched(), coldStart, queued, tuning);
    int wanted = wanted(crowd, signals.coming());
    int most = peak.of(now, wanted, hold);
    int nodes = bounded(now, wanted, most, signals.coming(), hold);
    String but = nodes > wanted ? ", but not for " + Math.round(hold) + " s yet" : "";
    if (nodes == 0 && signals.coming() > 0) {
      double awake = awake(demand, coldStart, hold);
      if (now - lastBusy < awake) {
        nodes = 1;
        but = ", but not idle for " + Math.round(awake) + " s yet";
      }
    }
    if (nodes < found) {
      nodes = found;
      but = ", but calls are seen only since " + Math.round(now - ORIGIN) + " s";
    } else if (nodes == 1 && rule.min() == 0 && isOver(forecast, demand, coldStart, hold)) {
      lastLess = now;
      return new Advice(
          0,
          "no call came for " + Math.round(now - lastBusy) + " s, one can wait for a node",
          1,
          0);
    }
    nodes = Math.clamp(nodes, rule.min(), rule.max());
    lastLess = nodes < signals.coming() ? now : lastLess;
    double onTime = crowd.onTimeAhead(nodes);
    String because =
        forecast.words()
            + " of "
            + Forecast.round(demand.mean())
            + " s: "
            + percent(nodes, onTime)
            + (nodes > signals.coming() && signals.coming() > 0
                ? ", " + percent(signals.coming(), crowd.onTimeAhead(signals.coming()))
                : "")
            + (wanted < nodes ? "; " + wanted + " would do" + but : "");
    return new Advice(nodes, because, onTime, forecast.perSecond());
  }

  private static String percent(int nodes, double onTime) {
    return nodes
        + (nodes == 1 ? " node has " : " nodes have ")
        + Math.floor(onTime * 1_000) / 10
        + " % on time";
  }

  /** Less only after the hold and by halves, more only by so much at once. */
  private int bounded(double now, int wanted, int most, int coming, double hold) {
    if (wanted >= coming) {
      return Math.min(wanted, Math.max(MOST_AT_ONCE, 3 * coming));
    }
    int less = Math.max(Math.min(most, coming), coming / 2);
    if (less < coming && now - lastLess < hold / 4) {
      return coming;
    }
    return less;
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
      if (gap > since + 1 && gap < Double.POSITIVE_INFINITY) {
        gaps.gap(gap, calls / Math.max(since, 1) * coldStart);
      }
      lastBusy = now;
    }
  }

  /**
   * Whether calls have ended for sure, and one that comes all the same can be held: none came for
   * the hold time, and in as long a time before that so many did that this is no chance. The rate
   * alone forgets a busy time too slowly: one call of it that its window still has is one in a
   * minute.
   */
  private boolean isOver(Forecast forecast, Demand demand, double coldStart, double hold) {
    double silent = before - lastBusy;
    return silent >= hold
        && silent < SILENCE_KNOWN
        && coldStart + 2 * demand.mean() <= demand.tightest()
        && forecast.reason() != Forecast.Reason.USUAL
        && history.sum(2 * silent) >= NO_CHANCE * history.bunched();
  }

  private double awake(Demand demand, double coldStart, double hold) {
    if (coldStart + 2 * demand.mean() <= demand.tightest()) {
      return hold;
    }
    double otherwise = Math.clamp(4 * coldStart, 60, 600);
    return gaps.awake((1 - rule.onTimeTarget()) * 0.5, coldStart, hold, otherwise);
  }

  /** The least number of nodes, near to those that there are, that holds the target. */
  private int wanted(Crowd crowd, int coming) {
    double may = 1 - rule.onTimeTarget();
    int nodes = coming;
    while (nodes < rule.max() && crowd.onTimeAhead(nodes) < 1 - may * tuning.spareOut()) {
      nodes++;
    }
    if (nodes > coming) {
      return nodes;
    }
    while (nodes > 0 && crowd.onTimeWithout(nodes - 1) >= 1 - may * tuning.spareIn()) {
      nodes--;
    }
    return nodes;
  }
}
