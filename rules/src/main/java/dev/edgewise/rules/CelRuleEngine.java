package dev.edgewise.rules;

import dev.edgewise.core.rules.MethodShape;
import dev.edgewise.core.rules.RuleBook;
import dev.edgewise.core.rules.RuleDefinition;
import dev.edgewise.core.rules.RuleEngine;
import dev.edgewise.core.rules.RuleProblem;
import dev.edgewise.core.rules.RuleReading;
import dev.edgewise.core.rules.RuleSet;
import dev.edgewise.core.rules.RuleTrace;
import java.util.Collection;
import java.util.List;

/**
 * Rules in CEL; found as a {@link RuleEngine}. Thread-safe: each question makes its own parts of
 * the language.
 */
public final class CelRuleEngine implements RuleEngine {
  /** For {@link java.util.ServiceLoader}. */
  public CelRuleEngine() {}

  @Override
  public RuleReading read(String text, Collection<MethodShape> known, boolean all) {
    if (text.length() > MAX_FILE) {
      return new RuleReading(
          RuleBook.EMPTY,
          List.of(
              new RuleProblem(
                  1,
                  1,
                  "",
                  "the file has more than " + MAX_FILE + " characters",
                  "Put several conditions into one rule with ||")),
          List.of());
    }
    return new Reader(new Conditions(new Cel()), known, all).read(text);
  }

  @Override
  public RuleSet compile(RuleBook book) {
    return new CompiledRules(new Cel(), book);
  }

  @Override
  public RuleTrace replay(RuleTrace trace) {
    return new Replay(new Cel(), trace).again();
  }

  @Override
  public RuleTrace replay(RuleTrace trace, RuleBook other, String method) {
    List<RuleDefinition> rules =
        other.rules().stream()
            .filter(rule -> rule.phase() == trace.phase() && rule.isAbout(method))
            .toList();
    return new Replay(new Cel(), trace).with(rules);
  }
}
