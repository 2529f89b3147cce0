package dev.edgewise.lab.serve;

/**
 * How a system of others decides when the calls that wait for one model become a batch. Pure, but
 * for what it learns; asked under the shell's lock whenever something happened.
 */
interface Rule {
  /** Asked while the line is not empty. */
  Step next(Line line, long now, boolean busy);

  /** Told when a batch left. */
  default void left(Line line, int size, long headWaitedNanos) {}

  /**
   * What a rule sees of the calls that wait for a model.
   *
   * @param count how many wait
   * @param prefix how many from the head on have the head's shape
   * @param headNanos when the oldest came
   * @param lastNanos when the newest came
   * @param freeNanos when this model's last batch ended
   */
  record Line(int count, int prefix, long headNanos, long lastNanos, long freeNanos) {}

  /** What to do. */
  sealed interface Step {
    /** Run so many from the head when the device is free. */
    record Run(int size) implements Step {}

    /** Ask again then, or when something happens. */
    record Later(long nanos) implements Step {}

    /** Refuse the head. */
    record Shed() implements Step {}
  }
}
