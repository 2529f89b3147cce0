package dev.edgewise.lab.scale;

/**
 * What a policy may see of the zone, and nothing of what is to come. Filled anew for each question.
 */
final class Seen {
  /** Seconds since the beginning. */
  double now;

  /** Seconds since the question before. */
  double since;

  int ready;
  int starting;
  int draining;
  int inFlight;
  int queued;

  /** Calls that came since the question before. */
  int arrived;

  /** In flight and queued, the mean over the time since the question before. */
  double concurrency;

  /** Of services that have ended, newer ones counting more. */
  double meanSeconds;

  double squaredVariation;
}
