package dev.edgewise.processor.emit;

import com.palantir.javapoet.CodeBlock;
import dev.edgewise.annotations.Sameness;
import dev.edgewise.processor.model.CacheLiteral;
import dev.edgewise.processor.model.MethodModel;
import java.util.Optional;
import java.util.OptionalDouble;

/** The part of a contract that says how results are kept. */
final class CacheCode {
  private CacheCode() {}

  /** A call that follows a contract's constructor; nothing when the method keeps none. */
  static CodeBlock of(MethodModel method) {
    return method
        .cached()
        .map(
            cached ->
                CodeBlock.of(
                    "\n.keptBy(new $T($L, $L))",
                    JavaTypes.CACHE_RULE,
                    // What is out of range has been reported, and nothing is compiled.
                    ServiceCode.duration(cached.millis().orElse(1)),
                    semantic(method, cached)))
        .orElse(CodeBlock.of(""));
  }

  private static CodeBlock semantic(MethodModel method, CacheLiteral cached) {
    if (!cached.semantic() || method.texts().isEmpty()) {
      return CodeBlock.of("$T.empty()", Optional.class);
    }
    CodeBlock rate =
        cached.maxFalseHitRate() == 0
            ? CodeBlock.of("$T.empty()", OptionalDouble.class)
            : CodeBlock.of("$T.of($L)", OptionalDouble.class, cached.maxFalseHitRate());
    return CodeBlock.of(
        "$T.of(new $T($L, $L, $L, $T.$L))",
        Optional.class,
        JavaTypes.SEMANTIC_RULE,
        method.texts().get(0).number(),
        cached.similarityThreshold(),
        rate,
        Sameness.class,
        cached.same().name());
  }
}
