package dev.edgewise.sdk.api;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Names;
import dev.edgewise.core.Needs;
import dev.edgewise.core.TraceContext;
import java.time.Duration;
import java.util.Optional;

/**
 * What a client asks for beyond what the method's annotations say. Immutable; the {@code with…}
 * methods give changed copies.
 *
 * @param deadline instead of the method's own; more than zero, at most an hour
 * @param label at least this label for every call; it can only raise what the data asks for
 * @param trace the trace that calls go on with, where they are not nested in another call
 * @param needs the accelerator that a node must have to get such a call, beside what the method
 *     needs
 * @param wish the accelerator that a node should rather have; others are used where none has it, or
 *     none that has it is expected in time
 * @param tenant whose calls these are; a call that is nested in another has that one's tenant
 *     unless it names its own
 * @param cacheControl what is asked of caches; a call that is nested in another asks for what that
 *     one does too
 * @param mayWake whether a zone of which no node runs is started for such a call, which waits for
 *     it as long as its deadline allows
 */
public record CallOptions(
    Optional<Duration> deadline,
    Optional<Label> label,
    Optional<TraceContext> trace,
    Optional<Needs> needs,
    Optional<Needs> wish,
    Optional<String> tenant,
    CacheControl cacheControl,
    boolean mayWake) {
  private static final CallOptions NONE =
      new CallOptions(Optional.empty(), Optional.empty(), Optional.empty());
  private static final Duration LONGEST = Duration.ofHours(1);

  public CallOptions {
    requireNonNull(deadline, "deadline");
    requireNonNull(label, "label");
    requireNonNull(trace, "trace");
    requireNonNull(needs, "needs");
    requireNonNull(wish, "wish");
    requireNonNull(tenant, "tenant");
    requireNonNull(cacheControl, "cacheControl");
    deadline.ifPresent(
        d -> {
          if (d.isNegative() || d.isZero() || d.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                "deadline: " + d + " (expected: more than zero, at most an hour)");
          }
        });
  }

  /** Any node may run the call that its method and its label allow. */
  public CallOptions(
      Optional<Duration> deadline, Optional<Label> label, Optional<TraceContext> trace) {
    this(
        deadline,
        label,
        trace,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        CacheControl.NONE,
        true);
  }

  /** What the annotations say, and nothing more. */
  public static CallOptions none() {
    return NONE;
  }

  /** The same with another deadline. */
  public CallOptions withDeadline(Duration deadline) {
    return new CallOptions(
        Optional.of(deadline), label, trace, needs, wish, tenant, cacheControl, mayWake);
  }

  /** The same with another least label. */
  public CallOptions withLabel(Label label) {
    return new CallOptions(
        deadline, Optional.of(label), trace, needs, wish, tenant, cacheControl, mayWake);
  }

  /**
   * The same within a trace that the application is in.
   *
   * @param traceparent the W3C header of that name; one that is not valid begins a new trace, as
   *     the specification asks
   */
  public CallOptions withTraceparent(String traceparent) {
    return new CallOptions(
        deadline,
        label,
        TraceContext.parse(traceparent),
        needs,
        wish,
        tenant,
        cacheControl,
        mayWake);
  }

  /** The same where only a node that has it gets a call; a call that none can run is refused. */
  public CallOptions withNeeds(Needs accelerator) {
    return new CallOptions(
        deadline, label, trace, Optional.of(accelerator), wish, tenant, cacheControl, mayWake);
  }

  /**
   * The same where only a node that has it gets a call.
   *
   * @param accelerator its kind, or kind and model: {@code "gpu"}, {@code "tpu-v4"}
   * @param memory that it has of its own at least: {@code "4GB"}, {@code "0"} for any
   * @throws dev.edgewise.core.EdgewiseException with {@code BAD_CLIENT} when that cannot be read
   */
  public CallOptions withNeeds(String accelerator, String memory) {
    return withNeeds(
        AcceleratorWish.needs(
            "withNeeds(\"" + accelerator + "\", \"" + memory + "\")", accelerator, memory));
  }

  /**
   * The same where nodes that have it go before others, whatever tier the method prefers, as long
   * as one of them is expected in time.
   */
  public CallOptions withWish(Needs accelerator) {
    return new CallOptions(
        deadline, label, trace, needs, Optional.of(accelerator), tenant, cacheControl, mayWake);
  }

  /**
   * The same for calls of that tenant: what nodes keep for one they serve to no other. It is what
   * the caller says, and nobody checks it before callers have certificates.
   *
   * @param tenant 1 to 63 letters, digits, dots, dashes or underscores, with a letter or digit at
   *     both ends
   * @throws EdgewiseException with {@code BAD_CLIENT} when it is no name
   */
  public CallOptions withTenant(String tenant) {
    if (!Names.isValid(tenant)) {
      throw EdgewiseException.of(
          ErrorCode.BAD_CLIENT,
          "withTenant(…): that is no name (expected: 1 to 63 letters, digits, dots, dashes or"
              + " underscores, with a letter or digit at both ends). It parts what is kept of your"
              + " calls from what is kept of others'.");
    }
    return new CallOptions(
        deadline, label, trace, needs, wish, Optional.of(tenant), cacheControl, mayWake);
  }

  /** The same where caches are asked for this, {@code CacheControl.NONE.withMaxAge(…)}. */
  public CallOptions withCache(CacheControl control) {
    return new CallOptions(deadline, label, trace, needs, wish, tenant, control, mayWake);
  }

  /**
   * The same where a zone of which no node runs is left alone, or not: the orchestrator starts one
   * only for who may wake it ({@code docs/zones.md}). Calls of services may, unless told otherwise.
   */
  public CallOptions withWaking(boolean mayWake) {
    return new CallOptions(deadline, label, trace, needs, wish, tenant, cacheControl, mayWake);
  }
}
