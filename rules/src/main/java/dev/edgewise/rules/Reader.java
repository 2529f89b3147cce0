package dev.edgewise.rules;

import dev.edgewise.core.NearestNames;
import dev.edgewise.core.rules.Fact;
import dev.edgewise.core.rules.FieldShape;
import dev.edgewise.core.rules.MethodShape;
import dev.edgewise.core.rules.Phase;
import dev.edgewise.core.rules.RuleAction;
import dev.edgewise.core.rules.RuleBook;
import dev.edgewise.core.rules.RuleDefinition;
import dev.edgewise.core.rules.RuleReading;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a file of rules: its YAML, then each condition, then the rules together. */
final class Reader {
  private static final int DIGEST_CHARS = 16;

  /** Characters of rules and fields, a quarter of what a message may have. */
  private static final int MOST_SENT = 1 << 20;

  private static final int PARTS = 40;

  /** A rule for all services is held against so many of their methods, and no more. */
  private static final int MOST_CHECKED = RuleBook.MOST_SHAPES;

  private final Conditions conditions;
  private final Map<String, MethodShape> known = new LinkedHashMap<>();
  private final boolean all;
  private final Problems problems = new Problems();
  private final Set<String> notes = new LinkedHashSet<>();

  /** Names that any condition uses: nothing else of messages has to be known to who obeys. */
  private final Set<String> used = new LinkedHashSet<>();

  Reader(Conditions conditions, Collection<MethodShape> known, boolean all) {
    this.conditions = conditions;
    known.stream().limit(MOST_CHECKED).forEach(shape -> this.known.put(shape.method(), shape));
    this.all = all;
  }

  RuleReading read(String text) {
    List<Draft> drafts = RuleFile.read(text, problems);
    List<Checked> good = new ArrayList<>();
    for (Draft draft : drafts) {
      Checked checked = check(draft);
      if (checked != null) {
        good.add(checked);
      }
    }
    new Lint(problems).check(good);
    if (!problems.isEmpty()) {
      return new RuleReading(RuleBook.EMPTY, problems.inOrder(), List.copyOf(notes));
    }
    List<RuleDefinition> rules = drafts.stream().map(Draft::definition).toList();
    List<MethodShape> shapes =
        known.values().stream()
            .filter(shape -> rules.stream().anyMatch(rule -> rule.isAbout(shape.method())))
            .limit(RuleBook.MOST_SHAPES)
            .map(this::used)
            .toList();
    if (size(rules, shapes) > MOST_SENT) {
      problems.add(
          new Spot(1, 1),
          "",
          "the rules, with what they read of all methods, are larger than a view of the fleet may"
              + " carry",
          "Name fewer methods in \"applies\", or make the conditions shorter");
      return new RuleReading(RuleBook.EMPTY, problems.inOrder(), List.copyOf(notes));
    }
    return new RuleReading(
        new RuleBook(digest(text), rules, shapes), List.of(), List.copyOf(notes));
  }

  private MethodShape used(MethodShape shape) {
    return new MethodShape(
        shape.method(),
        shape.streaming(),
        used(Fact.REQUEST, shape.request()),
        used(Fact.ANSWER, shape.answer()));
  }

  private List<FieldShape> used(String prefix, List<FieldShape> fields) {
    return fields.stream().filter(field -> used.contains(prefix + field.path())).toList();
  }

  /** About what they take on the wire, in bytes. */
  private static long size(List<RuleDefinition> rules, List<MethodShape> shapes) {
    long size = 0;
    for (RuleDefinition rule : rules) {
      size += PARTS + rule.condition().length() + String.join("", rule.applies()).length();
      size += rule.action() instanceof RuleAction.Route route ? route.node().length() : 0;
      size += rule.action() instanceof RuleAction.Refuse refuse ? refuse.message().length() : 0;
    }
    for (MethodShape shape : shapes) {
      size += PARTS + shape.method().length();
      for (List<FieldShape> fields : List.of(shape.request(), shape.answer())) {
        for (FieldShape field : fields) {
          size += PARTS + field.path().length();
        }
      }
    }
    return size;
  }

  private @Nullable Checked check(Draft draft) {
    List<MethodShape> about = about(draft);
    if (about == null) {
      return null;
    }
    Condition condition = null;
    if (draft.condition() != null) {
      condition = check(draft, draft.condition(), false, about);
      if (condition == null) {
        return null;
      }
    }
    Condition node = null;
    if (draft.node() != null) {
      node = check(draft, draft.node(), true, about);
      if (node == null) {
        return null;
      }
    }
    return new Checked(draft, condition, node);
  }

  /**
   * The methods that it is about, as far as they are known; null when one of its names is wrong.
   */
  private @Nullable List<MethodShape> about(Draft draft) {
    List<MethodShape> about = new ArrayList<>();
    boolean wrong = false;
    for (Written pattern : draft.applies()) {
      List<MethodShape> meant =
          known.values().stream()
              .filter(shape -> RuleDefinition.covers(pattern.text(), shape.method()))
              .toList();
      if (meant.isEmpty() && !pattern.text().equals(RuleDefinition.ALL)) {
        if (all) {
          unknown(draft, pattern);
          wrong = true;
        } else {
          notes.add(
              "rule "
                  + draft.name().text()
                  + ": no node offers "
                  + pattern.text()
                  + " yet, so what it asks of its messages could not be checked");
        }
      }
      if (draft.phase() == Phase.AFTER
          && meant.stream().anyMatch(shape -> shape.method().equals(pattern.text()))
          && meant.get(0).streaming()) {
        problems.add(
            pattern.start(),
            draft.name().text(),
            pattern.text() + " answers with a stream, whose items no rule reads",
            "Write \"when: before\", or name a method with one answer");
        wrong = true;
      }
      about.addAll(meant);
    }
    return wrong ? null : about;
  }

  private void unknown(Draft draft, Written pattern) {
    Set<String> names = new LinkedHashSet<>();
    for (String method : known.keySet()) {
      names.add(
          pattern.text().endsWith("/*") ? method.substring(0, method.indexOf('/')) + "/*" : method);
    }
    problems.add(
        pattern.start(),
        draft.name().text(),
        "nobody offers " + pattern.text(),
        NearestNames.hint(pattern.text(), names).replaceFirst("\\.$", ""));
  }

  private @Nullable Condition check(
      Draft draft, Written text, boolean aboutNode, List<MethodShape> about) {
    String rule = draft.name().text();
    Condition plain =
        conditions.check(
            text, rule, Vocabulary.of(draft.phase(), aboutNode, Optional.empty()), "", problems);
    if (plain == null || !plain.readsPayload()) {
      return plain;
    }
    used.addAll(plain.names());
    Condition condition = plain;
    for (MethodShape shape : about) {
      if (shape.streaming() && draft.phase() == Phase.AFTER) {
        continue;
      }
      condition =
          conditions.check(
              text,
              rule,
              Vocabulary.of(draft.phase(), aboutNode, Optional.of(shape)),
              ", as " + shape.method() + " has it",
              problems);
      if (condition == null) {
        return null;
      }
    }
    return condition;
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DIGEST_CHARS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
