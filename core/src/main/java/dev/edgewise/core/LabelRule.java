package dev.edgewise.core;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import java.util.Locale;
import java.util.Optional;

/**
 * Which nodes may see which data. Callers' routers apply it before they send anything, and the node
 * that is called applies it again, because a rule that only one side keeps is a preference. Pure.
 */
public final class LabelRule {
  /** What a local-only call needs that says nothing of where it is made. */
  public static final String SET_SITE = "set the caller's site with Edgewise.builder().site(…)";

  private LabelRule() {}

  /**
   * Returns what the label has against the node, for people; empty when it may see the data.
   *
   * @param callerSite where the call is made, when that is known
   */
  public static Optional<String> objection(Label label, Optional<String> callerSite, Node node) {
    return (label == Label.LOCAL_ONLY ? ofSite(callerSite, node.site()) : Optional.<String>empty())
        .or(() -> objection(label, node));
  }

  /**
   * The part of the rule that a node can keep by itself. Whether local-only data comes from its own
   * site it cannot know until callers prove who they are; what is certain is that such data has no
   * business in a zone.
   */
  public static Optional<String> objection(Label label, Node node) {
    Site site = node.site();
    boolean allowed =
        switch (label) {
          case PUBLIC -> true;
          case INTERNAL -> site.trust() != Trust.SHARED;
          case CONFIDENTIAL ->
              site.trust() == Trust.OWN
                  || (site.trust() == Trust.TRUSTED && node.tier() == Tier.CLOUD);
          case LOCAL_ONLY -> node.tier() == Tier.EDGE;
        };
    return allowed ? Optional.empty() : Optional.of(rule(label) + because(label, site));
  }

  private static Optional<String> ofSite(Optional<String> callerSite, Site site) {
    if (callerSite.isEmpty()) {
      return Optional.of(rule(Label.LOCAL_ONLY) + ", which is not known: " + SET_SITE);
    }
    return callerSite.get().equals(site.name())
        ? Optional.empty()
        : Optional.of(
            rule(Label.LOCAL_ONLY) + " " + callerSite.get() + "; the node is at " + site.name());
  }

  private static String rule(Label label) {
    return "label "
        + label.name().toLowerCase(Locale.ROOT).replace('_', '-')
        + switch (label) {
          case PUBLIC -> " is allowed everywhere";
          case INTERNAL -> " is allowed only at own and trusted sites";
          case CONFIDENTIAL -> " is allowed only at own sites and trusted zones";
          case LOCAL_ONLY -> " is allowed only at the caller's own site";
        };
  }

  private static String because(Label label, Site site) {
    if (label == Label.LOCAL_ONLY) {
      return "; the node is one of a zone";
    }
    return "; site "
        + site.name()
        + " is "
        + (site.trust() == Trust.SHARED ? "shared" : "trusted, but not a zone");
  }
}
