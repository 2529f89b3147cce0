package dev.edgewise.orchestrator.training;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.training.JobCheckpoint;
import dev.edgewise.core.training.JobPhase;
import dev.edgewise.core.training.JobSpec;
import dev.edgewise.core.training.NamedContent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of a job.
 *
 * @param started when the gang was started first
 * @param nodes of the ranks of the newest start, by rank; empty when none runs
 * @param after what comes when its ranks have been ended; the phase itself when nothing is ended
 */
public record StoredJob(
    long job,
    JobSpec spec,
    JobPhase phase,
    JobPhase after,
    String because,
    Instant submitted,
    Optional<Instant> started,
    Optional<Instant> ended,
    int attempts,
    int restartsUsed,
    List<String> nodes,
    Optional<JobCheckpoint> checkpoint,
    List<NamedContent> outputs) {
  public StoredJob {
    requireNonNull(spec, "spec");
    requireNonNull(phase, "phase");
    requireNonNull(after, "after");
    requireNonNull(because, "because");
    requireNonNull(submitted, "submitted");
    requireNonNull(started, "started");
    requireNonNull(ended, "ended");
    nodes = List.copyOf(nodes);
    requireNonNull(checkpoint, "checkpoint");
    outputs = List.copyOf(outputs);
  }
}
