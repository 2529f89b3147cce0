package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import java.time.Duration;
import java.util.Optional;

/**
 * What a developer promised and asked for with the annotations of one method.
 *
 * @param service full protobuf name of the service, for example {@code shop.v1.Vision}
 * @param method the method's name, for example {@code detect}
 * @param preferredTier the tier that it is tagged with
 * @param deadline how long a caller waits at most
 * @param idempotent whether running it twice does no harm
 * @param label the least label of a call
 * @param cascade the band in which the edge's answer is asked again in the cloud
 * @param streaming whether its result is a stream of items
 * @param batched how its calls are put together; empty when each runs alone
 * @param needs the accelerator without which it cannot run, if any
 * @param cached how its results are kept; empty when each call runs
 * @param resumable whether a stream of its results that was cut off goes on elsewhere where it was
 */
public record MethodContract(
    String service,
    String method,
    Tier preferredTier,
    Duration deadline,
    boolean idempotent,
    Label label,
    Optional<UnsureBand> cascade,
    boolean streaming,
    Optional<BatchRule> batched,
    Optional<Needs> needs,
    Optional<CacheRule> cached,
    boolean resumable) {
  /** What a call has when its method names no deadline. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

  /** The longest that a call may have, and what a stream has when its method names no deadline. */
  public static final Duration LONGEST_DEADLINE = Duration.ofHours(1);

  public MethodContract {
    requireNonNull(service, "service");
    requireNonNull(method, "method");
    requireNonNull(preferredTier, "preferredTier");
    requireNonNull(label, "label");
    requireNonNull(cascade, "cascade");
    requireNonNull(needs, "needs");
    if (cached.isPresent() && (streaming || batched.isPresent())) {
      throw new IllegalArgumentException(
          service + "/" + method + ": cached (expected: neither a stream nor batched)");
    }
    if (batched.isPresent() && (streaming || cascade.isPresent())) {
      throw new IllegalArgumentException(
          service + "/" + method + ": batched (expected: neither a stream nor a cascade)");
    }
    if (streaming && cascade.isPresent()) {
      throw new IllegalArgumentException(
          service + "/" + method + ": a stream cannot be asked again (expected: no cascade)");
    }
    if (resumable && !(streaming && idempotent)) {
      throw new IllegalArgumentException(
          service + "/" + method + ": resumable (expected: a stream that is idempotent)");
    }
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException(
          "deadline of "
              + service
              + "/"
              + method
              + ": "
              + deadline
              + " (expected: more than zero)");
    }
  }

  /** A method with one result that runs alone and on any node. */
  public MethodContract(
      String service,
      String method,
      Tier preferredTier,
      Duration deadline,
      boolean idempotent,
      Label label,
      Optional<UnsureBand> cascade) {
    this(
        service,
        method,
        preferredTier,
        deadline,
        idempotent,
        label,
        cascade,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** The same for a method whose result is a stream of items. */
  public MethodContract asStream() {
    return with(cascade, true, batched, needs, cached);
  }

  /** The same for a method whose stream of results goes on elsewhere when it is cut off. */
  public MethodContract asResumable() {
    return new MethodContract(
        service,
        method,
        preferredTier,
        deadline,
        idempotent,
        label,
        cascade,
        true,
        batched,
        needs,
        cached,
        true);
  }

  /** The same for a method whose calls are put together so. */
  public MethodContract inBatches(BatchRule rule) {
    return with(cascade, streaming, Optional.of(rule), needs, cached);
  }

  /** The same for a method that runs only where there is such an accelerator. */
  public MethodContract needing(Needs accelerator) {
    return with(cascade, streaming, batched, Optional.of(accelerator), cached);
  }

  /** The same for a method whose results are kept so; it returns something, and no stream. */
  public MethodContract keptBy(CacheRule rule) {
    return with(cascade, streaming, batched, needs, Optional.of(rule));
  }

  /** The same for who cannot tell how sure an answer is. */
  public MethodContract withoutCascade() {
    return with(Optional.empty(), streaming, batched, needs, cached);
  }

  private MethodContract with(
      Optional<UnsureBand> band,
      boolean stream,
      Optional<BatchRule> rule,
      Optional<Needs> accelerator,
      Optional<CacheRule> kept) {
    return new MethodContract(
        service,
        method,
        preferredTier,
        deadline,
        idempotent,
        label,
        band,
        stream,
        rule,
        accelerator,
        kept,
        resumable);
  }

  /** {@code service/method}: the name on the wire, in decisions and in metrics. */
  public String fullName() {
    return service + "/" + method;
  }
}
