package dev.edgewise.orchestrator.fleet;

import java.time.Duration;
import java.util.Optional;

/** What becomes of a node that has lost its lease, by what clients say of it. Pure. */
final class Fate {
  /**
   * A client's "reached" may be on its way while the stream breaks; only an answer that is later by
   * this much shows that the node outlived its stream.
   */
  private static final long ON_ITS_WAY = Duration.ofMillis(200).toNanos();

  private final FleetSettings settings;

  Fate(FleetSettings settings) {
    this.settings = settings;
  }

  /** The state that a member changes to; empty when it stays as it is, or holds a lease. */
  Optional<Life> next(Member member, long now) {
    if (!(member.life() instanceof Life.Cut cut)) {
      return Optional.empty();
    }
    Witnesses witnesses = member.witnesses();
    boolean islanded = cut instanceof Life.Islanded;
    if (witnesses.reachedSince(cut.lostAt() + ON_ITS_WAY, now)) {
      return islanded
          ? Optional.empty()
          : Optional.of(new Life.Islanded(now, cut.lostAt(), cut.lost()));
    }
    if (witnesses.allRefused(now)) {
      return Optional.of(
          new Life.Gone(now, false, cut.lost() + "; every client that asked was refused"));
    }
    if (now - witnesses.lastReached(cut.lostAt()) >= settings.gone().toNanos()) {
      return Optional.of(
          new Life.Gone(
              now,
              false,
              cut.lost() + "; no client has reached it for " + seconds(settings.gone())));
    }
    return islanded
        ? Optional.of(new Life.Suspect(now, cut.lostAt(), cut.lost()))
        : Optional.empty();
  }

  static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
