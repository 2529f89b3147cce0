package dev.edgewise.rules;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.edgewise.core.rules.Fact;
import dev.edgewise.core.rules.FactKind;
import dev.edgewise.core.rules.Facts.FactMissing;
import dev.edgewise.core.rules.NodeRuling;
import dev.edgewise.core.rules.RuleAction;
import dev.edgewise.core.rules.RuleDefinition;
import dev.edgewise.core.rules.RuleTrace;
import dev.edgewise.core.rules.RuleTrace.Said;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Comes to a verdict again from a trace. What a rule asks for is as it was then; where it asks for
 * something that was not kept, what it said then stands.
 */
final class Replay {
  private final Cel cel;
  private final RuleTrace trace;
  private final Map<String, CelType> names;
  private final Conditions conditions;

  Replay(Cel cel, RuleTrace trace) {
    this.cel = cel;
    this.trace = trace;
    this.conditions = new Conditions(cel);
    this.names = new HashMap<>();
    for (Fact fact : Fact.values()) {
      names.put(fact.text(), Cel.type(fact.kind()));
    }
    trace.facts().forEach((name, value) -> names.put(name, Cel.type(FactKind.of(value))));
    // For fields that nobody asked for then, since something before them decided.
    names.put("request", SimpleType.DYN);
    names.put("answer", SimpleType.DYN);
    trace.withheld().forEach(name -> names.putIfAbsent(name, SimpleType.DYN));
  }

  /** With the rules of the trace. */
  RuleTrace again() {
    List<Ready> rules = new ArrayList<>();
    for (Said said : trace.said()) {
      rules.add(ready(said.rule()));
    }
    return evaluate(rules, true);
  }

  /** With other rules. */
  RuleTrace with(List<RuleDefinition> others) {
    return evaluate(others.stream().map(this::ready).toList(), false);
  }

  private RuleTrace evaluate(List<Ready> rules, boolean asThen) {
    Recorder facts = new Recorder(this::fact);
    List<Said> said = new ArrayList<>();
    List<Ready> routes = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      Said one = rules.get(i).ask(facts);
      if (asThen && (facts.missed() || !rules.get(i).broken().isEmpty())) {
        one = trace.said().get(i);
      }
      said.add(one);
      if (Verdicts.routes(one)) {
        routes.add(rules.get(i));
      }
      if (Verdicts.isLast(trace.phase(), one)) {
        break;
      }
    }
    Evaluation ofNodes = Evaluation.ofRoutes(trace.digest(), trace.phase(), routes, facts);
    List<NodeRuling> nodes = new ArrayList<>();
    for (NodeRuling then : trace.nodes()) {
      NodeRuling now = ofNodes.of(then.node());
      nodes.add(asThen && facts.missed() ? then : now);
    }
    return new RuleTrace(
        trace.digest(),
        trace.phase(),
        said,
        trace.facts(),
        trace.withheld(),
        nodes,
        Verdicts.of(said));
  }

  private Object fact(String name) {
    Object value = trace.facts().get(name);
    if (value == null) {
      throw new FactMissing(
          trace.withheld().contains(name)
              ? name + " was not kept"
              : "nobody asked for " + name + " then");
    }
    return value;
  }

  private Ready ready(RuleDefinition rule) {
    Condition condition = rule.condition().isEmpty() ? null : condition(rule.condition());
    Condition node =
        rule.action() instanceof RuleAction.Route route ? condition(route.node()) : null;
    boolean broken =
        (condition == null && !rule.condition().isEmpty())
            || (node == null && rule.action() instanceof RuleAction.Route);
    return new Ready(
        rule,
        condition == null ? null : cel.program(condition.tree()),
        node == null ? null : cel.program(node.tree()),
        broken ? "it asks for what is not in the trace" : "");
  }

  private @Nullable Condition condition(String text) {
    return conditions.again(text, names);
  }
}
