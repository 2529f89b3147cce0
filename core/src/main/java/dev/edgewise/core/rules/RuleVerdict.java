package dev.edgewise.core.rules;

import static java.util.Objects.requireNonNull;

/**
 * What the rules of one phase came to.
 *
 * @param kind what is to be done
 * @param rule the name of the rule that decided; empty when none did
 * @param words for people: what the rule says, and for one that could not be evaluated why; empty
 *     when none decided
 */
public record RuleVerdict(Kind kind, String rule, String words) {
  /** No rule has anything to say. */
  public static final RuleVerdict NOTHING = new RuleVerdict(Kind.NOTHING, "", "");

  /** What is to be done. */
  public enum Kind {
    /** Nothing: the call goes its way. */
    NOTHING,
    /** The call is not made, or its answer is not given. */
    REFUSE,
    /** The heavier body is asked; what is here may stand where that cannot be done. */
    ESCALATE,
    /** The heavier body is asked; what is here must not be given. */
    REPAIR
  }

  public RuleVerdict {
    requireNonNull(kind, "kind");
    requireNonNull(rule, "rule");
    requireNonNull(words, "words");
  }
}
