package dev.edgewise.rules;

import dev.edgewise.core.NearestNames;
import dev.edgewise.core.Text;
import dev.edgewise.core.rules.RuleBook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The YAML of a file of rules: which rules stand where. What conditions mean is not known here. */
final class RuleFile {
  private static final List<String> KEYS = List.of("name", "applies", "when", "if", "then");

  private final String[] lines;
  private final Problems problems;

  private RuleFile(String text, Problems problems) {
    this.lines = text.split("\n", -1);
    this.problems = problems;
  }

  static List<Draft> read(String text, Problems problems) {
    RuleFile file = new RuleFile(text, problems);
    try {
      Optional<Node> root =
          new Compose(LoadSettings.builder().setMaxAliasesForCollections(0).build())
              .composeString(text);
      return root.map(file::top).orElse(List.of());
    } catch (MarkedYamlEngineException e) {
      Spot at =
          e.getProblemMark()
              .map(mark -> new Spot(mark.getLine() + 1, mark.getColumn() + 1))
              .orElse(new Spot(1, 1));
      file.notYaml(at, e.getProblem());
    } catch (YamlEngineException e) {
      file.notYaml(new Spot(1, 1), String.valueOf(e.getMessage()));
    }
    return List.of();
  }

  private void notYaml(Spot at, String why) {
    problems.add(
        at,
        "",
        "this is not YAML: " + Text.line(why, 200),
        "Indent with spaces, and put conditions with a colon, a # or a leading quote or ! into"
            + " quotes or behind \"|\"");
  }

  private List<Draft> top(Node root) {
    List<Draft> drafts = new ArrayList<>();
    if (!(root instanceof MappingNode)) {
      problems.add(
          Written.spot(root), "", "a file of rules begins with \"rules:\"", "Write it in front");
      return drafts;
    }
    Map<String, Node> keys = keys(root, "", List.of("rules"));
    Node list = keys.get("rules");
    if (list == null) {
      return drafts;
    }
    if (!(list instanceof SequenceNode rules)) {
      problems.add(
          Written.spot(list), "", "\"rules\" is no list", "Begin each rule with \"- name: …\"");
      return drafts;
    }
    if (rules.getValue().size() > RuleBook.MOST_RULES) {
      problems.add(
          Written.spot(rules.getValue().get(RuleBook.MOST_RULES)),
          "",
          "there are more than " + RuleBook.MOST_RULES + " rules",
          "Put several conditions into one rule with ||");
      return drafts;
    }
    Map<String, Spot> names = new LinkedHashMap<>();
    for (Node rule : rules.getValue()) {
      Draft draft = rule(rule);
      if (draft == null) {
        continue;
      }
      Spot before = names.putIfAbsent(draft.name().text(), draft.name().start());
      if (before != null) {
        problems.add(
            draft.name().start(),
            draft.name().text(),
            "another rule in line " + before.line() + " has the same name",
            "Give it a name of its own: decisions and errors name it");
      }
      drafts.add(draft);
    }
    return drafts;
  }

  private @Nullable Draft rule(Node node) {
    if (!(node instanceof MappingNode)) {
      problems.add(
          Written.spot(node),
          "",
          "this is no rule",
          "Write its keys below each other: name, applies, when, if and then");
      return null;
    }
    return new RuleKeys(this, node, keys(node, "", KEYS), problems).draft();
  }

  /** The values of a mapping by key; what is unknown, or stands there twice, is a problem. */
  Map<String, Node> keys(Node node, String rule, List<String> allowed) {
    Map<String, Node> keys = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      return keys;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode name ? name.getValue() : "?";
      Spot at = Written.spot(tuple.getKeyNode());
      if (!allowed.contains(key)) {
        problems.add(
            at,
            rule,
            "there is no key \"" + Text.line(key, 60) + "\" here",
            NearestNames.hint(key, allowed).replaceFirst("\\.$", ""));
      } else if (keys.putIfAbsent(key, tuple.getValueNode()) != null) {
        problems.add(at, rule, "\"" + key + "\" stands here twice", "Keep one of them");
      }
    }
    return keys;
  }

  /** A plain text; null, and a problem, when it is none or empty. */
  @Nullable Written text(Node node, String rule, String what) {
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return Written.of(scalar, lines);
    }
    problems.add(
        Written.spot(node),
        rule,
        "\"" + what + "\" is " + (node instanceof ScalarNode ? "empty" : "no plain text"),
        "Write it in one line behind \"" + what + ":\"");
    return null;
  }
}
