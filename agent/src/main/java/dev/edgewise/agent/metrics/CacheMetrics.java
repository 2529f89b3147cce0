package dev.edgewise.agent.metrics;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.serving.cache.CacheReport;
import dev.edgewise.serving.cache.ResultCache;
import dev.edgewise.serving.cache.semantic.PoolState;
import dev.edgewise.serving.cache.store.TierState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of the cache. Hit rate and realised false-hit rate with its interval are one family, so
 * that nobody sees one without the other. Tenants and methods are no labels: callers make them.
 * Thread-safe.
 */
final class CacheMetrics {
  /** One look at the cache serves all figures of a page. */
  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

  private final MeterRegistry registry;
  private final Clock clock;

  /** FunctionCounters and gauges hold what they ask only weakly. */
  private final List<Look> looks = new ArrayList<>();

  /** Metrics that go to {@code registry}. */
  CacheMetrics(MeterRegistry registry, Clock clock) {
    this.registry = requireNonNull(registry, "registry");
    this.clock = requireNonNull(clock, "clock");
  }

  /** The last look at a cache. */
  private static final class Look {
    private final ResultCache cache;
    private final Clock clock;

    // Guarded by this.
    private @Nullable CacheReport last;
    private long at;

    Look(ResultCache cache, Clock clock) {
      this.cache = cache;
      this.clock = clock;
    }

    synchronized CacheReport report() {
      long now = clock.nanos();
      CacheReport known = last;
      if (known == null || now - at > FRESH_NANOS) {
        known = cache.report();
        last = known;
        at = now;
      }
      return known;
    }
  }

  /** Shows a cache that has been opened. */
  synchronized void show(ResultCache cache) {
    Look look = new Look(cache, clock);
    looks.add(look);
    counter(
            look,
            "edgewise.cache.calls",
            "Calls by what they were answered with",
            "answer",
            "exact")
        .accept(CacheReport::exact);
    counter(look, "edgewise.cache.calls", "", "answer", "semantic").accept(CacheReport::semantic);
    counter(look, "edgewise.cache.calls", "", "answer", "none").accept(CacheReport::none);
    rate(look, "hit", CacheMetrics::hitRate);
    rate(
        look,
        "false-hit",
        report -> similar(report, state -> share(state.wrong(), state.judged())));
    rate(look, "false-hit-low", report -> similar(report, PoolState::low));
    rate(look, "false-hit-high", report -> similar(report, PoolState::high));
    counter(look, "edgewise.cache.judged", "Served similar answers that were checked", "", "")
        .accept(report -> report.similar().map(PoolState::judged).orElse(0L));
    counter(look, "edgewise.cache.wrong", "Those of them that were wrong", "", "")
        .accept(report -> report.similar().map(PoolState::wrong).orElse(0L));
    counter(look, "edgewise.cache.shadows", "Answers computed beside calls", "became", "ran")
        .accept(CacheReport::shadowsRun);
    counter(look, "edgewise.cache.shadows", "", "became", "dropped")
        .accept(CacheReport::shadowsDropped);
    counter(look, "edgewise.cache.points.missed", "Questions not compared in time", "", "")
        .accept(CacheReport::pointsMissed);
    counter(look, "edgewise.cache.faults", "What the cache itself got wrong: misses", "", "")
        .accept(CacheReport::faults);
    gauge(
        look, "edgewise.cache.questions", "Questions that may be compared", CacheReport::questions);
    gauge(
        look,
        "edgewise.cache.waiting",
        "Calls that wait for a run they share",
        CacheReport::waiting);
    cache.report().tiers().forEach(tier -> tier(look, tier.name()));
  }

  private void tier(Look look, String name) {
    tierGauge(look, name, "entries", "Answers in a tier", null, TierState::entries);
    tierGauge(look, name, "used", "Bytes of them", "bytes", TierState::bytes);
    tierGauge(look, name, "capacity", "Bytes that it may have", "bytes", TierState::capacity);
    tierCounter(look, name, "hits", "Looks that found something", TierState::hits);
    tierCounter(look, name, "misses", "Looks that did not", TierState::misses);
    tierCounter(look, name, "evictions", "Good answers that had to go", TierState::evictions);
    tierCounter(look, name, "faults", "What went wrong in it", TierState::faults);
  }

  private void tierGauge(
      Look look,
      String tier,
      String what,
      String description,
      @Nullable String unit,
      ToDoubleFunction<TierState> figure) {
    Gauge.builder("edgewise.cache.tier." + what, look, each -> of(each, tier, figure))
        .description(description)
        .baseUnit(unit)
        .tag("tier", tier)
        .register(registry);
  }

  private void tierCounter(
      Look look, String tier, String what, String description, ToDoubleFunction<TierState> figure) {
    FunctionCounter.builder("edgewise.cache.tier." + what, look, each -> of(each, tier, figure))
        .description(description)
        .tag("tier", tier)
        .register(registry);
  }

  private static double of(Look look, String tier, ToDoubleFunction<TierState> figure) {
    return look.report().tiers().stream()
        .filter(state -> state.name().equals(tier))
        .mapToDouble(figure)
        .sum();
  }

  /** Takes the figure of a counter. */
  private interface Figure {
    void accept(ToDoubleFunction<CacheReport> figure);
  }

  private Figure counter(Look look, String name, String description, String tag, String value) {
    return figure -> {
      FunctionCounter.Builder<Look> builder =
          FunctionCounter.builder(name, look, each -> figure.applyAsDouble(each.report()));
      if (!description.isEmpty()) {
        builder.description(description);
      }
      if (!tag.isEmpty()) {
        builder.tag(tag, value);
      }
      builder.register(registry);
    };
  }

  private void rate(Look look, String rate, ToDoubleFunction<CacheReport> figure) {
    Gauge.builder("edgewise.cache.rate", look, each -> figure.applyAsDouble(each.report()))
        .description(
            "Share of calls that were answered from the cache, and share of similar answers that"
                + " were wrong, with the bounds of its 95 % interval")
        .tag("rate", rate)
        .register(registry);
  }

  private void gauge(
      Look look, String name, String description, ToDoubleFunction<CacheReport> figure) {
    Gauge.builder(name, look, each -> figure.applyAsDouble(each.report()))
        .description(description)
        .register(registry);
  }

  private static double hitRate(CacheReport report) {
    long hits = report.exact() + report.semantic();
    return share(hits, hits + report.none());
  }

  private static double similar(CacheReport report, ToDoubleFunction<PoolState> figure) {
    return report.similar().map(figure::applyAsDouble).orElse(Double.NaN);
  }

  /** NaN while nothing is known. */
  private static double share(long some, long all) {
    return all == 0 ? Double.NaN : (double) some / all;
  }
}
