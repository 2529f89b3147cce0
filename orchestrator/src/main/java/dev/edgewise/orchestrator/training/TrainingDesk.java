package dev.edgewise.orchestrator.training;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.training.JobSpec;
import dev.edgewise.core.training.JobStatus;
import dev.edgewise.core.training.LogLine;
import java.util.List;
import java.util.Optional;

/** What operators ask of training jobs. Thread-safe. */
public interface TrainingDesk {
  /**
   * Takes a job, once it is stored.
   *
   * @throws dev.edgewise.core.EdgewiseException with {@code NOT_FOUND} when one of its files is not
   *     in the store, {@code OVERLOADED} when there are as many jobs as there may be, {@code
   *     BAD_STORE} when it cannot be stored
   */
  JobStatus submit(JobSpec spec);

  /** All jobs, the newest first. */
  List<JobStatus> jobs();

  /** Ends a job; one that has ended stays as it is. Empty when there is none of that number. */
  Optional<JobStatus> cancel(long job);

  /** Lines of a job behind a number; empty when there is none of that number. */
  Optional<Log> log(long job, long after);

  /**
   * A part of what the ranks of a job have written.
   *
   * @param last whether the job has ended and nothing comes after these
   * @param missed lines that are not kept any more
   */
  record Log(List<LogLine> lines, long missed, boolean last) {
    public Log {
      lines = List.copyOf(requireNonNull(lines, "lines"));
    }
  }
}
