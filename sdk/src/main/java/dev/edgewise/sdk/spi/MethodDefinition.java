package dev.edgewise.sdk.spi;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.MethodContract;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One method of a service, as generated code describes it.
 *
 * @param contract name, tier, deadline and what else the annotations say
 * @param request codec of the arguments, in declaration order, primitives boxed
 * @param response codec of the result, primitives boxed; for {@code void} of an empty message that
 *     reads as null
 * @param confidence reads the result's confidence; present exactly when the contract has a cascade
 * @param zero what a recorder's stub returns instead of a result: 0, false, null
 * @param <R> the result
 */
public record MethodDefinition<R extends @Nullable Object>(
    MethodContract contract,
    Codec<Object[]> request,
    Codec<R> response,
    Optional<ToDoubleFunction<R>> confidence,
    R zero) {
  public MethodDefinition {
    requireNonNull(contract, "contract");
    requireNonNull(request, "request");
    requireNonNull(response, "response");
    if (confidence.isPresent() != contract.cascade().isPresent()) {
      throw new IllegalArgumentException(
          contract.fullName() + ": cascade and confidence go together");
    }
  }
}
