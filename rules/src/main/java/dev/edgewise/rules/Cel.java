package dev.edgewise.rules;

import com.google.re2j.Pattern;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import dev.cel.runtime.Program;
import dev.edgewise.core.rules.FactKind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The language, bounded. A condition is a text of bounded length and depth; it has no loops but
 * those over lists that are written out in it ({@link Cost}), and at run time those are counted
 * too; expressions are matched in linear time (RE2), and are written out, so that each is compiled
 * once.
 */
final class Cel {
  /** Steps of all loops of one evaluation. */
  private static final int MOST_ITERATIONS = 1_000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .comprehensionMaxIterations(MOST_ITERATIONS)
          .maxExpressionCodePointSize(2_500)
          .maxParseRecursionDepth(60)
          .maxParseErrorRecoveryLimit(3)
          .enableHeterogeneousNumericComparisons(true)
          .build();

  private final CelCompiler compiler =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .setResultType(SimpleType.BOOL)
          .build();

  /** Each is written out in a rule, so there are few. */
  private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

  // What the functions here change is a cache that answers the same without them.
  @SuppressWarnings("Immutable")
  private final CelRuntime runtime =
      CelRuntimeFactory.plannerRuntimeBuilder()
          .setOptions(OPTIONS)
          .setStandardFunctions(
              CelStandardFunctions.newBuilder().excludeFunctions(StandardFunction.MATCHES).build())
          .addFunctionBindings(
              CelFunctionBinding.fromOverloads(
                  "matches",
                  CelFunctionBinding.from("matches", String.class, String.class, this::matches),
                  CelFunctionBinding.from(
                      "matches_string", String.class, String.class, this::matches)))
          .build();

  /** A compiler that knows these names and what they are. */
  CelCompiler knowing(Map<String, CelType> names) {
    CelCompilerBuilder builder = compiler.toCompilerBuilder();
    names.forEach(builder::addVar);
    return builder.build();
  }

  /** What a kind of fact is in the language. */
  static CelType type(FactKind kind) {
    return switch (kind) {
      case BOOL -> SimpleType.BOOL;
      case INT -> SimpleType.INT;
      case DOUBLE -> SimpleType.DOUBLE;
      case TEXT -> SimpleType.STRING;
      case DURATION -> SimpleType.DURATION;
    };
  }

  Program program(CelAbstractSyntaxTree checked) {
    try {
      return runtime.createProgram(checked);
    } catch (CelEvaluationException e) {
      throw new IllegalStateException("a checked condition cannot be planned", e);
    }
  }

  /** Compiles an expression ahead of its use, for its mistakes. */
  void expect(String pattern) {
    pattern(pattern);
  }

  private boolean matches(String text, String pattern) {
    return pattern(pattern).matcher(text).find();
  }

  private Pattern pattern(String pattern) {
    return patterns.computeIfAbsent(pattern, Pattern::compile);
  }
}
