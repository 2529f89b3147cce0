package dev.edgewise.core.rules;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What came of reading a file of rules.
 *
 * @param book the rules; of no use when there are problems
 * @param problems what is wrong, in the order of the file; empty when it can be used
 * @param notes what could not be checked, such as the fields of a service that is not known yet
 */
public record RuleReading(RuleBook book, List<RuleProblem> problems, List<String> notes) {
  public RuleReading {
    requireNonNull(book, "book");
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }
}
