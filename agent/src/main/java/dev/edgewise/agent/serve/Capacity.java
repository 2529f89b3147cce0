package dev.edgewise.agent.serve;

/**
 * How much a node takes on. What these numbers allow is what the node's memory must hold: at most
 * {@code maxHeld} bytes of requests and answers in the heap, and beyond it one message for each
 * call that runs; and {@code maxDirect} bytes outside the heap, and beyond it one answer for each
 * call that runs.
 *
 * @param concurrency calls of one method that run at the same time, at least 1
 * @param queue calls of one method that wait for a slot, 0 or more
 * @param maxCalls calls of all methods together that are at the node, in whatever state, at least 1
 * @param maxHeld bytes in the heap of requests and unsent answers of all calls together, at least 1
 * @param maxDirect the same outside the heap, where messages in chunks and tensors lie, at least 1
 * @param maxOpenStreams calls of all streaming methods together; they take no place of the others,
 *     at least 1
 */
public record Capacity(
    int concurrency, int queue, int maxCalls, long maxHeld, long maxDirect, int maxOpenStreams) {
  /** What a node takes when nothing else is said: each open stream is a thread and its message. */
  public static final int DEFAULT_OPEN_STREAMS = 64;

  public Capacity {
    if (concurrency < 1
        || queue < 0
        || maxCalls < 1
        || maxHeld < 1
        || maxDirect < 1
        || maxOpenStreams < 1) {
      throw new IllegalArgumentException(
          "capacity: concurrency "
              + concurrency
              + ", queue "
              + queue
              + ", maxCalls "
              + maxCalls
              + ", maxHeld "
              + maxHeld
              + ", maxDirect "
              + maxDirect
              + ", maxOpenStreams "
              + maxOpenStreams
              + " (expected: at least 1, the queue at least 0)");
    }
  }

  /** With the usual number of open streams. */
  public Capacity(int concurrency, int queue, int maxCalls, long maxHeld, long maxDirect) {
    this(concurrency, queue, maxCalls, maxHeld, maxDirect, DEFAULT_OPEN_STREAMS);
  }

  /**
   * Calls whose requests may be on their way at the same time; from 16, so that bursts fit. With
   * lanes as many as the node holds: what waits there comes in bursts, however few slots there are.
   */
  int mostArriving(boolean lanes) {
    return Math.max(Math.max(16, lanes ? maxCalls : 0), concurrency + queue);
  }
}
