package dev.edgewise.core.rules;

import static java.util.Objects.requireNonNull;

/**
 * Something that is wrong with a file of rules.
 *
 * @param line counted from 1
 * @param column counted from 1
 * @param rule the name of the rule that it is about; empty when it is about none
 * @param reason what is wrong, and why that is
 * @param fix what to do
 */
public record RuleProblem(int line, int column, String rule, String reason, String fix) {
  public RuleProblem {
    requireNonNull(rule, "rule");
    requireNonNull(reason, "reason");
    requireNonNull(fix, "fix");
  }

  /** One line for people. */
  public String inWords(String file) {
    return file
        + ":"
        + line
        + ":"
        + column
        + ": "
        + (rule.isEmpty() ? "" : "rule " + rule + ": ")
        + reason
        + ". "
        + fix
        + ".";
  }
}
