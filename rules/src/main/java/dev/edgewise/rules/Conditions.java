package dev.edgewise.rules;

import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSource;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.compiler.CelCompiler;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses and checks conditions, and says where and why one is wrong. Not thread-safe. */
final class Conditions {
  private static final int MOST_COMPILERS = 64;

  private final Cel cel;

  /** One rule after the other asks for the same names. */
  private final Map<Map<String, CelType>, CelCompiler> compilers = new HashMap<>();

  Conditions(Cel cel) {
    this.cel = cel;
  }

  /**
   * The condition; null when it is wrong, which has been told.
   *
   * @param of what is being asked, for people: empty, or a method behind "for"
   */
  @Nullable Condition check(
      Written text, String rule, Map<String, CelType> names, String of, Problems problems) {
    CelValidationResult result = compiler(names).compile(text.text().stripTrailing());
    if (result.hasError()) {
      for (CelIssue issue : result.getErrors()) {
        tell(text, rule, names.keySet(), of, result.getSource(), issue, problems);
        if (IssueWords.isSyntax(issue.getMessage())) {
          break; // what follows comes of the first
        }
      }
      return null;
    }
    CelAbstractSyntaxTree tree = tree(result);
    return isBounded(tree, text, rule, problems)
        ? new Condition(tree, Trees.names(tree.getExpr()))
        : null;
  }

  private CelCompiler compiler(Map<String, CelType> names) {
    if (compilers.size() >= MOST_COMPILERS) {
      compilers.clear();
    }
    return compilers.computeIfAbsent(Map.copyOf(names), cel::knowing);
  }

  /** The condition of a rule that was checked elsewhere; null when it does not fit here. */
  @Nullable Condition again(String text, Map<String, CelType> names) {
    return check(new Written(text, new Spot(1, 1), 0), "", names, "", new Problems());
  }

  private static void tell(
      Written text,
      String rule,
      Collection<String> names,
      String of,
      CelSource source,
      CelIssue issue,
      Problems problems) {
    int offset =
        source
            .getLocationOffset(
                Math.max(1, issue.getSourceLocation().getLine()),
                Math.max(0, issue.getSourceLocation().getColumn()))
            .orElse(0);
    IssueWords words = IssueWords.of(issue.getMessage(), text.text(), offset, names, of);
    problems.add(text.at(words.offset()), rule, words.reason(), words.fix());
  }

  private static CelAbstractSyntaxTree tree(CelValidationResult result) {
    try {
      return result.getAst();
    } catch (CelValidationException e) {
      throw new IllegalStateException("a condition without errors has no tree", e);
    }
  }

  private boolean isBounded(
      CelAbstractSyntaxTree tree, Written text, String rule, Problems problems) {
    long cost = Cost.of(tree.getExpr());
    if (cost > Cost.MOST) {
      problems.add(
          text.start(),
          rule,
          Cost.isUnbounded(cost)
              ? "it is not known how long this may take: a loop runs over a list that is not"
                  + " written out"
              : "this may take " + cost + " steps, and " + Cost.MOST + " are allowed",
          Cost.isUnbounded(cost)
              ? "Write the list out, as in [\"a\", \"b\"].exists(x, x == tenant)"
              : "Put fewer comparisons of texts into one condition, or make several rules of it");
      return false;
    }
    boolean[] good = {true};
    Trees.each(
        tree.getExpr(),
        expr -> good[0] &= isGoodPattern(expr, tree.getSource(), text, rule, problems));
    return good[0];
  }

  private boolean isGoodPattern(
      CelExpr expr, CelSource source, Written text, String rule, Problems problems) {
    if (expr.getKind() != CelExpr.ExprKind.Kind.CALL || !expr.call().function().equals("matches")) {
      return true;
    }
    List<CelExpr> arguments = expr.call().args();
    CelExpr pattern = arguments.get(arguments.size() - 1);
    Integer offset = source.getPositionsMap().get(pattern.id());
    Spot at = text.at(offset == null ? 0 : offset);
    if (pattern.getKind() != CelExpr.ExprKind.Kind.CONSTANT
        || pattern.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      problems.add(
          at,
          rule,
          "what \"matches\" compares with is not written out",
          "Write a regular expression in quotes: it is checked and compiled when the file is read");
      return false;
    }
    try {
      cel.expect(pattern.constant().stringValue());
      return true;
    } catch (PatternSyntaxException e) {
      problems.add(
          at,
          rule,
          "this is no regular expression: " + e.getDescription() + " \"" + e.getPattern() + "\"",
          "Write it as RE2 has it: without look-around and back-references");
      return false;
    }
  }
}
