package dev.edgewise.core.router;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Candidate.Removed;
import dev.edgewise.core.Filter;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.Needs;
import dev.edgewise.core.Node;
import dev.edgewise.core.NodeView;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules that take a node out of the running, in the order of {@link Filter}. Pure. */
final class Eligibility {
  /** What a local-only call needs that says nothing of where it is made. */
  static final String SET_SITE = "set the caller's site with Edgewise.builder().site(…)";

  private final Invocation invocation;
  private final Attempt attempt;
  private final String method;

  Eligibility(Invocation invocation, Attempt attempt, String method) {
    this.invocation = invocation;
    this.attempt = attempt;
    this.method = method;
  }

  /** Returns what removes the node, or null when it may run the call. */
  @Nullable Removed removes(NodeView view) {
    Node node = view.node();
    String name = node.name();
    if (!view.methods().contains(method)) {
      return new Removed(
          node, Filter.NOT_OFFERED, name + ": no body for " + Words.clip(method) + " runs there");
    }
    if (attempt.onlyTier().isPresent() && attempt.onlyTier().get() != node.tier()) {
      return new Removed(
          node,
          Filter.OTHER_TIER,
          name
              + ": the call is bound to the "
              + word(attempt.onlyTier().get())
              + " tier; the node is "
              + word(node.tier()));
    }
    String forbidden = forbids(node);
    if (forbidden != null) {
      return new Removed(node, Filter.LABEL, name + ": " + forbidden);
    }
    Optional<Needs> unmet = invocation.unmetBy(view.accelerators());
    if (unmet.isPresent()) {
      return new Removed(
          node,
          Filter.NO_ACCELERATOR,
          name
              + ": the call needs "
              + unmet.get().words()
              + "; the node has "
              + Words.clip(Needs.words(view.accelerators())));
    }
    if (!view.liveness().takesCalls()) {
      return new Removed(node, Filter.UNREACHABLE, name + ": " + why(view.liveness()));
    }
    if (view.draining()) {
      return draining(node);
    }
    if (attempt.tried().contains(name)) {
      return new Removed(node, Filter.ALREADY_TRIED, name + ": this call was sent there before");
    }
    return null;
  }

  static Removed draining(Node node) {
    return new Removed(
        node, Filter.DRAINING, node.name() + ": takes no new calls, because it is stopping");
  }

  /** Returns what the label has against the node, or null. */
  private @Nullable String forbids(Node node) {
    Site site = node.site();
    return switch (invocation.label()) {
      case PUBLIC -> null;
      case INTERNAL ->
          site.trust() != Trust.SHARED
              ? null
              : "label internal is allowed only at own and trusted sites; site "
                  + site.name()
                  + " is shared";
      case CONFIDENTIAL -> forbidsConfidential(node.tier(), site);
      case LOCAL_ONLY -> forbidsLocalOnly(site);
    };
  }

  private static @Nullable String forbidsConfidential(Tier tier, Site site) {
    String rule =
        "label confidential is allowed only at own sites and trusted zones; site " + site.name();
    return switch (site.trust()) {
      case OWN -> null;
      case TRUSTED -> tier == Tier.CLOUD ? null : rule + " is trusted, but not a zone";
      case SHARED -> rule + " is shared";
    };
  }

  private @Nullable String forbidsLocalOnly(Site site) {
    Optional<String> caller = invocation.callerSite();
    if (caller.isEmpty()) {
      return "label local-only is allowed only at the caller's own site, which is not known: "
          + SET_SITE;
    }
    return caller.get().equals(site.name())
        ? null
        : "label local-only is allowed only at the caller's own site "
            + Words.clip(caller.get())
            + "; the node is at "
            + site.name();
  }

  private static String why(Liveness liveness) {
    return switch (liveness) {
      case JOINING -> "it has not been described and warmed yet";
      case SUSPECT -> "it has not answered for a while (suspect)";
      case DEAD -> "connections to it are refused or have broken (dead)";
      case ALIVE, ISLANDED -> "it is reachable";
    };
  }

  static String word(Tier tier) {
    return tier.name().toLowerCase(Locale.ROOT);
  }
}
