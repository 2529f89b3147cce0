package dev.edgewise.serving.batch;

/**
 * What a call that came to a lane now would meet and cost. Durations in nanoseconds, 0 or more; 0
 * where nothing is learned yet.
 *
 * @param joins calls that wait for the batch that the next one would join
 * @param room how many more calls the batch takes that the next one would join, itself included, 1
 *     or more
 * @param waitNanos until that batch starts
 * @param batchNanos how long it would run with the call in it
 * @param marginalNanos by how much the call would make it longer: what it adds to the work of the
 *     device
 * @param aloneNanos how long a batch of one runs
 */
public record Outlook(
    int joins, int room, long waitNanos, long batchNanos, long marginalNanos, long aloneNanos) {
  /** Of a lane that does not exist yet. */
  public static final Outlook NONE = new Outlook(0, 0, 0, 0, 0, 0);
}
