package dev.edgewise.serving.cache;

import static java.util.Objects.requireNonNull;

import dev.edgewise.serving.cache.semantic.PoolState;
import dev.edgewise.serving.cache.store.Entry;
import dev.edgewise.serving.cache.store.Key;
import dev.edgewise.serving.cache.store.Reach;
import dev.edgewise.serving.cache.store.Tiers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * What operators ask of a node's cache. What only other nodes have, in what they share, is not
 * looked at; what is forgotten here is forgotten there too. Thread-safe.
 */
final class Inspection {
  /** So many entries are looked at for an answer. */
  static final int MOST_LOOKED_AT = 100_000;

  private static final int MOST_ROUNDS = 100;

  private final Parts parts;
  private final Entries entries;
  private final Audits audits;
  private final IntSupplier waiting;

  /**
   * Of a cache.
   *
   * @param waiting how many calls wait for a run that they may share
   */
  Inspection(Parts parts, Entries entries, Audits audits, IntSupplier waiting) {
    this.parts = requireNonNull(parts, "parts");
    this.entries = requireNonNull(entries, "entries");
    this.audits = requireNonNull(audits, "audits");
    this.waiting = requireNonNull(waiting, "waiting");
  }

  CacheReport report() {
    Counts.Totals totals = parts.counts().totals();
    return new CacheReport(
        partitions(CacheReport.MOST_PARTITIONS),
        parts.tiers().states(),
        parts.shadows().ran(),
        parts.shadows().dropped(),
        parts.similar().size(),
        parts.points().failures(),
        entries.faults(),
        waiting.getAsInt(),
        totals.exact(),
        totals.semantic(),
        totals.none());
  }

  /** Those that were called last first. */
  List<CacheReport.Partition> partitions(int most) {
    return parts.counts().all().reversed().stream().limit(most).map(this::partition).toList();
  }

  private CacheReport.Partition partition(Counts.Count count) {
    List<PoolState> pools = parts.similar().states(count.scope());
    return new CacheReport.Partition(
        count.scope(),
        count.exact(),
        count.semantic(),
        count.none(),
        count.failures(),
        count.complaints(),
        pools.isEmpty() ? Optional.empty() : Optional.of(PoolState.together(pools)));
  }

  /** Entries that are meant, those worth most first. */
  List<KeptAnswer> show(Selected selected, int most) {
    List<KeptAnswer> shown = new ArrayList<>();
    Instant now = parts.clock().now();
    for (Key key : keys(selected)) {
      if (shown.size() == most) {
        break;
      }
      entry(key)
          .ifPresent(
              entry ->
                  About.read(entry.about())
                      .filter(about -> selected.fits(key, about.scope()))
                      .ifPresent(about -> shown.add(shown(key, entry, about, now))));
    }
    return shown;
  }

  private List<Key> keys(Selected selected) {
    return selected.key().isPresent()
        ? List.of(selected.key().get())
        : parts.tiers().hottest(MOST_LOOKED_AT);
  }

  /** Of this node. */
  private Optional<Entry> entry(Key key) {
    return parts.tiers().get(key, Reach.NODE).map(Tiers.Found::entry);
  }

  private static KeptAnswer shown(Key key, Entry entry, About about, Instant now) {
    Duration left = Duration.between(now, entry.expires());
    return new KeptAnswer(
        key,
        about.scope(),
        about
            .similar()
            .filter(unused -> about.scope().tellable())
            .map(About.Similar::text)
            .orElse(""),
        Asked.age(entry, now),
        left.isNegative() ? Duration.ZERO : left,
        entry.cost(),
        entry.size());
  }

  /** Forgets entries, and says how many. */
  long evict(Selected selected) {
    long gone = 0;
    // What is in memory only is seen when what is on disk has gone.
    for (int round = 0; round < MOST_ROUNDS; round++) {
      long now = evictOnce(selected);
      gone += now;
      if (now == 0 || selected.key().isPresent()) {
        break;
      }
    }
    return gone;
  }

  private long evictOnce(Selected selected) {
    long gone = 0;
    for (Key key : keys(selected)) {
      Optional<Entry> entry = entry(key);
      boolean meant =
          entry
              .map(
                  each ->
                      // One of another version is nobody's, and goes with everything only.
                      About.read(each.about())
                          .map(about -> selected.fits(key, about.scope()))
                          .orElse(selected.equals(Selected.ALL)))
              .orElse(false);
      if (meant) {
        entries.remove(key);
        parts.similar().forget(key);
        gone++;
      }
    }
    return gone;
  }

  /** Computes the answers of the last similar hits once more; each only once. */
  AuditResult audit(int most) {
    long judged = 0;
    long wrong = 0;
    long unknown = 0;
    for (RecentHits.Hit hit : parts.hits().take(most)) {
      Optional<Boolean> right = audits.judge(hit);
      judged += right.isPresent() ? 1 : 0;
      wrong += right.isPresent() && !right.get() ? 1 : 0;
      unknown += right.isEmpty() ? 1 : 0;
    }
    return new AuditResult(judged, wrong, unknown);
  }
}
