package dev.edgewise.serving.batch;

/**
 * A lane at one moment, for people and metrics.
 *
 * @param family whose lane
 * @param key the lane's key, as text of at most 200 characters
 * @param alone whether it is for items that made batches fail and so run alone
 * @param waiting calls
 * @param waitingBytes of their items
 * @param cap the most calls of a batch: the least of setting, memory and where more brings nothing
 * @param memoryCap the most calls that memory allows
 * @param completed calls so far
 * @param outlook what a call that came now would meet
 * @param tally what happened in it
 */
public record LaneSnapshot(
    String family,
    String key,
    boolean alone,
    int waiting,
    long waitingBytes,
    int cap,
    int memoryCap,
    long completed,
    Outlook outlook,
    Tally tally) {}
