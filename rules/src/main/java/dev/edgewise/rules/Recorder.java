package dev.edgewise.rules;

import dev.cel.runtime.CelVariableResolver;
import dev.edgewise.core.Node;
import dev.edgewise.core.rules.Fact;
import dev.edgewise.core.rules.Facts;
import dev.edgewise.core.rules.RuleTrace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives a condition its facts, each asked for once, and remembers which it was given. */
final class Recorder implements CelVariableResolver {
  private final Facts facts;
  private final Map<String, Object> read = new HashMap<>();
  private final Set<String> missing = new HashSet<>();
  private @Nullable Node node;
  private boolean missed;

  Recorder(Facts facts) {
    this.facts = facts;
  }

  /** From now on the facts about a node are those of this one; of none with null. */
  void about(@Nullable Node looked) {
    node = looked;
  }

  /** Whether a fact could not be told since this was asked last. */
  boolean missed() {
    boolean was = missed;
    missed = false;
    return was;
  }

  @Override
  public Optional<Object> find(String name) {
    if (node != null && name.startsWith("node.")) {
      return Optional.of(ofNode(node, name));
    }
    Object value = read.get(name);
    if (value == null) {
      value = ask(name);
      read.put(name, value);
    }
    return Optional.of(value);
  }

  private Object ask(String name) {
    try {
      return facts.value(name);
    } catch (Facts.FactMissing e) {
      missed = true;
      missing.add(name);
      throw e;
    }
  }

  static Object ofNode(Node node, String name) {
    if (name.equals(Fact.NODE_NAME.text())) {
      return node.name();
    } else if (name.equals(Fact.NODE_TIER.text())) {
      return node.tier().name().toLowerCase(Locale.ROOT);
    } else if (name.equals(Fact.NODE_SITE.text())) {
      return node.site().name();
    }
    return node.site().trust().name().toLowerCase(Locale.ROOT);
  }

  /** What was given, without what is too long to be kept. */
  Map<String, Object> kept() {
    Map<String, Object> kept = new HashMap<>(read);
    kept.values().removeIf(Recorder::isLong);
    return kept;
  }

  /** Names of what is not kept. */
  Set<String> withheld() {
    Set<String> withheld = new HashSet<>(missing);
    read.forEach(
        (name, value) -> {
          if (isLong(value)) {
            withheld.add(name);
          }
        });
    return withheld;
  }

  private static boolean isLong(Object value) {
    return value instanceof String text && text.length() > RuleTrace.MAX_KEPT_TEXT;
  }
}
