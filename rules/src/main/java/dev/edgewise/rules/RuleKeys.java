package dev.edgewise.rules;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Names;
import dev.edgewise.core.NearestNames;
import dev.edgewise.core.Text;
import dev.edgewise.core.rules.Phase;
import dev.edgewise.core.rules.RouteKind;
import dev.edgewise.core.rules.RuleAction;
import dev.edgewise.core.rules.RuleDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The keys of one rule. */
final class RuleKeys {
  private static final Pattern PATTERN =
      Pattern.compile("\\*|[A-Za-z_][A-Za-z0-9_.]*/([A-Za-z_][A-Za-z0-9_]*|\\*)");
  private static final List<String> ACTIONS = List.of("escalate", "refuse", "repair", "route");
  private static final List<String> ROUTES = List.of("only", "avoid", "weight", "factor");
  private static final int MAX_MESSAGE = 300;
  private static final int MOST_PATTERNS = 32;

  private final RuleFile file;
  private final Node node;
  private final Map<String, Node> keys;
  private final Problems problems;
  private final String rule;
  private final @Nullable Written name;

  /** What a rule does, where that stands, and its condition about nodes. */
  private record Action(RuleAction action, Spot at, @Nullable Written node) {}

  RuleKeys(RuleFile file, Node node, Map<String, Node> keys, Problems problems) {
    this.file = file;
    this.node = node;
    this.keys = keys;
    this.problems = problems;
    Node named = keys.get("name");
    if (named == null) {
      problems.add(
          Written.spot(node),
          "",
          "a rule has no name",
          "Write \"name: …\": decisions and errors name the rule that spoke");
    }
    Written text = named == null ? null : file.text(named, "", "name");
    if (text != null && !Names.isValid(text.text())) {
      problems.add(
          text.start(),
          "",
          "\"" + Text.line(text.text(), 80) + "\" is no name",
          "Use 1 to 63 letters, digits, dots, dashes or underscores");
      text = null;
    }
    this.name = text;
    this.rule = text == null ? "" : text.text();
  }

  /** The rule; null when something of it is missing or wrong, which has been told. */
  @Nullable Draft draft() {
    List<Written> applies = applies();
    Phase phase = phase();
    Written condition = null;
    boolean broken = false;
    Node condNode = keys.get("if");
    if (condNode != null) {
      condition = condition(condNode, "if");
      broken = condition == null;
    }
    Action action = action(phase);
    if (broken || name == null || applies.isEmpty() || phase == null || action == null) {
      return null;
    }
    return new Draft(name, applies, phase, condition, action.action(), action.at(), action.node());
  }

  private @Nullable Written condition(Node value, String key) {
    Written text = file.text(value, rule, key);
    if (text != null && text.text().length() > RuleDefinition.MAX_CONDITION) {
      problems.add(
          text.start(),
          rule,
          "the condition has more than " + RuleDefinition.MAX_CONDITION + " characters",
          "Make several rules of it");
      return null;
    }
    return text;
  }

  private List<Written> applies() {
    List<Written> patterns = new ArrayList<>();
    Node value = keys.get("applies");
    if (value == null) {
      missing("applies", "vision.v1.Vision/detect, vision.v1.Vision/* or \"*\"");
      return patterns;
    }
    List<Node> nodes = value instanceof SequenceNode list ? list.getValue() : List.of(value);
    if (nodes.isEmpty() || nodes.size() > MOST_PATTERNS) {
      problems.add(
          Written.spot(value),
          rule,
          "\"applies\" names " + (nodes.isEmpty() ? "nothing" : "more than " + MOST_PATTERNS),
          "Name a method, or all of a service with /*");
      return List.of();
    }
    boolean wrong = false;
    for (Node each : nodes) {
      Written text = file.text(each, rule, "applies");
      if (text == null) {
        wrong = true;
      } else if (!PATTERN.matcher(text.text()).matches()) {
        problems.add(
            text.start(),
            rule,
            "\"" + Text.line(text.text(), 120) + "\" names no method",
            "Write service/method with the full name of the service, service/* for all of its"
                + " methods, or \"*\" for all services");
        wrong = true;
      } else {
        patterns.add(text);
      }
    }
    return wrong ? List.of() : patterns;
  }

  private @Nullable Phase phase() {
    Node value = keys.get("when");
    if (value == null) {
      missing("when", "before or after");
      return null;
    }
    Written text = file.text(value, rule, "when");
    if (text == null) {
      return null;
    }
    for (Phase phase : Phase.values()) {
      if (phase.name().toLowerCase(Locale.ROOT).equals(text.text())) {
        return phase;
      }
    }
    problems.add(
        text.start(),
        rule,
        "\"" + Text.line(text.text(), 60) + "\" is no time to ask a rule",
        "Write before, with the request at hand, or after, with the answer too");
    return null;
  }

