package dev.edgewise.core.rules;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the rules of one phase came to their verdict about one call: enough to come to it again.
 *
 * @param digest of the rules' file
 * @param phase when they were asked
 * @param said each rule that was asked, in order
 * @param facts what they read, by name
 * @param withheld names of facts that they read and that are not kept: parts of confidential data,
 *     and what is too long
 * @param nodes what was said of nodes, when a rule about them was met
 * @param verdict what it came to
 */
public record RuleTrace(
    String digest,
    Phase phase,
    List<Said> said,
    Map<String, Object> facts,
    Set<String> withheld,
    List<NodeRuling> nodes,
    RuleVerdict verdict) {
  /** The longest text that a trace keeps. */
  public static final int MAX_KEPT_TEXT = 256;

  public RuleTrace {
    requireNonNull(digest, "digest");
    requireNonNull(phase, "phase");
    said = List.copyOf(said);
    facts = Map.copyOf(facts);
    withheld = Set.copyOf(withheld);
    nodes = List.copyOf(nodes);
    requireNonNull(verdict, "verdict");
  }

  /** What came of a condition. */
  public enum Result {
    /** It is met. */
    MET,
    /** It is not met. */
    NOT_MET,
    /** It could not be evaluated. */
    FAILED
  }

  /**
   * What one rule said.
   *
   * @param rule the rule
   * @param result what came of its condition
   * @param detail why it could not be evaluated; else empty
   */
  public record Said(RuleDefinition rule, Result result, String detail) {
    public Said {
      requireNonNull(rule, "rule");
      requireNonNull(result, "result");
      requireNonNull(detail, "detail");
    }
  }

  /** The same without the values of what caller and body sent, for data that is not to be kept. */
  public RuleTrace withoutPayload() {
    Map<String, Object> kept = new HashMap<>(facts);
    Set<String> gone = new HashSet<>(withheld);
    for (String name : facts.keySet()) {
      if (Fact.isPayload(name)) {
        kept.remove(name);
        gone.add(name);
      }
    }
    return new RuleTrace(digest, phase, said, kept, gone, nodes, verdict);
  }
}
