package dev.edgewise.core.rules;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Names;
import java.util.List;

/**
 * One rule, as its author wrote it.
 *
 * @param name unique among the rules; what people read in errors and decisions
 * @param applies what it is about: {@code *}, {@code service/*} or {@code service/method}, full
 *     names; at least one
 * @param phase when it is asked
 * @param condition in CEL, of at most {@value #MAX_CONDITION} characters; empty when it always acts
 * @param action what it does when the condition is met
 */
public record RuleDefinition(
    String name, List<String> applies, Phase phase, String condition, RuleAction action) {
  /** Characters of a condition. */
  public static final int MAX_CONDITION = 2_000;

  /** What stands for all services, or behind a service for all its methods. */
  public static final String ALL = "*";

  public RuleDefinition {
    Names.check("rule", name);
    applies = List.copyOf(applies);
    requireNonNull(phase, "phase");
    requireNonNull(condition, "condition");
    requireNonNull(action, "action");
    if (condition.length() > MAX_CONDITION) {
      throw new IllegalArgumentException(
          "condition: " + condition.length() + " characters (expected: at most 2000)");
    }
  }

  /** Whether it is about this method. */
  public boolean isAbout(String method) {
    return applies.stream().anyMatch(pattern -> covers(pattern, method));
  }

  /** Whether one of these patterns covers a method, or all that another pattern covers. */
  public static boolean covers(String pattern, String method) {
    return pattern.equals(ALL)
        || pattern.equals(method)
        || (pattern.endsWith("/*")
            && method.startsWith(pattern.substring(0, pattern.length() - 1)));
  }
}
