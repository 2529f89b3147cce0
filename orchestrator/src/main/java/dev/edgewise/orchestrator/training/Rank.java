package dev.edgewise.orchestrator.training;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.training.RankId;
import dev.edgewise.core.training.RankPhase;
import dev.edgewise.core.training.RankReport;
import java.util.Optional;

/** One rank of the newest start of a job, as its orchestrator sees it. */
final class Rank {
  private final RankId id;
  private final String node;
  private final int localRank;
  private RankReport report;

  /** Why it is lost, when its node has lost it; empty while it is there. */
  private String lost = "";

  /** Whether its node was asked to launch it, on the stream that it has now. */
  private boolean launched;

  /** Whether it has to be ended. */
  private boolean unwanted;

  Rank(RankId id, String node, int localRank) {
    this.id = requireNonNull(id, "id");
    this.node = requireNonNull(node, "node");
    this.localRank = localRank;
    this.report = RankReport.of(id, RankPhase.PREPARING);
  }

  RankId id() {
    return id;
  }

  String node() {
    return node;
  }

  int localRank() {
    return localRank;
  }

  RankReport report() {
    return report;
  }

  RankPhase phase() {
    return report.phase();
  }

  /** It holds a slot of its node. */
  boolean holdsSlot() {
    return phase() != RankPhase.GONE;
  }

  boolean isUnwanted() {
    return unwanted;
  }

  void discard() {
    unwanted = true;
  }

  void heard(RankReport news) {
    // Its node has said the last word about it.
    if (phase() != RankPhase.GONE) {
      report = news;
    }
  }

  /** Its node does not have it any more, and will say nothing more of it. */
  void lose(String because) {
    lost = because;
    report = RankReport.of(id, RankPhase.GONE);
  }

  /** Why the gang cannot go on with it; empty while it can. */
  Optional<String> trouble() {
    if (!lost.isEmpty()) {
      return Optional.of(lost);
    }
    return switch (phase()) {
      case FAILED -> Optional.of(report.because().isEmpty() ? "it failed" : report.because());
      case GONE -> Optional.of("its node ended it");
      case PREPARING, READY, RUNNING, COMPLETED -> Optional.empty();
    };
  }

  /** Whether its node is to be asked now to launch it; says so once for each stream. */
  boolean launchNow() {
    boolean now = !launched && phase() == RankPhase.READY && !unwanted;
    launched |= now;
    return now;
  }

  /** Its node is on another stream: what was asked may not have come. */
  void reconnected() {
    launched = false;
  }
}
