package dev.edgewise.sdk.spi;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.Clock;
import dev.edgewise.core.TraceContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a body can know of the call that it is running. A nested call, made through a client on the
 * same thread, inherits deadline, label, trace, tenant and what is asked of caches from here.
 * Immutable.
 */
public final class CallContext {
  private static final ThreadLocal<@Nullable CallContext> CURRENT = new ThreadLocal<>();

  private final String method;
  private final String decisionId;
  private final Label label;
  private final TraceContext trace;
  private final String tenant;
  private final CacheControl cacheControl;
  private final Supplier<Duration> timeLeft;
  private final BooleanSupplier cancelled;
  private final Optional<RunningGeneration> generation;

  private CallContext(
      String method,
      String decisionId,
      Label label,
      TraceContext trace,
      String tenant,
      CacheControl cacheControl,
      Supplier<Duration> timeLeft,
      BooleanSupplier cancelled,
      Optional<RunningGeneration> generation) {
    this.method = requireNonNull(method, "method");
    this.decisionId = requireNonNull(decisionId, "decisionId");
    this.label = requireNonNull(label, "label");
    this.trace = requireNonNull(trace, "trace");
    this.tenant = requireNonNull(tenant, "tenant");
    this.cacheControl = requireNonNull(cacheControl, "cacheControl");
    this.timeLeft = requireNonNull(timeLeft, "timeLeft");
    this.cancelled = requireNonNull(cancelled, "cancelled");
    this.generation = requireNonNull(generation, "generation");
  }

  /** The context of the call that this thread is running; empty outside a body. */
  public static Optional<CallContext> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /**
   * For hosts: describes a call that has arrived, of no tenant, and that asks nothing of a cache.
   *
   * @param deadlineNanos on {@code clock}
   */
  public static CallContext of(
      String method,
      String decisionId,
      Label label,
      TraceContext trace,
      long deadlineNanos,
      Clock clock,
      BooleanSupplier cancelled) {
    return of(
        method, decisionId, label, trace, "", CacheControl.NONE, deadlineNanos, clock, cancelled);
  }

  /**
   * For hosts: describes a call that has arrived.
   *
   * @param tenant whose call it is; empty for nobody's
   * @param deadlineNanos on {@code clock}
   */
  public static CallContext of(
      String method,
      String decisionId,
      Label label,
      TraceContext trace,
      String tenant,
      CacheControl cacheControl,
      long deadlineNanos,
      Clock clock,
      BooleanSupplier cancelled) {
    return new CallContext(
        method,
        decisionId,
        label,
        trace,
        tenant,
        cacheControl,
        () -> Duration.ofNanos(Math.max(0, deadlineNanos - clock.nanos())),
        cancelled,
        Optional.empty());
  }

  /**
   * For hosts: describes calls of one method and label that run together. It is the first one's
   * story, has time until the last one's deadline, and is cancelled when all are.
   *
   * @param calls at least one
   */
  public static CallContext joined(List<CallContext> calls) {
    CallContext first = calls.get(0);
    if (calls.size() == 1) {
      return first;
    }
    List<CallContext> all = List.copyOf(calls);
    return new CallContext(
        first.method,
        first.decisionId,
        first.label,
        first.trace,
        first.tenant,
        first.cacheControl,
        () -> all.stream().map(CallContext::timeLeft).reduce(Duration.ZERO, CallContext::longer),
        () -> all.stream().allMatch(call -> call.cancelled.getAsBoolean()),
        Optional.empty());
  }

  /**
   * For hosts: the same call with another end, for work that goes on when its caller has gone, or
   * after it was answered.
   *
   * @param time how long it has from now on
   * @param end whether it is to be given up
   */
  public CallContext lasting(Supplier<Duration> time, BooleanSupplier end) {
    return new CallContext(
        method, decisionId, label, trace, tenant, cacheControl, time, end, generation);
  }

  /** For hosts: the same call, asking something else of caches, as calls nested in it then do. */
  public CallContext asking(CacheControl control) {
    return new CallContext(
        method, decisionId, label, trace, tenant, control, timeLeft, cancelled, generation);
  }

  /** For hosts: the same call, as a part of that generation. */
  public CallContext in(RunningGeneration running) {
    return new CallContext(
        method,
        decisionId,
        label,
        trace,
        tenant,
        cacheControl,
        timeLeft,
        cancelled,
        Optional.of(running));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** For hosts: runs {@code task} on this thread with this context as the current one. */
  public <T extends @Nullable Object> T run(Callable<T> task) throws Exception {
    CallContext before = CURRENT.get();
    CURRENT.set(this);
    try {
      return task.call();
    } finally {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    }
  }

  /** Full name of the method, {@code service/method}. */
  public String method() {
    return method;
  }

  /** The decision id of the call, for logs. */
  public String decisionId() {
    return decisionId;
  }

  /** The label of the data that it carries. */
  public Label label() {
    return label;
  }

  /** Whose story it belongs to. */
  public TraceContext trace() {
    return trace;
  }

  /**
   * Whose call it is, as its caller says: nobody checks it before callers have certificates. Empty
   * for nobody's. What is kept for one tenant is served to no other.
   */
  public String tenant() {
    return tenant;
  }

  /** What the caller asks of caches on the way; calls that are nested in this one ask it too. */
  public CacheControl cacheControl() {
    return cacheControl;
  }

  /** What is known of the generation that the call is; empty for a call that is none. */
  public Optional<RunningGeneration> generation() {
    return generation;
  }

  /** How long the caller will go on waiting; zero when it has stopped. */
  public Duration timeLeft() {
    return timeLeft.get();
  }

  /**
   * Whether the caller has given up, so that going on is a waste. The thread is interrupted too.
   */
  public boolean isCancelled() {
    return cancelled.getAsBoolean() || timeLeft.get().isZero();
  }
}
