package dev.edgewise.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.edgewise.core.rules.Fact;
import java.util.Set;

/**
 * A condition that was parsed and checked.
 *
 * @param tree with its types
 * @param names that it uses, those of its own loops aside; of fields of messages the whole path
 */
record Condition(CelAbstractSyntaxTree tree, Set<String> names) {
  CelExpr expr() {
    return tree.getExpr();
  }

  /** Whether it reads what caller or body sent. */
  boolean readsPayload() {
    return names.stream()
        .anyMatch(name -> Fact.isPayload(name) || name.equals("request") || name.equals("answer"));
  }
}
