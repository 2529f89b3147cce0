package dev.edgewise.rules;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.edgewise.core.rules.Fact;
import dev.edgewise.core.rules.FieldShape;
import dev.edgewise.core.rules.MethodShape;
import dev.edgewise.core.rules.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names that a condition may use, with what they are. Pure. */
final class Vocabulary {
  private Vocabulary() {}

  /**
   * The names of one phase.
   *
   * @param aboutNode whether a node is looked at
   * @param shape of the method's messages; empty where they are not known: then whatever is asked
   *     of them is taken on trust
   */
  static Map<String, CelType> of(Phase phase, boolean aboutNode, Optional<MethodShape> shape) {
    Map<String, CelType> names = new LinkedHashMap<>();
    for (Fact fact : Fact.values()) {
      if (fact.isKnown(phase) || (aboutNode && fact.scope() == Fact.Scope.NODE)) {
        names.put(fact.text(), Cel.type(fact.kind()));
      }
    }
    if (shape.isEmpty()) {
      names.put("request", SimpleType.DYN);
      if (phase == Phase.AFTER) {
        names.put("answer", SimpleType.DYN);
      }
    } else {
      add(names, Fact.REQUEST, shape.get().request());
      if (phase == Phase.AFTER) {
        add(names, Fact.ANSWER, shape.get().answer());
      }
    }
    return names;
  }

  private static void add(Map<String, CelType> names, String prefix, List<FieldShape> fields) {
    for (FieldShape field : fields) {
      names.put(prefix + field.path(), Cel.type(field.type().kind()));
    }
  }
}
