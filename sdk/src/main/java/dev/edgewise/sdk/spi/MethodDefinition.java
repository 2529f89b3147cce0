package dev.edgewise.sdk.spi;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.MethodContract;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One method of a service, as generated code describes it.
 *
 * @param contract name, tier, deadline and what else the annotations say
 * @param request codec of the arguments, in declaration order, primitives boxed
 * @param response codec of the result, primitives boxed; for {@code void} of an empty message that
 *     reads as null; of a streaming method, codec of an item
 * @param confidence reads the result's confidence; present exactly when the contract has a cascade
 * @param zero what a recorder's stub returns instead of a result: 0, false, null
 * @param faults the exceptions that travel, the most specific first
 * @param <R> the result, or an item of the stream
 */
public record MethodDefinition<R extends @Nullable Object>(
    MethodContract contract,
    Codec<Object[]> request,
    Codec<R> response,
    Optional<ToDoubleFunction<R>> confidence,
    R zero,
    List<Fault<?>> faults) {
  public MethodDefinition {
    requireNonNull(contract, "contract");
    requireNonNull(request, "request");
    requireNonNull(response, "response");
    faults = List.copyOf(faults);
    if (confidence.isPresent() != contract.cascade().isPresent()) {
      throw new IllegalArgumentException(
          contract.fullName() + ": cascade and confidence go together");
    }
  }

  /** A method that declares no exceptions. */
  public MethodDefinition(
      MethodContract contract,
      Codec<Object[]> request,
      Codec<R> response,
      Optional<ToDoubleFunction<R>> confidence,
      R zero) {
    this(contract, request, response, confidence, zero, List.of());
  }
}
