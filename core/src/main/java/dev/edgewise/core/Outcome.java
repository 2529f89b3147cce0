package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call. Every case carries the decision id under which {@code edgewise explain}
 * tells the whole story.
 *
 * @param <R> what the method returns
 */
public sealed interface Outcome<R extends @Nullable Object> {
  /** The id for {@code edgewise explain}. */
  String decisionId();

  /** How long the caller waited. */
  Duration took();

  /**
   * Returns the result, or throws what a plain call would have thrown: an {@link
   * EdgewiseException}, or the declared exception of the body, checked or not.
   */
  R orThrow();

  /**
   * A result came back.
   *
   * @param value the result; null only for methods that return {@code void}
   * @param node the node that answered
   * @param escalation what a cascade did
   * @param cache whether it was computed for this call or had been kept; empty for methods whose
   *     results are not kept
   */
  record Completed<R extends @Nullable Object>(
      R value,
      Node node,
      Escalation escalation,
      Optional<CacheNote> cache,
      String decisionId,
      Duration took)
      implements Outcome<R> {
    public Completed {
      requireNonNull(node, "node");
      requireNonNull(escalation, "escalation");
      requireNonNull(cache, "cache");
    }

    /** A result of a method whose results are not kept. */
    public Completed(R value, Node node, Escalation escalation, String decisionId, Duration took) {
      this(value, node, escalation, Optional.empty(), decisionId, took);
    }

    @Override
    public R orThrow() {
      return value;
    }
  }

  /** Nothing ran: no node may run the call, or none would take it. */
  record Refused<R extends @Nullable Object>(
      EdgewiseException cause, String decisionId, Duration took) implements Outcome<R> {
    @Override
    public R orThrow() {
      throw cause.fromHere();
    }
  }

  /** The deadline passed first. Something may have run. */
  record Expired<R extends @Nullable Object>(
      EdgewiseException cause, String decisionId, Duration took) implements Outcome<R> {
    @Override
    public R orThrow() {
      throw cause.fromHere();
    }
  }

  /**
   * The body threw, the request or the answer was not readable, or the node was lost while it ran a
   * call that is not idempotent.
   *
   * @param fault the exception that the body threw, when its method declares it
   */
  record Failed<R extends @Nullable Object>(
      EdgewiseException cause, Optional<Exception> fault, String decisionId, Duration took)
      implements Outcome<R> {
    /** A failure without a declared exception. */
    public Failed(EdgewiseException cause, String decisionId, Duration took) {
      this(cause, Optional.empty(), decisionId, took);
    }

    @Override
    public R orThrow() {
      if (fault.isPresent()) {
        throw Outcome.<RuntimeException>thrown(fault.get());
      }
      throw cause.fromHere();
    }
  }

  /**
   * Throws a checked exception where the compiler does not see it: the stub's method declares it.
   * Its stack is the caller's, as that of {@link EdgewiseException#fromHere()}.
   */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> RuntimeException thrown(Exception fault) throws E {
    fault.fillInStackTrace();
    throw (E) fault;
  }

  /** The caller gave up. */
  record Cancelled<R extends @Nullable Object>(
      EdgewiseException cause, String decisionId, Duration took) implements Outcome<R> {
    @Override
    public R orThrow() {
      throw cause.fromHere();
    }
  }
}
