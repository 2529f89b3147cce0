package dev.edgewise.sdk.spi;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.MethodContract;
import java.util.List;

/**
 * Puts the items of concurrent calls of one method together: what {@code @Batched} asks for. Hosts
 * find its {@link Provider} as a {@link java.util.ServiceLoader} service; without one, each call
 * runs alone. Thread-safe.
 */
public interface CallMerging extends AutoCloseable {
  /** Opens it. */
  interface Provider {
    /** Opens it for one host; {@code clock} is what deadlines are measured on. */
    CallMerging open(Clock clock);
  }

  /**
   * Opens the lanes of a method of one body.
   *
   * @param contract of a method that is batched
   * @param body runs items together
   */
  <I, R> Merged<I, R> open(MethodContract contract, Body<I, R> body);

  /**
   * The same for bodies that wait for other services: what waits for this machine's processor must
   * not wait for them. Closed with this one.
   */
  default CallMerging apart() {
    return this;
  }

  /** Ends what waits. */
  @Override
  void close();

  /**
   * An item that waits to be run with others.
   *
   * @param value the item
   * @param lane what must be equal for items to run together; has {@code equals}, and words for
   *     people
   * @param context of the call that it came with
   * @param <I> the item
   */
  record Item<I>(I value, Object lane, CallContext context) {
    public Item {
      requireNonNull(value, "value");
      requireNonNull(lane, "lane");
      requireNonNull(context, "context");
    }
  }

  /** Runs items together. */
  @FunctionalInterface
  interface Body<I, R> {
    /**
     * The results, one for each item in their order.
     *
     * @param items at least one, all of one lane
     * @throws Exception whatever the body throws
     */
    List<R> run(List<Item<I>> items) throws Exception;
  }

  /** Where the calls of one method come in. */
  @FunctionalInterface
  interface Merged<I, R> {
    /**
     * Runs the items of one call, and waits until all have results.
     *
     * @param items at least one
     * @throws BodyThrew when the body threw, for one of these items
     * @throws dev.edgewise.core.EdgewiseException with {@code OVERLOADED} or {@code EXPIRED} when a
     *     lane turned an item away, with {@code BAD_BATCH} when the body gave another number of
     *     results
     * @throws InterruptedException when the caller is gone
     */
    List<R> call(List<Item<I>> items) throws BodyThrew, InterruptedException;
  }

  /** What a body threw. */
  final class BodyThrew extends Exception {
    private static final long serialVersionUID = 1L;

    private final Throwable thrown;

    /** Carries {@code thrown}. */
    public BodyThrew(Throwable thrown) {
      super(thrown.toString(), thrown, false, false);
      this.thrown = thrown;
    }

    /** What the body threw, never null. */
    public Throwable thrown() {
      return thrown;
    }
  }
}
