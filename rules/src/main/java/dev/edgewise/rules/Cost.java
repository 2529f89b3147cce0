package dev.edgewise.rules;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import java.util.Set;

/**
 * The most that a condition can cost, in steps of about the work of one comparison, whatever the
 * facts are. A loop costs its list times its body, and of a list that is not written out nobody can
 * tell how long it is. Pure.
 */
final class Cost {
  /** What a condition may cost. */
  static final long MOST = 1_000;

  /** More than may be, and small enough to be added up. */
  private static final long UNBOUNDED = 1L << 40;

  /** A text has at most 4,096 characters, of which a step looks at some hundred. */
  private static final long OF_TEXT = 40;

  private static final Set<String> ON_TEXTS =
      Set.of("contains", "startsWith", "endsWith", "matches", "size", "duration", "timestamp");

  private Cost() {}

  static long of(CelExpr expr) {
    return Math.min(UNBOUNDED, cost(expr));
  }

  static boolean isUnbounded(long cost) {
    return cost >= UNBOUNDED;
  }

  private static long cost(CelExpr expr) {
    return switch (expr.getKind()) {
      case CONSTANT, IDENT, NOT_SET -> 1;
      case SELECT -> 1 + cost(expr.select().operand());
      case CALL -> {
        long sum = ON_TEXTS.contains(expr.call().function()) ? OF_TEXT : 1;
        sum += expr.call().target().map(Cost::of).orElse(0L);
        for (CelExpr argument : expr.call().args()) {
          sum += of(argument);
        }
        yield sum;
      }
      case LIST -> {
        long sum = 1;
        for (CelExpr element : expr.list().elements()) {
          sum += of(element);
        }
        yield sum;
      }
      case MAP -> {
        long sum = 1;
        for (CelExpr.CelMap.Entry entry : expr.map().entries()) {
          sum += of(entry.key()) + of(entry.value());
        }
        yield sum;
      }
      case STRUCT -> UNBOUNDED;
      case COMPREHENSION -> loop(expr.comprehension());
    };
  }

  private static long loop(CelComprehension loop) {
    CelExpr range = loop.iterRange();
    long length =
        switch (range.getKind()) {
          case LIST -> range.list().elements().size();
          case MAP -> range.map().entries().size();
          default -> UNBOUNDED;
        };
    long body = of(loop.loopCondition()) + of(loop.loopStep());
    return length >= UNBOUNDED
        ? UNBOUNDED
        : of(range) + of(loop.accuInit()) + of(loop.result()) + length * body;
  }
}
