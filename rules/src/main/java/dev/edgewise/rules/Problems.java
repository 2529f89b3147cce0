package dev.edgewise.rules;

import dev.edgewise.core.rules.RuleProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong, so that all of it is told at once. Not thread-safe. */
final class Problems {
  /** Nobody reads more at a time. */
  private static final int MOST = 100;

  private final List<RuleProblem> problems = new ArrayList<>();

  void add(Spot at, String rule, String reason, String fix) {
    if (problems.size() < MOST) {
      problems.add(new RuleProblem(at.line(), at.column(), rule, reason, fix));
    }
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /** Those of rules of that name. */
  boolean has(String rule) {
    return problems.stream().anyMatch(problem -> problem.rule().equals(rule));
  }

  List<RuleProblem> inOrder() {
    return problems.stream()
        .sorted(Comparator.comparingInt(RuleProblem::line).thenComparingInt(RuleProblem::column))
        .distinct()
        .toList();
  }
}
