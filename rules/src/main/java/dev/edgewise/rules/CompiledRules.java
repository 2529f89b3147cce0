package dev.edgewise.rules;

import dev.cel.common.types.CelType;
import dev.edgewise.core.rules.Fact;
import dev.edgewise.core.rules.Facts;
import dev.edgewise.core.rules.FieldShape;
import dev.edgewise.core.rules.MethodShape;
import dev.edgewise.core.rules.Phase;
import dev.edgewise.core.rules.RuleAction;
import dev.edgewise.core.rules.RuleBook;
import dev.edgewise.core.rules.RuleDefinition;
import dev.edgewise.core.rules.RuleEvaluation;
import dev.edgewise.core.rules.RuleSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A book of rules, made ready for each method when it is called first. */
final class CompiledRules implements RuleSet {
  /** Methods come from who calls; more than a fleet has are not remembered. */
  private static final int MOST_METHODS = 10_000;

  private final Cel cel;
  private final RuleBook book;
  private final Map<String, MethodShape> shapes = new HashMap<>();
  private final Map<String, OfMethod> methods = new ConcurrentHashMap<>();

  /** The rules about one method. */
  private record OfMethod(List<Ready> before, List<Ready> after, Set<String> names) {
    boolean isEmpty() {
      return before.isEmpty() && after.isEmpty();
    }
  }

  CompiledRules(Cel cel, RuleBook book) {
    this.cel = cel;
    this.book = book;
    book.shapes().forEach(shape -> shapes.put(shape.method(), shape));
  }

  @Override
  public boolean isAbout(String method) {
    return !of(method).isEmpty();
  }

  @Override
  public List<FieldShape> fields(String method, String prefix) {
    MethodShape shape = shapes.get(method);
    if (shape == null) {
      return List.of();
    }
    Set<String> names = of(method).names();
    return (prefix.equals(Fact.REQUEST) ? shape.request() : shape.answer())
        .stream().filter(field -> names.contains(prefix + field.path())).toList();
  }

  @Override
  public RuleEvaluation evaluate(String method, Phase phase, Facts facts) {
    OfMethod rules = of(method);
    return Evaluation.of(
        book.digest(), phase, phase == Phase.BEFORE ? rules.before() : rules.after(), facts);
  }

  private OfMethod of(String method) {
    OfMethod known = methods.get(method);
    if (known == null) {
      known = make(method);
      if (methods.size() < MOST_METHODS) {
        methods.putIfAbsent(method, known);
      }
    }
    return known;
  }

  private OfMethod make(String method) {
    Conditions conditions = new Conditions(cel);
    Optional<MethodShape> shape = Optional.ofNullable(shapes.get(method));
    List<Ready> before = new ArrayList<>();
    List<Ready> after = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (RuleDefinition rule : book.rules()) {
      if (rule.isAbout(method)) {
        boolean isBefore = rule.phase() == Phase.BEFORE;
        (isBefore ? before : after).add(ready(rule, conditions, shape, names));
      }
    }
    return new OfMethod(List.copyOf(before), List.copyOf(after), Set.copyOf(names));
  }

  private Ready ready(
      RuleDefinition rule, Conditions conditions, Optional<MethodShape> shape, Set<String> names) {
    Condition condition = null;
    if (!rule.condition().isEmpty()) {
      condition = condition(rule.condition(), rule.phase(), false, conditions, shape);
      if (condition == null) {
        return broken(rule, shape);
      }
      names.addAll(condition.names());
    }
    Condition node = null;
    if (rule.action() instanceof RuleAction.Route route) {
      node = condition(route.node(), rule.phase(), true, conditions, shape);
      if (node == null) {
        return broken(rule, shape);
      }
      names.addAll(node.names());
    }
    return new Ready(
        rule,
        condition == null ? null : cel.program(condition.tree()),
        node == null ? null : cel.program(node.tree()),
        "");
  }

  private static Ready broken(RuleDefinition rule, Optional<MethodShape> shape) {
    return new Ready(
        rule,
        null,
        null,
        shape.isEmpty()
            ? "the messages of the method are not known here"
            : "it does not fit the messages of the method");
  }

  private static @Nullable Condition condition(
      String text,
      Phase phase,
      boolean aboutNode,
      Conditions conditions,
      Optional<MethodShape> shape) {
    Map<String, CelType> names = Vocabulary.of(phase, aboutNode, shape);
    Condition condition = conditions.again(text, names);
    return condition != null && shape.isEmpty() && condition.readsPayload() ? null : condition;
  }
}
