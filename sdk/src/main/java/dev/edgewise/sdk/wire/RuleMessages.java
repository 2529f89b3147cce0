package dev.edgewise.sdk.wire;

import dev.edgewise.core.Names;
import dev.edgewise.core.rules.FieldShape;
import dev.edgewise.core.rules.FieldType;
import dev.edgewise.core.rules.MethodShape;
import dev.edgewise.core.rules.Phase;
import dev.edgewise.core.rules.RouteKind;
import dev.edgewise.core.rules.RuleAction;
import dev.edgewise.core.rules.RuleBook;
import dev.edgewise.core.rules.RuleDefinition;
import dev.edgewise.proto.v1.FleetRules;
import dev.edgewise.proto.v1.Rule;
import dev.edgewise.proto.v1.RulePhase;
import dev.edgewise.proto.v1.RuledField;
import dev.edgewise.proto.v1.RuledFieldType;
import dev.edgewise.proto.v1.RuledMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Rules as the protocol has them. A rule from a newer orchestrator that is not understood here
 * refuses what it is about: a rule that is left out would let calls through.
 */
public final class RuleMessages {
  private static final String TYPE = "RULED_FIELD_TYPE_";
  private static final RuleAction NOT_UNDERSTOOD =
      new RuleAction.Refuse(
          "It is of a kind that this version does not understand: use the orchestrator's version.");

  private RuleMessages() {}

  /** All rules of a fleet. */
  public static FleetRules toProto(RuleBook book) {
    FleetRules.Builder proto = FleetRules.newBuilder().setDigest(book.digest());
    book.rules().forEach(rule -> proto.addRules(toProto(rule)));
    for (MethodShape shape : book.shapes()) {
      RuledMethod.Builder method =
          RuledMethod.newBuilder().setMethod(shape.method()).setStreaming(shape.streaming());
      shape.request().forEach(field -> method.addRequest(toProto(field)));
      shape.answer().forEach(field -> method.addAnswer(toProto(field)));
      proto.addMethods(method);
    }
    return proto.build();
  }

  private static RuledField toProto(FieldShape field) {
    return RuledField.newBuilder()
        .setPath(field.path())
        .addAllNumbers(field.numbers())
        .setType(RuledFieldType.valueOf(TYPE + field.type().name()))
        .build();
  }

  /** One rule. */
  public static Rule toProto(RuleDefinition rule) {
    Rule.Builder proto =
        Rule.newBuilder()
            .setName(rule.name())
            .addAllApplies(rule.applies())
            .setPhase(toProto(rule.phase()))
            .setCondition(rule.condition())
            .setAction(rule.action().word());
    if (rule.action() instanceof RuleAction.Refuse refuse) {
      proto.setWords(refuse.message());
    } else if (rule.action() instanceof RuleAction.Route route) {
      proto.setNode(route.node()).setFactor(route.factor());
    }
    return proto.build();
  }

  /** When rules are asked. */
  public static RulePhase toProto(Phase phase) {
    return phase == Phase.BEFORE ? RulePhase.RULE_PHASE_BEFORE : RulePhase.RULE_PHASE_AFTER;
  }

  /** When rules are asked; before the call where that is not said. */
  public static Phase fromProto(RulePhase phase) {
    return phase == RulePhase.RULE_PHASE_AFTER ? Phase.AFTER : Phase.BEFORE;
  }

  /** All rules of a fleet, as many as there may be. */
  public static RuleBook fromProto(FleetRules proto) {
    List<RuleDefinition> rules = new ArrayList<>();
    for (Rule rule : proto.getRulesList()) {
      if (rules.size() < RuleBook.MOST_RULES) {
        rules.add(fromProto(rule));
      }
    }
    if (rules.isEmpty()) {
      return RuleBook.EMPTY;
    }
    return new RuleBook(
        proto.getDigest(),
        rules,
        proto.getMethodsList().stream()
            .limit(RuleBook.MOST_SHAPES)
            .map(RuleMessages::fromProto)
            .toList());
  }

  private static MethodShape fromProto(RuledMethod method) {
    return new MethodShape(
        method.getMethod(),
        method.getStreaming(),
        fields(method.getRequestList()),
        fields(method.getAnswerList()));
  }

  private static List<FieldShape> fields(List<RuledField> fields) {
    List<FieldShape> shapes = new ArrayList<>();
    for (RuledField field : fields) {
      FieldType type = type(field.getType());
      int depth = field.getNumbersCount();
      if (type != null
          && depth > 0
          && depth <= FieldShape.MAX_DEPTH
          && shapes.size() < MethodShape.MOST_FIELDS) {
        shapes.add(new FieldShape(field.getPath(), field.getNumbersList(), type));
      }
    }
    return shapes;
  }

  private static @Nullable FieldType type(RuledFieldType proto) {
    for (FieldType type : FieldType.values()) {
      if (proto.name().equals(TYPE + type.name())) {
        return type;
      }
    }
    return null;
  }

  /** One rule; one that is not understood refuses what it is about. */
  public static RuleDefinition fromProto(Rule rule) {
    boolean known =
        rule.getCondition().length() <= RuleDefinition.MAX_CONDITION
            && Names.isValid(rule.getName());
    RuleAction action = known ? action(rule) : NOT_UNDERSTOOD;
    return new RuleDefinition(
        Names.isValid(rule.getName()) ? rule.getName() : "unknown",
        rule.getAppliesList(),
        action == NOT_UNDERSTOOD ? Phase.BEFORE : fromProto(rule.getPhase()),
        action == NOT_UNDERSTOOD ? "" : rule.getCondition(),
        action);
  }

  private static RuleAction action(Rule rule) {
    for (RouteKind kind : RouteKind.values()) {
      if (kind.word().equals(rule.getAction())) {
        double most = RuleAction.Route.MOST_FACTOR;
        // What is no number is 1.
        double factor = rule.getFactor() >= 1 ? Math.min(most, rule.getFactor()) : 1;
        return new RuleAction.Route(kind, rule.getNode(), factor);
      }
    }
    return switch (rule.getAction().toLowerCase(Locale.ROOT)) {
      case "refuse" -> new RuleAction.Refuse(rule.getWords());
      case "escalate" -> new RuleAction.Escalate();
      case "repair" -> new RuleAction.Repair();
      default -> NOT_UNDERSTOOD;
    };
  }
}
