package dev.edgewise.lab.serve;

/** What runs batches. Blocks for as long as a batch takes. */
@FunctionalInterface
interface Engine {
  /**
   * Runs one batch of one model and one shape.
   *
   * @param model from 0
   * @param shape from 0
   * @param size 1 to {@link Cell#MAX_BATCH}
   */
  void run(int model, int shape, int size);
}
