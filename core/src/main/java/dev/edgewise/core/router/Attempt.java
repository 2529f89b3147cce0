package dev.edgewise.core.router;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.rules.NodeRules;
import java.util.Optional;
import java.util.Set;

/**
 * What one placement of a call is bound to: the second leg of a cascade may use only the cloud, a
 * retry no node that had the call before.
 *
 * @param onlyTier the tier that the call is bound to, when it is
 * @param tried names of the nodes that the call was sent to before
 * @param rules what the operator's rules say of nodes for this call
 */
public record Attempt(Optional<Tier> onlyTier, Set<String> tried, NodeRules rules) {
  /** The first placement of a call: bound to nothing. */
  public static final Attempt FIRST = new Attempt(Optional.empty(), Set.of());

  /** An attempt of which no rule says anything. */
  public Attempt(Optional<Tier> onlyTier, Set<String> tried) {
    this(onlyTier, tried, NodeRules.NONE);
  }

  public Attempt {
    requireNonNull(onlyTier, "onlyTier");
    requireNonNull(rules, "rules");
    tried = Set.copyOf(tried);
  }

  /** Whether a rule says anything of nodes. */
  boolean isRuled() {
    return rules != NodeRules.NONE;
  }
}
