package dev.edgewise.core.rules;

/** The rules of one phase, asked about one call. Used by one thread at a time. */
public interface RuleEvaluation extends NodeRules {
  /** What is to be done. */
  RuleVerdict verdict();

  /** Whether any rule that is met says something of nodes. */
  boolean routes();

  /** How it came to that, the nodes included that were asked about so far. */
  RuleTrace trace();
}
