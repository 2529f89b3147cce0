package dev.edgewise.agent.serve;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Node;
import dev.edgewise.core.Trust;
import java.util.Locale;
import java.util.Optional;

/**
 * Which labels a node may see. Callers' routers apply the same rule before they send anything; the
 * node checks again because a rule that only one side keeps is a preference.
 */
public final class LabelRule {
  private LabelRule() {}

  /**
   * Returns why {@code node} may not see data with this label; empty when it may.
   *
   * <p>Whether local-only data comes from this node's own site cannot be known here until callers
   * prove who they are; what is certain is that it has no business in a data centre.
   */
  public static Optional<String> objection(Label label, Node node) {
    Trust trust = node.site().trust();
    boolean allowed =
        switch (label) {
          case PUBLIC -> true;
          case INTERNAL -> trust != Trust.SHARED;
          case CONFIDENTIAL ->
              trust == Trust.OWN || (trust == Trust.TRUSTED && node.tier() == Tier.CLOUD);
          case LOCAL_ONLY -> node.tier() == Tier.EDGE;
        };
    return allowed
        ? Optional.empty()
        : Optional.of(
            "Data labelled "
                + word(label)
                + " may not be processed on "
                + node.name()
                + ": its tier is "
                + word(node.tier())
                + " and its site "
                + node.site().name()
                + " is "
                + word(trust)
                + " to the tenant.");
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
