package dev.edgewise.rules;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Node;
import dev.edgewise.core.rules.Facts;
import dev.edgewise.core.rules.NodeRuling;
import dev.edgewise.core.rules.Phase;
import dev.edgewise.core.rules.RouteKind;
import dev.edgewise.core.rules.RuleAction;
import dev.edgewise.core.rules.RuleEvaluation;
import dev.edgewise.core.rules.RuleTrace;
import dev.edgewise.core.rules.RuleTrace.Result;
import dev.edgewise.core.rules.RuleTrace.Said;
import dev.edgewise.core.rules.RuleVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rules of one phase, asked about one call. */
final class Evaluation implements RuleEvaluation {
  private static final int MOST_NODES_KEPT = 64;

  private final String digest;
  private final Phase phase;
  private final Recorder facts;
  private final List<Said> said = new ArrayList<>();
  private final List<Ready> routes = new ArrayList<>();
  private final Map<String, NodeRuling> nodes = new LinkedHashMap<>();
  private final RuleVerdict verdict;

  private Evaluation(String digest, Phase phase, Recorder facts, List<Ready> rules) {
    this.digest = digest;
    this.phase = phase;
    this.facts = facts;
    for (Ready rule : rules) {
      Said one = rule.ask(this.facts);
      said.add(one);
      if (Verdicts.routes(one)) {
        routes.add(rule);
      }
      if (Verdicts.isLast(phase, one)) {
        break;
      }
    }
    this.verdict = Verdicts.of(said);
  }

  static Evaluation of(String digest, Phase phase, List<Ready> rules, Facts facts) {
    return new Evaluation(digest, phase, new Recorder(facts), rules);
  }

  /** Of rules about nodes that are met, whatever their conditions about the call. */
  static Evaluation ofRoutes(String digest, Phase phase, List<Ready> met, Recorder facts) {
    return new Evaluation(
        digest,
        phase,
        facts,
        met.stream().map(rule -> new Ready(rule.rule(), null, rule.node(), "")).toList());
  }

  @Override
  public RuleVerdict verdict() {
    return verdict;
  }

  @Override
  public boolean routes() {
    return !routes.isEmpty();
  }

  @Override
  public NodeRuling of(Node node) {
    if (routes.isEmpty()) {
      return NodeRuling.free(node);
    }
    NodeRuling known = nodes.get(node.name());
    if (known == null || !known.node().equals(node)) {
      known = judge(node);
      nodes.put(node.name(), known);
    }
    return known;
  }

  private NodeRuling judge(Node node) {
    facts.about(node);
    double factor = 1;
    List<String> rules = new ArrayList<>();
    String objection = "";
    for (Ready ready : routes) {
      RuleAction.Route route = (RuleAction.Route) ready.rule().action();
      Said one = Ready.ask(ready.rule(), requireNonNull(ready.node()), facts);
      boolean met = one.result() == Result.MET;
      if (one.result() == Result.FAILED && route.kind() != RouteKind.WEIGHT) {
        objection = "rule " + ready.rule().name() + " could not be evaluated: " + one.detail();
      } else if (route.kind() == RouteKind.ONLY && !met) {
        objection = "rule " + ready.rule().name() + " wants only nodes with " + route.node();
      } else if (route.kind() == RouteKind.AVOID && met) {
        objection = "rule " + ready.rule().name() + " avoids nodes with " + route.node();
      } else if (route.kind() == RouteKind.WEIGHT && met) {
        factor = Math.min(RuleAction.Route.MOST_FACTOR, factor * route.factor());
        rules.add(ready.rule().name());
      }
      if (!objection.isEmpty()) {
        rules.add(ready.rule().name());
        break;
      }
    }
    facts.about(null);
    return new NodeRuling(node, objection, factor, String.join(", ", rules));
  }

  @Override
  public RuleTrace trace() {
    return new RuleTrace(
        digest,
        phase,
        said,
        facts.kept(),
        facts.withheld(),
        nodes.values().stream().limit(MOST_NODES_KEPT).toList(),
        verdict);
  }
}
