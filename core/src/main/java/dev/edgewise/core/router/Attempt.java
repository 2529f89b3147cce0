package dev.edgewise.core.router;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;
import java.util.Optional;
import java.util.Set;

/**
 * What one placement of a call is bound to: the second leg of a cascade may use only the cloud, a
 * retry no node that had the call before.
 *
 * @param onlyTier the tier that the call is bound to, when it is
 * @param tried names of the nodes that the call was sent to before
 */
public record Attempt(Optional<Tier> onlyTier, Set<String> tried) {
  /** The first placement of a call: bound to nothing. */
  public static final Attempt FIRST = new Attempt(Optional.empty(), Set.of());

  public Attempt {
    requireNonNull(onlyTier, "onlyTier");
    tried = Set.copyOf(tried);
  }
}
