package dev.edgewise.core.training;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All that a node knows of a rank.
 *
 * @param meeting of rank 0 once it is ready: where the others find it
 * @param because why it failed, for people; else empty
 * @param isFinal whether it would fail again
 * @param checkpoint the newest; it is in the store
 * @param outputs of a completed rank 0; they are in the store
 * @param silent how long it has written nothing
 */
public record RankReport(
    RankId id,
    RankPhase phase,
    Optional<Meeting> meeting,
    String because,
    boolean isFinal,
    Optional<Progress> progress,
    Optional<JobCheckpoint> checkpoint,
    List<NamedContent> outputs,
    Duration silent) {
  /** Outputs of a job. */
  public static final int MOST_OUTPUTS = 64;

  public RankReport {
    requireNonNull(id, "id");
    requireNonNull(phase, "phase");
    requireNonNull(meeting, "meeting");
    requireNonNull(because, "because");
    requireNonNull(progress, "progress");
    requireNonNull(checkpoint, "checkpoint");
    outputs = List.copyOf(outputs);
    requireNonNull(silent, "silent");
    if (outputs.size() > MOST_OUTPUTS) {
      throw new IllegalArgumentException(
          "outputs: " + outputs.size() + " (expected: at most " + MOST_OUTPUTS + ")");
    }
  }

  /** A rank that does nothing yet, or nothing more. */
  public static RankReport of(RankId id, RankPhase phase) {
    return new RankReport(
        id,
        phase,
        Optional.empty(),
        "",
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Duration.ZERO);
  }
}
