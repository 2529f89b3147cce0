package dev.edgewise.serving.cache;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.serving.cache.store.Tiers;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/**
 * What the cache of a node is made of.
 *
 * @param recent answers that somebody may complain of
 * @param hits that an operator may want to be audited
 * @param patience the longest that a call waits for the point of its question
 * @param threads for runs that calls share
 * @param hot what is written down for the next start
 * @param caps tells of sizes that are not granted
 * @param end what else ends with it, after all else
 */
record Parts(
    Tiers tiers,
    SimilarQuestions similar,
    Points points,
    Shadows shadows,
    RecentAnswers recent,
    RecentHits hits,
    Counts counts,
    Duration patience,
    Clock clock,
    ThreadFactory threads,
    HotStart hot,
    Caps caps,
    Runnable end) {
  Parts {
    requireNonNull(tiers, "tiers");
    requireNonNull(similar, "similar");
    requireNonNull(points, "points");
    requireNonNull(shadows, "shadows");
    requireNonNull(recent, "recent");
    requireNonNull(hits, "hits");
    requireNonNull(counts, "counts");
    requireNonNull(patience, "patience");
    requireNonNull(clock, "clock");
    requireNonNull(threads, "threads");
    requireNonNull(hot, "hot");
    requireNonNull(caps, "caps");
    requireNonNull(end, "end");
  }
}
