package dev.edgewise.rules;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import org.jspecify.annotations.Nullable;

/**
 * A rule of the file whose conditions are good.
 *
 * @param draft the rule
 * @param condition null when it always acts
 * @param node the condition about nodes; null when it has none
 */
record Checked(Draft draft, @Nullable Condition condition, @Nullable Condition node) {
  private static final CelExpr ALWAYS = CelExpr.ofConstant(0, CelConstant.ofValue(true));

  CelExpr expr() {
    return condition == null ? ALWAYS : condition.expr();
  }

  String name() {
    return draft.name().text();
  }
}