  private @Nullable Action action(@Nullable Phase phase) {
    Node value = keys.get("then");
    if (value == null) {
      missing("then", "escalate, repair, refuse or route");
      return null;
    }
    String word;
    Node inside = null;
    Spot at = Written.spot(value);
    if (value instanceof ScalarNode scalar) {
      word = scalar.getValue();
    } else if (value instanceof MappingNode mapping && mapping.getValue().size() == 1) {
      Node key = mapping.getValue().get(0).getKeyNode();
      word = key instanceof ScalarNode scalar ? scalar.getValue() : "?";
      inside = mapping.getValue().get(0).getValueNode();
      at = Written.spot(key);
    } else {
      problems.add(at, rule, "\"then\" says not exactly one thing", "Make a rule for each");
      return null;
    }
    if (!ACTIONS.contains(word)) {
      problems.add(
          at,
          rule,
          "a rule cannot \"" + Text.line(word, 60) + "\"",
          NearestNames.hint(word, ACTIONS).replaceFirst("\\.$", ""));
      return null;
    }
    if (phase == Phase.BEFORE && word.equals("repair")) {
      problems.add(
          at, rule, "before the call there is no answer to repair", "Write \"when: after\"");
      return null;
    }
    if (phase == Phase.AFTER && word.equals("route")) {
      problems.add(
          at,
          rule,
          "when the answer is here, the call has been routed",
          "Write \"when: before\", or escalate");
      return null;
    }
    return switch (word) {
      case "refuse" -> refuse(inside, at);
      case "route" -> route(inside, at);
      default -> plain(word, inside, at);
    };
  }

  private @Nullable Action plain(String word, @Nullable Node inside, Spot at) {
    if (inside != null) {
      problems.add(
          at, rule, "\"" + word + "\" takes nothing behind it", "Write \"then: " + word + "\"");
      return null;
    }
    return new Action(
        word.equals("escalate") ? new RuleAction.Escalate() : new RuleAction.Repair(), at, null);
  }

  private @Nullable Action refuse(@Nullable Node inside, Spot at) {
    if (inside == null) {
      problems.add(
          at,
          rule,
          "a refusal without words helps nobody",
          "Write \"refuse: …\" with what the caller is to read");
      return null;
    }
    Written message = file.text(inside, rule, "refuse");
    if (message == null) {
      return null;
    }
    if (message.text().length() > MAX_MESSAGE) {
      problems.add(
          message.start(),
          rule,
          "the words of the refusal are longer than " + MAX_MESSAGE + " characters",
          "Say it shorter");
      return null;
    }
    return new Action(new RuleAction.Refuse(message.text().strip()), at, null);
  }

  private @Nullable Action route(@Nullable Node inside, Spot at) {
    Map<String, Node> route =
        inside instanceof MappingNode ? file.keys(inside, rule, ROUTES) : Map.of();
    List<RouteKind> kinds = new ArrayList<>();
    for (RouteKind kind : RouteKind.values()) {
      if (route.containsKey(kind.word())) {
        kinds.add(kind);
      }
    }
    if (kinds.size() != 1) {
      problems.add(
          at,
          rule,
          "\"route\" says " + (kinds.isEmpty() ? "nothing of nodes" : "more than one thing"),
          "Write one of only, avoid and weight below it, with a condition about node.name,"
              + " node.tier, node.site or node.trust");
      return null;
    }
    RouteKind kind = kinds.get(0);
    Node value = requireNonNull(route.get(kind.word()));
    Written condition = condition(value, kind.word());
    Node number = route.get("factor");
    if (condition == null) {
      return null;
    }
    if ((number == null) != (kind != RouteKind.WEIGHT)) {
      problems.add(
          number == null ? at : Written.spot(number),
          rule,
          number == null ? "a weight has no factor" : "\"factor\" belongs to weight alone",
          number == null
              ? "Write \"factor: 2\" below it: the score of such nodes is multiplied by that"
              : "Leave it out");
      return null;
    }
    double factor = number == null ? 1 : factor(number);
    return Double.isNaN(factor)
        ? null
        : new Action(
            new RuleAction.Route(kind, condition.text().stripTrailing(), factor), at, condition);
  }

  private double factor(Node number) {
    double factor = Double.NaN;
    if (number instanceof ScalarNode scalar) {
      try {
        factor = Double.parseDouble(scalar.getValue());
      } catch (NumberFormatException e) {
        factor = Double.NaN;
      }
    }
    if (factor >= 1 && factor <= RuleAction.Route.MOST_FACTOR) {
      return factor;
    }
    problems.add(
        Written.spot(number),
        rule,
        "\"factor\" is no number from 1 to 1000",
        "Weigh down the nodes that are not wanted; what is wanted is the rest");
    return Double.NaN;
  }

  private void missing(String key, String example) {
    problems.add(
        Written.spot(node),
        rule,
        "the rule has no \"" + key + "\"",
        "Write \"" + key + ": …\", with " + example);
  }
}
