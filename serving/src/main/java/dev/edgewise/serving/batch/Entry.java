package dev.edgewise.serving.batch;

import java.util.concurrent.CompletableFuture;

/**
 * A call that waits or runs. Times in nanoseconds since the device began. Fields that change are
 * guarded by the device's lock, but for the future.
 */
final class Entry<I, O> {
  /** Later than every time, and far enough from the end that sums with it do not wrap. */
  static final long NEVER = Long.MAX_VALUE / 4;

  final I item;
  final Terms terms;
  final long bytes;
  final long arrived;
  final long deadline;
  final int rank;
  final CompletableFuture<Verdict<O>> answer = new CompletableFuture<>();

  /** Its place among all calls of the device. */
  long number;

  /** Its place between the tenants of its lane. */
  double tag;

  Entry(I item, Terms terms, long bytes, long arrived, long deadline) {
    this.item = item;
    this.terms = terms;
    this.bytes = bytes;
    this.arrived = arrived;
    this.deadline = deadline;
    this.rank = terms.priority() == 0 ? Terms.USUAL_PRIORITY : terms.priority();
  }

  /** When a call ends, on a device that began at {@code origin}. */
  static long deadline(Terms terms, long origin, long now) {
    return terms.deadlineNanos() == Terms.NO_DEADLINE
        ? NEVER
        : Math.clamp(terms.deadlineNanos() - origin, Math.min(0, now), NEVER - 1);
  }

  /** Whether nobody wants its result any more. */
  boolean unwanted() {
    return answer.isDone() || terms.cancelled().getAsBoolean();
  }
}
