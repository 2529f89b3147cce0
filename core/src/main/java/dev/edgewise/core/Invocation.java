package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import java.util.List;
import java.util.Optional;

/**
 * One call, as far as placing it is concerned.
 *
 * @param id the decision id that everything about this call carries
 * @param method the contract of the method that is called
 * @param requestBytes size of the encoded request, ≥ 0
 * @param deadlineNanos when the caller stops waiting, on the {@link Clock} of the invoker
 * @param label the highest label of what the call carries
 * @param callerSite where the call is made, when that is known
 * @param needs the accelerator that the node must have beside what the method needs, if any
 * @param wish the accelerator that the node should rather have, if any: others are used where none
 *     has it, or none that has it is expected in time
 */
public record Invocation(
    String id,
    MethodContract method,
    int requestBytes,
    long deadlineNanos,
    Label label,
    Optional<String> callerSite,
    Optional<Needs> needs,
    Optional<Needs> wish) {
  /** A call that asks for no more than its method does. */
  public Invocation(
      String id,
      MethodContract method,
      int requestBytes,
      long deadlineNanos,
      Label label,
      Optional<String> callerSite) {
    this(
        id,
        method,
        requestBytes,
        deadlineNanos,
        label,
        callerSite,
        Optional.empty(),
        Optional.empty());
  }

  public Invocation {
    requireNonNull(id, "id");
    requireNonNull(method, "method");
    requireNonNull(label, "label");
    requireNonNull(callerSite, "callerSite");
    requireNonNull(needs, "needs");
    requireNonNull(wish, "wish");
    if (requestBytes < 0) {
      throw new IllegalArgumentException(
          "requestBytes: " + requestBytes + " (expected: not negative)");
    }
  }

  /** The first of what the method and the call need that a node with these does not have. */
  public Optional<Needs> unmetBy(List<Accelerator> accelerators) {
    Optional<Needs> first = method.needs().filter(need -> !need.metBy(accelerators));
    return first.isPresent() ? first : needs.filter(need -> !need.metBy(accelerators));
  }
}
