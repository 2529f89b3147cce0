package dev.edgewise.rules;

import dev.edgewise.core.rules.Phase;
import dev.edgewise.core.rules.RuleAction;
import dev.edgewise.core.rules.RuleDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule as it stands in the file: what it says, and where it says it.
 *
 * @param name its name
 * @param applies what it is about
 * @param phase when it is asked
 * @param condition null when it always acts
 * @param action what it does
 * @param actionAt where that is said
 * @param node the condition about nodes; null unless the action has one
 */
record Draft(
    Written name,
    List<Written> applies,
    Phase phase,
    @Nullable Written condition,
    RuleAction action,
    Spot actionAt,
    @Nullable Written node) {
  RuleDefinition definition() {
    return new RuleDefinition(
        name.text(),
        applies.stream().map(Written::text).toList(),
        phase,
        condition == null ? "" : condition.text().stripTrailing(),
        action);
  }

  /** Where its condition stands, or its name when it has none. */
  Spot conditionAt() {
    return condition == null ? name.start() : condition.start();
  }
}
