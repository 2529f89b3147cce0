package dev.edgewise.rules;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelVariableResolver;
import dev.cel.runtime.Program;
import dev.edgewise.core.Text;
import dev.edgewise.core.rules.Facts.FactMissing;
import dev.edgewise.core.rules.RuleDefinition;
import dev.edgewise.core.rules.RuleTrace.Result;
import dev.edgewise.core.rules.RuleTrace.Said;
import org.jspecify.annotations.Nullable;

/**
 * A rule that can be asked about one method.
 *
 * @param rule the rule
 * @param condition null when it always acts
 * @param node the condition about nodes; null when it has none
 * @param broken why it cannot be asked; empty when it can
 */
record Ready(
    RuleDefinition rule, @Nullable Program condition, @Nullable Program node, String broken) {
  private static final int MAX_WORDS = 200;

  Said ask(CelVariableResolver facts) {
    if (!broken.isEmpty()) {
      return new Said(rule, Result.FAILED, broken);
    }
    return condition == null ? new Said(rule, Result.MET, "") : ask(rule, condition, facts);
  }

  static Said ask(RuleDefinition rule, Program program, CelVariableResolver facts) {
    try {
      return new Said(
          rule, Boolean.TRUE.equals(program.eval(facts)) ? Result.MET : Result.NOT_MET, "");
    } catch (CelEvaluationException | FactMissing e) {
      return new Said(rule, Result.FAILED, words(e));
    }
  }

  private static String words(Exception e) {
    Throwable cause = e;
    while (!(cause instanceof FactMissing) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return Text.line(
        String.valueOf(cause.getMessage()).replaceFirst("^evaluation error[^:]*:[0-9]*:? *", ""),
        MAX_WORDS);
  }
}
