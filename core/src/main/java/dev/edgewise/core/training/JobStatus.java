package dev.edgewise.core.training;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of a job, its lineage included: the digests of script, data, parent, checkpoint
 * and outputs, and the parameters.
 *
 * @param job its number, never given twice
 * @param because why it is in its phase, what it waits for, or why it failed; for people
 * @param attempts how often the gang was started
 * @param outputs what rank 0 has left in its output folder
 */
public record JobStatus(
    long job,
    JobSpec spec,
    JobPhase phase,
    String because,
    Instant submitted,
    Optional<Instant> ended,
    int attempts,
    int restartsUsed,
    List<Rank> ranks,
    Optional<JobCheckpoint> checkpoint,
    List<NamedContent> outputs) {
  public JobStatus {
    requireNonNull(spec, "spec");
    requireNonNull(phase, "phase");
    requireNonNull(because, "because");
    requireNonNull(submitted, "submitted");
    requireNonNull(ended, "ended");
    ranks = List.copyOf(ranks);
    requireNonNull(checkpoint, "checkpoint");
    outputs = List.copyOf(outputs);
  }

  /** One rank of the newest start. */
  public record Rank(int rank, String node, RankPhase phase, Optional<Progress> progress) {
    public Rank {
      requireNonNull(node, "node");
      requireNonNull(phase, "phase");
      requireNonNull(progress, "progress");
    }
  }
}
