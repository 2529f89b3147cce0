package dev.edgewise.serving.pipeline;

/**
 * After which steps a state is worth keeping: every tenth of a picture, as long as that costs no
 * more than a fiftieth of the time that the steps took. A state that costs more is kept less often,
 * but never less than every two tenths: what is lost with a node is drawn again, and that costs a
 * person's time. For one request; not thread-safe.
 */
public final class CheckpointPace {
  private static final int PARTS = 10;
  private static final int LONGEST_PARTS = 2;
  private static final double SHARE = 0.02;

  private final int every;
  private int steps;
  private long stepNanos;
  private long costNanos;

  /** For pictures of so many steps. */
  public CheckpointPace(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("steps: " + steps + " (expected: 1 or more)");
    }
    this.every = (steps + PARTS - 1) / PARTS;
  }

  /** The fewest steps between two states. */
  public int every() {
    return every;
  }

  /** The most steps that can be lost. */
  public int longest() {
    return every * LONGEST_PARTS;
  }

  /**
   * A step was taken.
   *
   * @param nanos that it took
   * @return whether the state after it is to be kept
   */
  public boolean step(long nanos) {
    steps++;
    stepNanos += nanos;
    return steps >= longest() || (steps >= every && costNanos <= SHARE * stepNanos);
  }

  /**
   * A state was kept.
   *
   * @param nanos that keeping it took
   */
  public void kept(long nanos) {
    steps = 0;
    stepNanos = 0;
    costNanos = nanos;
  }
}
