package dev.edgewise.rules;

import dev.cel.common.ast.CelExpr;
import dev.edgewise.core.rules.Phase;
import dev.edgewise.core.rules.RouteKind;
import dev.edgewise.core.rules.RuleAction;
import dev.edgewise.core.rules.RuleDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules that are good one by one, and wrong together or for nothing: conditions that are always or
 * never met, rules that an earlier one leaves nothing to do, and rules that contradict each other.
 * Pure.
 */
final class Lint {
  private final Problems problems;

  Lint(Problems problems) {
    this.problems = problems;
  }

  void check(List<Checked> rules) {
    for (int i = 0; i < rules.size(); i++) {
      Checked rule = rules.get(i);
      if (isConstant(rule)) {
        continue;
      }
      for (Checked earlier : rules.subList(0, i)) {
        if (earlier.draft().phase() == rule.draft().phase() && pair(earlier, rule)) {
          break;
        }
      }
    }
  }

  private boolean isConstant(Checked rule) {
    boolean constant = false;
    if (rule.condition() != null) {
      Spot at = rule.draft().conditionAt();
      constant = constant(at, rule.name(), rule.condition(), "Leave \"if\" out");
    }
    if (rule.node() != null && rule.draft().node() != null) {
      Spot at = rule.draft().node().start();
      constant |= constant(at, rule.name(), rule.node(), "Write which nodes are meant");
    }
    return constant;
  }

  private boolean constant(Spot at, String rule, Condition condition, String whenAlways) {
    CelExpr expr = condition.expr();
    if (condition.names().isEmpty()) {
      problems.add(
          at,
          rule,
          "the condition asks for nothing, so it is the same for every call",
          Implication.isConstant(expr, true) ? whenAlways : "Ask for a fact, or take the rule out");
      return true;
    }
    if (Implication.isNeverMet(expr)) {
      problems.add(
          at,
          rule,
          "the condition is never met: it demands things that exclude each other",
          "Write || where one of them is enough, or take the rule out");
      return true;
    }
    if (Implication.isAlwaysMet(expr)) {
      problems.add(at, rule, "the condition is always met", whenAlways);
      return true;
    }
    return false;
  }

  /** What is wrong of two rules of one phase, the earlier first; whether anything is. */
  private boolean pair(Checked earlier, Checked rule) {
    RuleAction first = earlier.draft().action();
    RuleAction second = rule.draft().action();
    if (!overlap(earlier, rule)) {
      return false;
    }
    boolean wider = coversAll(earlier, rule);
    boolean leavesNothing = wider && Implication.follows(earlier.expr(), rule.expr());
    if (leavesNothing && decides(first) && second.word().equals(first.word())) {
      shadowed(earlier, rule, "does the same before");
      return true;
    }
    if (first instanceof RuleAction.Route one && second instanceof RuleAction.Route other) {
      return routes(earlier, rule, one, other, leavesNothing);
    }
    if (leavesNothing && first instanceof RuleAction.Refuse) {
      shadowed(earlier, rule, "refuses whatever it is met for");
      return true;
    }
    if (leavesNothing && decides(first) && decides(second)) {
      shadowed(earlier, rule, "decides about every answer that it is met for");
      return true;
    }
    if (second instanceof RuleAction.Refuse
        && coversAll(rule, earlier)
        && Implication.follows(rule.expr(), earlier.expr())) {
      return conflict(earlier, rule);
    }
    return false;
  }

  private boolean conflict(Checked earlier, Checked rule) {
    if (decides(earlier.draft().action()) && earlier.draft().phase() == Phase.AFTER) {
      return false; // of answers the first rule that is met decides: an exception before a refusal
    }
    problems.add(
        rule.draft().conditionAt(),
        rule.name(),
        "it contradicts rule "
            + earlier.name()
            + " in line "
            + earlier.draft().name().start().line()
            + ": every call that that one is met for is refused here",
        "Make this condition narrower, or take the other rule out");
    return true;
  }

  private boolean routes(
      Checked earlier,
      Checked rule,
      RuleAction.Route one,
      RuleAction.Route other,
      boolean leavesNothing) {
    if (earlier.node() == null || rule.node() == null) {
      return false;
    }
    CelExpr left = earlier.node().expr();
    CelExpr right = rule.node().expr();
    boolean same = Trees.text(left).equals(Trees.text(right));
    if (leavesNothing && one.kind() == other.kind() && same && one.factor() == other.factor()) {
      shadowed(earlier, rule, "does the same before");
      return true;
    }
    boolean together =
        leavesNothing
            || (coversAll(rule, earlier) && Implication.follows(rule.expr(), earlier.expr()));
    boolean bothOnly = one.kind() == RouteKind.ONLY && other.kind() == RouteKind.ONLY;
    boolean onlyAndAvoid =
        one.kind() != other.kind()
            && one.kind() != RouteKind.WEIGHT
            && other.kind() != RouteKind.WEIGHT;
    CelExpr only = one.kind() == RouteKind.ONLY ? left : right;
    CelExpr avoid = one.kind() == RouteKind.ONLY ? right : left;
    if (together
        && ((bothOnly && Implication.exclude(left, right))
            || (onlyAndAvoid && Implication.follows(avoid, only)))) {
      problems.add(
          rule.draft().actionAt(),
          rule.name(),
          "together with rule "
              + earlier.name()
              + " in line "
              + earlier.draft().name().start().line()
              + " it leaves no node: no call could run that both are met for",
          "Let one of them name the nodes");
      return true;
    }
    return false;
  }

  private void shadowed(Checked earlier, Checked rule, String does) {
    problems.add(
        rule.draft().name().start(),
        rule.name(),
        "it can do nothing: rule "
            + earlier.name()
            + " in line "
            + earlier.draft().name().start().line()
            + " "
            + does,
        "Put it in front of that one when it is an exception, or take it out");
  }

  private static boolean decides(@Nullable RuleAction action) {
    return action != null && !(action instanceof RuleAction.Route);
  }

  private static boolean overlap(Checked one, Checked other) {
    return one.draft().applies().stream()
        .anyMatch(
            left ->
                other.draft().applies().stream()
                    .anyMatch(
                        right ->
                            RuleDefinition.covers(left.text(), right.text())
                                || RuleDefinition.covers(right.text(), left.text())));
  }

  /** Whether the first is about everything that the other is about. */
  private static boolean coversAll(Checked one, Checked other) {
    return other.draft().applies().stream()
        .allMatch(
            right ->
                one.draft().applies().stream()
                    .anyMatch(left -> RuleDefinition.covers(left.text(), right.text())));
  }
}
