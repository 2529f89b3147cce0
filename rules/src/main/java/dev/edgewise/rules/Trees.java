package dev.edgewise.rules;

import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Looks at the tree of a condition. Pure. */
final class Trees {
  private Trees() {}

  /** What stands directly below. */
  static List<CelExpr> below(CelExpr expr) {
    List<CelExpr> below = new ArrayList<>();
    switch (expr.getKind()) {
      case SELECT -> below.add(expr.select().operand());
      case CALL -> {
        expr.call().target().ifPresent(below::add);
        below.addAll(expr.call().args());
      }
      case LIST -> below.addAll(expr.list().elements());
      case MAP ->
          expr.map()
              .entries()
              .forEach(
                  entry -> {
                    below.add(entry.key());
                    below.add(entry.value());
                  });
      case COMPREHENSION -> {
        below.add(expr.comprehension().iterRange());
        below.add(expr.comprehension().accuInit());
        below.add(expr.comprehension().loopCondition());
        below.add(expr.comprehension().loopStep());
        below.add(expr.comprehension().result());
      }
      default -> {}
    }
    return below;
  }

  static void each(CelExpr expr, Consumer<CelExpr> visitor) {
    visitor.accept(expr);
    below(expr).forEach(child -> each(child, visitor));
  }

  /** {@code a.b.c} for an identifier, or selections from one; empty for anything else. */
  static String path(CelExpr expr) {
    return switch (expr.getKind()) {
      case IDENT -> expr.ident().name();
      case SELECT -> {
        String of = expr.select().testOnly() ? "" : path(expr.select().operand());
        yield of.isEmpty() ? "" : of + "." + expr.select().field();
      }
      default -> "";
    };
  }

  /** The names that it uses, without those of its own loops. */
  static Set<String> names(CelExpr expr) {
    Set<String> names = new HashSet<>();
    names(expr, Set.of(), names);
    return names;
  }

  private static void names(CelExpr expr, Set<String> own, Set<String> names) {
    String path = path(expr);
    if (!path.isEmpty()) {
      if (!own.contains(path.split("\\.", 2)[0])) {
        names.add(path);
      }
      return;
    }
    Set<String> inside = own;
    if (expr.getKind() == CelExpr.ExprKind.Kind.COMPREHENSION) {
      inside = new HashSet<>(own);
      inside.add(expr.comprehension().iterVar());
      inside.add(expr.comprehension().iterVar2());
      inside.add(expr.comprehension().accuVar());
    }
    for (CelExpr child : below(expr)) {
      names(child, inside, names);
    }
  }

  /** A text that is the same for the same expression, whatever spaces and brackets it had. */
  static String text(CelExpr expr) {
    return switch (expr.getKind()) {
      case CONSTANT -> expr.constant().toString();
      case IDENT, SELECT -> {
        String path = path(expr);
        yield path.isEmpty()
            ? "select(" + text(expr.select().operand()) + "," + expr.select().field() + ")"
            : path;
      }
      case CALL ->
          expr.call().function()
              + "("
              + expr.call().target().map(target -> text(target) + ";").orElse("")
              + expr.call().args().stream().map(Trees::text).collect(Collectors.joining(","))
              + ")";
      default ->
          expr.getKind()
              + "("
              + below(expr).stream().map(Trees::text).collect(Collectors.joining(","))
              + ")";
    };
  }
}
