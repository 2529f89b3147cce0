package dev.edgewise.core.router;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Candidate.Removed;
import dev.edgewise.core.Filter;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.LabelRule;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Needs;
import dev.edgewise.core.Node;
import dev.edgewise.core.NodeView;
import dev.edgewise.core.Quarantine;
import dev.edgewise.core.Quarantine.Stage;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules that take a node out of the running, in the order of {@link Filter}. Changes nothing.
 */
final class Eligibility {
  private static final int LONGEST_QUARANTINE = 400;

  private final Invocation invocation;
  private final Attempt attempt;
  private final String method;
  private final Estimates estimates;
  private final long now;

  Eligibility(
      Invocation invocation, Attempt attempt, String method, Estimates estimates, long now) {
    this.invocation = invocation;
    this.attempt = attempt;
    this.method = method;
    this.estimates = estimates;
    this.now = now;
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
    Optional<String> forbidden =
        LabelRule.objection(invocation.label(), invocation.callerSite(), node);
    if (forbidden.isPresent()) {
      return new Removed(node, Filter.LABEL, name + ": " + forbidden.get());
    }
    if (attempt.isRuled()) {
      String ruled = attempt.rules().of(node).objection();
      if (!ruled.isEmpty()) {
        return new Removed(node, Filter.RULE, name + ": " + ruled);
      }
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
    return view.quarantines().isEmpty() ? null : quarantined(view);
  }

  private @Nullable Removed quarantined(NodeView view) {
    MethodContract contract = invocation.method();
    Optional<Quarantine> found = view.quarantine(contract.service());
    if (found.isEmpty()) {
      return null;
    }
    Node node = view.node();
    Quarantine quarantine = found.get();
    String because = node.name() + ": " + Words.clip(quarantine.inWords(), LONGEST_QUARANTINE);
    if (quarantine.stage() == Stage.TRIAL) {
      // What fails on trial is sent elsewhere, so it is nobody's loss; other calls wait for it.
      if (contract.idempotent() && estimates.isTrialDue(node.name(), contract.service(), now)) {
        return null;
      }
      because += "; of each client it takes one idempotent call a second";
    }
    return new Removed(node, Filter.QUARANTINED, because);
  }

  /**
   * Whether a node may run the call after all when no other is left: a service that fails often is
   * better than none. What operators ask for holds all the same.
   */
  boolean isLastResort(NodeView view, Removed verdict) {
    return verdict.filter() == Filter.QUARANTINED
        && view.quarantine(invocation.method().service())
            .filter(quarantine -> quarantine.stage() != Stage.ASKED)
            .isPresent();
  }

  static Removed draining(Node node) {
    return new Removed(
        node, Filter.DRAINING, node.name() + ": takes no new calls, because it is stopping");
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
