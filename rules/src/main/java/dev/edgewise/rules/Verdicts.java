package dev.edgewise.rules;

import dev.edgewise.core.rules.Phase;
import dev.edgewise.core.rules.RouteKind;
import dev.edgewise.core.rules.RuleAction;
import dev.edgewise.core.rules.RuleTrace.Result;
import dev.edgewise.core.rules.RuleTrace.Said;
import dev.edgewise.core.rules.RuleVerdict;
import dev.edgewise.core.rules.RuleVerdict.Kind;
import java.util.List;

/**
 * What the results of rules come to. A rule that keeps something from happening holds also when it
 * could not be evaluated; one that is a preference is then left out. Pure.
 */
final class Verdicts {
  private Verdicts() {}

  /** Whether no later rule can change the verdict. */
  static boolean isLast(Phase phase, Said said) {
    Kind kind = kind(said);
    return kind == Kind.REFUSE || (phase == Phase.AFTER && kind != Kind.NOTHING);
  }

  /** Whether a rule that is about nodes is to be asked for each. */
  static boolean routes(Said said) {
    return said.result() == Result.MET && said.rule().action() instanceof RuleAction.Route;
  }

  static RuleVerdict of(List<Said> all) {
    RuleVerdict verdict = RuleVerdict.NOTHING;
    for (Said said : all) {
      Kind kind = kind(said);
      if (kind == Kind.REFUSE || (kind != Kind.NOTHING && verdict.kind() == Kind.NOTHING)) {
        verdict = new RuleVerdict(kind, said.rule().name(), words(said));
      }
    }
    return verdict;
  }

  private static Kind kind(Said said) {
    RuleAction action = said.rule().action();
    boolean met = said.result() == Result.MET;
    boolean failed = said.result() == Result.FAILED;
    if (action instanceof RuleAction.Refuse) {
      return met || failed ? Kind.REFUSE : Kind.NOTHING;
    }
    if (action instanceof RuleAction.Repair) {
      return met || failed ? Kind.REPAIR : Kind.NOTHING;
    }
    if (action instanceof RuleAction.Escalate) {
      return met ? Kind.ESCALATE : Kind.NOTHING;
    }
    return failed && ((RuleAction.Route) action).kind() != RouteKind.WEIGHT
        ? Kind.REFUSE
        : Kind.NOTHING;
  }

  private static String words(Said said) {
    if (said.result() == Result.FAILED) {
      return "it could not be evaluated: " + said.detail();
    }
    return said.rule().action() instanceof RuleAction.Refuse refuse ? refuse.message() : "";
  }
}
