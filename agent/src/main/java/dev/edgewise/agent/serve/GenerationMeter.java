package dev.edgewise.agent.serve;

/** Is told what becomes of generations on this node, for metrics; must not block. Thread-safe. */
public interface GenerationMeter {
  /** Nobody counts. */
  GenerationMeter NONE = new GenerationMeter() {};

  /**
   * This node has begun with one, or goes on with it.
   *
   * @param leg 1 where it began, else how many nodes it was given to
   */
  default void began(String method, int leg) {}

  /** The first chunk was sent, so long after the request had arrived. */
  default void firstChunk(String method, long nanos) {}

  /** Chunks were sent that hold so many units. */
  default void made(String method, Progress.Unit unit, long units) {}

  /** The caller was sent a checkpoint of that size. */
  default void kept(String method, long bytes) {}

  /**
   * What the node was given to go on with was no use: it computes again what the caller has
   * already.
   */
  default void recomputed(String method) {}

  /**
   * This node is done with it.
   *
   * @param perSecond units that it made in a second, from its first chunk on; 0 when too few to
   *     tell
   */
  default void ended(
      String method, GenerationView.State state, Progress.Unit unit, double perSecond) {}
}
