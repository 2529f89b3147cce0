package dev.edgewise.serving.batch;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Where the calls of one family come in. Thread-safe. Made by {@link Device#open}.
 *
 * @param <I> one call's input
 * @param <O> one call's output
 */
public final class Batcher<I, O> implements AutoCloseable {
  final LaneFamily<I, O> family;
  private final Device device;

  // All guarded by the device's lock.
  private final Map<Object, Lane<I, O>> lanes = new HashMap<>();
  private final Map<Object, Lane<I, O>> suspects = new HashMap<>();
  final Quarantine quarantine = new Quarantine();
  boolean closed;

  Batcher(Device device, LaneFamily<I, O> family) {
    this.device = device;
    this.family = family;
  }

  /**
   * Hands a call in and returns at once. The future never fails; it is completed by a worker, so
   * what is attached to it must be quick, or attached with an executor. Cancelling the future
   * cancels the call.
   */
  public CompletableFuture<Verdict<O>> submit(I item, Terms terms) {
    return device.enter(this, requireNonNull(item, "item"), requireNonNull(terms, "terms"), false);
  }

  /**
   * Hands a call in and waits for its verdict. Quicker than {@link #submit} on an idle device: the
   * batch then runs in the calling thread. A caller that is interrupted while it waits gets {@link
   * Verdict.Cancelled} and stays interrupted.
   */
  public Verdict<O> call(I item, Terms terms) {
    requireNonNull(item, "item");
    requireNonNull(terms, "terms");
    try (Loan _ = device.lend()) {
      return verdict(device.enter(this, item, terms, true));
    }
  }

  private static <O> Verdict<O> verdict(CompletableFuture<Verdict<O>> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Verdict<O> gone = new Verdict.Cancelled<>();
      boolean first = answer.complete(gone);
      Thread.currentThread().interrupt();
      return first ? gone : answer.join();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a verdict is never an exception", e);
    }
  }

  /**
   * Lends the worker that the calling thread holds, while it waits for what it {@link #submit
   * submitted}; {@link #call} does so itself.
   */
  public Loan lend() {
    return device.lend();
  }

  /** What a call of the lane that was used last would meet; empty while there was none. */
  public Optional<Outlook> outlook() {
    return device.outlook(family.name);
  }

  /**
   * Tells what a batch took that ran outside, in a warm-up: so no caller's call is the first to
   * teach the device.
   *
   * @param sample an item of the lane
   * @param size of the batch, 1 to the largest
   * @param took the time, more than 0
   */
  public void learn(I sample, int size, Duration took) {
    device.learn(this, sample, size, took);
  }

  /** Refuses what waits and what comes from now on; what runs ends. */
  @Override
  public void close() {
    device.close(this);
  }

  /** The lane of items with that key, opened when it is new; null when there are too many. */
  @Nullable Lane<I, O> lane(Schedule schedule, Object key, boolean alone) {
    Map<Object, Lane<I, O>> among = alone ? suspects : lanes;
    Lane<I, O> lane = among.get(key);
    if (lane == null) {
      lane = schedule.open(family, key, alone, quarantine, () -> among.remove(key));
      if (lane != null) {
        among.put(key, lane);
      }
    }
    return lane;
  }
}
