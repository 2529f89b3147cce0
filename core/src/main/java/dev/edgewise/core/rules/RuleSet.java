package dev.edgewise.core.rules;

import java.util.List;

/** The rules of a {@link RuleBook}, made ready. Immutable and thread-safe. */
public interface RuleSet {
  /** Whether any rule is about this method. */
  boolean isAbout(String method);

  /** The fields of messages that rules about this method read, by their names as facts. */
  List<FieldShape> fields(String method, String prefix);

  /** Asks the rules about a method in one phase. */
  RuleEvaluation evaluate(String method, Phase phase, Facts facts);
}
