package dev.edgewise.orchestrator.store;

import dev.edgewise.core.training.JobSpec;

/** What jobs are, as bytes that later versions can read too. */
public interface JobSpecCodec {
  /** The bytes of a job. */
  byte[] encode(JobSpec spec);

  /**
   * The job of bytes.
   *
   * @throws IllegalArgumentException when they are of none, or of one that today's rules refuse
   */
  JobSpec decode(byte[] bytes);
}
