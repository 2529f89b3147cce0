package dev.edgewise.core.rules;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The rules of a fleet, as they travel to whoever has to obey them.
 *
 * @param digest of the file that they were read from, 16 hex digits; empty when there are none
 * @param rules in the order in which they are asked
 * @param shapes of the methods that they are about, as far as those are known
 */
public record RuleBook(String digest, List<RuleDefinition> rules, List<MethodShape> shapes) {
  /** Rules of one fleet. */
  public static final int MOST_RULES = 200;

  /** Methods whose messages rules may read. */
  public static final int MOST_SHAPES = 500;

  /** No rules: every call is free. */
  public static final RuleBook EMPTY = new RuleBook("", List.of(), List.of());

  public RuleBook {
    requireNonNull(digest, "digest");
    rules = List.copyOf(rules);
    shapes = List.copyOf(shapes);
    if (rules.size() > MOST_RULES) {
      throw new IllegalArgumentException("rules: " + rules.size() + " (expected: at most 200)");
    }
    if (shapes.size() > MOST_SHAPES) {
      throw new IllegalArgumentException("shapes: " + shapes.size() + " (expected: at most 500)");
    }
  }
}
