package dev.edgewise.agent.training;

import static java.util.Objects.requireNonNull;

/**
 * Whether and how a node trains.
 *
 * @param enabled whether scripts of training jobs run here at all
 * @param slots ranks at the same time
 * @param python what runs scripts: a command, or its path
 * @param memory bytes that a rank may have at most, whatever its job asks for
 * @param contentBytes of files of jobs that are kept on the disk
 */
public record TrainingSettings(
    boolean enabled, int slots, String python, long memory, long contentBytes) {
  public TrainingSettings {
    requireNonNull(python, "python");
    if (slots < 1 || memory < 1 || contentBytes < 1) {
      throw new IllegalArgumentException("training: all must be at least 1");
    }
  }
}
