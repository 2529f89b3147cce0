package dev.edgewise.rules;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether one condition follows from another, as far as that can be seen: by their parts around
 * {@code &&} and {@code ||}, and by comparisons of the same thing with constants. What it says is
 * true; where it sees nothing it says no. Pure.
 */
final class Implication {
  private Implication() {}

  /**
   * Something compared with a constant.
   *
   * @param of what is compared
   * @param operator {@code <}, {@code <=}, {@code >}, {@code >=}, {@code ==} or {@code !=}
   * @param number the constant where it is a number, else NaN
   * @param text the constant as a text
   */
  private record Comparison(String of, String operator, double number, String text) {
    boolean isNumber() {
      return !Double.isNaN(number);
    }
  }

  /** Whether whenever {@code this} is met {@code that} is. */
  static boolean follows(CelExpr that, CelExpr from) {
    if (isConstant(that, true) || isConstant(from, false)) {
      return true;
    }
    List<CelExpr> cases = parts(from, "_||_");
    if (cases.size() > 1) {
      return cases.stream().allMatch(one -> follows(that, one));
    }
    List<CelExpr> demands = parts(that, "_&&_");
    if (demands.size() > 1) {
      return demands.stream().allMatch(one -> follows(one, from));
    }
    List<CelExpr> ways = parts(that, "_||_");
    if (ways.size() > 1) {
      return ways.stream().anyMatch(one -> follows(one, from));
    }
    List<CelExpr> given = parts(from, "_&&_");
    return given.stream().anyMatch(one -> followsPlainly(that, one));
  }

  /** Whether both can hardly be met: they, or parts that both demand, exclude each other. */
  static boolean exclude(CelExpr one, CelExpr other) {
    for (CelExpr left : parts(one, "_&&_")) {
      for (CelExpr right : parts(other, "_&&_")) {
        if (excludePlainly(left, right)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether it can never be met, because of two things that it demands. */
  static boolean isNeverMet(CelExpr expr) {
    List<CelExpr> cases = parts(expr, "_||_");
    if (cases.size() > 1) {
      return cases.stream().allMatch(Implication::isNeverMet);
    }
    List<CelExpr> demands = parts(expr, "_&&_");
    for (int i = 0; i < demands.size(); i++) {
      if (isConstant(demands.get(i), false)) {
        return true;
      }
      for (int j = 0; j < i; j++) {
        if (excludePlainly(demands.get(i), demands.get(j))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether it is always met, because of two of its cases. */
  static boolean isAlwaysMet(CelExpr expr) {
    List<CelExpr> cases = parts(expr, "_||_");
    for (int i = 0; i < cases.size(); i++) {
      if (isConstant(cases.get(i), true)) {
        return true;
      }
      for (int j = 0; j < i; j++) {
        if (areOpposites(cases.get(i), cases.get(j))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean followsPlainly(CelExpr that, CelExpr from) {
    if (Trees.text(that).equals(Trees.text(from))) {
      return true;
    }
    Optional<Comparison> wanted = comparison(that);
    Optional<Comparison> given = comparison(from);
    return wanted.isPresent()
        && given.isPresent()
        && wanted.get().of().equals(given.get().of())
        && follows(wanted.get(), given.get());
  }

  private static boolean follows(Comparison wanted, Comparison given) {
    if (given.operator().equals("==")) {
      return (given.isNumber() && wanted.isNumber())
          ? holds(given.number(), wanted)
          : wanted.operator().equals("!=") && !wanted.text().equals(given.text());
    }
    if (!given.isNumber() || !wanted.isNumber()) {
      return false;
    }
    double here = given.number();
    double there = wanted.number();
    return switch (given.operator() + wanted.operator()) {
      case ">>", ">>=", ">=>=", ">!=" -> here >= there;
      case ">=>", ">=!=" -> here > there;
      case "<<", "<<=", "<=<=", "<!=" -> here <= there;
      case "<=<", "<=!=" -> here < there;
      default -> false;
    };
  }

  private static boolean holds(double value, Comparison wanted) {
    return switch (wanted.operator()) {
      case "<" -> value < wanted.number();
      case "<=" -> value <= wanted.number();
      case ">" -> value > wanted.number();
      case ">=" -> value >= wanted.number();
      case "==" -> value == wanted.number();
      default -> value != wanted.number();
    };
  }

  private static boolean excludePlainly(CelExpr one, CelExpr other) {
    if (areOpposites(one, other)) {
      return true;
    }
    Optional<Comparison> left = comparison(one);
    Optional<Comparison> right = comparison(other);
    if (left.isEmpty() || right.isEmpty() || !left.get().of().equals(right.get().of())) {
      return false;
    }
    return exclude(left.get(), right.get()) || exclude(right.get(), left.get());
  }

  private static boolean exclude(Comparison one, Comparison other) {
    if (one.operator().equals("==")) {
      return (one.isNumber() && other.isNumber())
          ? !holds(one.number(), other)
          : other.operator().equals("==") && !one.text().equals(other.text());
    }
    if (!one.isNumber() || !other.isNumber()) {
      return false;
    }
    return switch (one.operator() + other.operator()) {
      case "><", ">=<", "><=" -> one.number() >= other.number();
      case ">=<=" -> one.number() > other.number();
      default -> false;
    };
  }

  private static boolean areOpposites(CelExpr one, CelExpr other) {
    return isNot(one, other) || isNot(other, one);
  }

  private static boolean isNot(CelExpr one, CelExpr other) {
    return one.getKind() == CelExpr.ExprKind.Kind.CALL
        && one.call().function().equals("!_")
        && Trees.text(one.call().args().get(0)).equals(Trees.text(other));
  }

  private static Optional<Comparison> comparison(CelExpr expr) {
    if (expr.getKind() != CelExpr.ExprKind.Kind.CALL || expr.call().args().size() != 2) {
      return Optional.empty();
    }
    String function = expr.call().function();
    if (!function.matches("_(<|<=|>|>=|==|!=)_")) {
      return Optional.empty();
    }
    String operator = function.substring(1, function.length() - 1);
    CelExpr left = expr.call().args().get(0);
    CelExpr right = expr.call().args().get(1);
    if (right.getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
      return Optional.of(compared(left, operator, right.constant()));
    }
    if (left.getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
      return Optional.of(compared(right, turned(operator), left.constant()));
    }
    return Optional.empty();
  }

  private static Comparison compared(CelExpr of, String operator, CelConstant constant) {
    double number =
        switch (constant.getKind()) {
          case INT64_VALUE -> (double) constant.int64Value();
          case UINT64_VALUE -> constant.uint64Value().doubleValue();
          case DOUBLE_VALUE -> constant.doubleValue();
          default -> Double.NaN;
        };
    return new Comparison(Trees.text(of), operator, number, constant.toString());
  }

  private static String turned(String operator) {
    return switch (operator) {
      case "<" -> ">";
      case "<=" -> ">=";
      case ">" -> "<";
      case ">=" -> "<=";
      default -> operator;
    };
  }

  static boolean isConstant(CelExpr expr, boolean value) {
    return expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT
        && expr.constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE
        && expr.constant().booleanValue() == value;
  }

  private static List<CelExpr> parts(CelExpr expr, String operator) {
    List<CelExpr> parts = new ArrayList<>();
    parts(expr, operator, parts);
    return parts;
  }

  private static void parts(CelExpr expr, String operator, List<CelExpr> parts) {
    if (expr.getKind() == CelExpr.ExprKind.Kind.CALL && expr.call().function().equals(operator)) {
      expr.call().args().forEach(each -> parts(each, operator, parts));
    } else {
      parts.add(expr);
    }
  }
}
