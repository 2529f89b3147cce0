package dev.edgewise.processor.emit;

import com.palantir.javapoet.CodeBlock;
import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Sameness;
import dev.edgewise.annotations.Tier;
import dev.edgewise.processor.model.CacheLiteral;
import dev.edgewise.processor.model.MethodModel;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The expression for a method's contract: what its annotations promise and demand. Literals that
 * are out of range have been reported, and nothing is compiled; here they are replaced by what
 * fits.
 */
final class ContractCode {
  private final String service;
  private final MethodModel method;
  private final Label label;

  private ContractCode(String service, MethodModel method, Label label) {
    this.service = service;
    this.method = method;
    this.label = label;
  }

  /** The contract of a method of {@code service}, whose data has at least that label. */
  static CodeBlock of(String service, MethodModel method, Label label) {
    return new ContractCode(service, method, label).contract();
  }

  private CodeBlock contract() {
    return CodeBlock.of(
        "new $T($>$>\n$S, $S, $T.$L, $L, $L, $T.$L, $L)$L$L$L$L$<$<",
        JavaTypes.METHOD_CONTRACT,
        service,
        method.name(),
        Tier.class,
        method.tier().name(),
        deadline(),
        method.idempotent(),
        Label.class,
        label.name(),
        cascade(),
        stream(),
        batched(),
        needs(),
        cached());
  }

  private CodeBlock deadline() {
    OptionalLong millis = method.deadlineMillis();
    if (method.deadline().isEmpty() || millis.isEmpty()) {
      return CodeBlock.of(
          "$T.$L",
          JavaTypes.METHOD_CONTRACT,
          method.streaming() ? "LONGEST_DEADLINE" : "DEFAULT_DEADLINE");
    }
    return duration(millis.getAsLong());
  }

  private CodeBlock cascade() {
    return method
        .cascade()
        .map(
            band ->
                CodeBlock.of(
                    "$T.of(new $T($L, $L))",
                    Optional.class,
                    JavaTypes.UNSURE_BAND,
                    band.from(),
                    band.to()))
        .orElse(CodeBlock.of("$T.empty()", Optional.class));
  }

  private String stream() {
    if (!method.streaming()) {
      return "";
    }
    return method.resumable() ? "\n.asResumable()" : "\n.asStream()";
  }

  private CodeBlock batched() {
    return method
        .batched()
        .map(
            batch ->
                CodeBlock.of(
                    "\n.inBatches(new $T($L, $L))",
                    JavaTypes.BATCH_RULE,
                    batch.maxBatchSize(),
                    duration(batch.timeout().waiting().orElse(1))))
        .orElse(CodeBlock.of(""));
  }

  private CodeBlock needs() {
    return method
        .needs()
        .map(
            needs ->
                CodeBlock.of(
                    "\n.needing(new $T($S, $LL))",
                    JavaTypes.NEEDS,
                    needs.accelerator(),
                    needs.bytes().orElse(0)))
        .orElse(CodeBlock.of(""));
  }

  private CodeBlock cached() {
    return method
        .cached()
        .map(
            cached ->
                CodeBlock.of(
                    "\n.keptBy(new $T($L, $L))",
                    JavaTypes.CACHE_RULE,
                    duration(cached.ttl().keeping().orElse(1)),
                    semantic(cached)))
        .orElse(CodeBlock.of(""));
  }

  private CodeBlock semantic(CacheLiteral cached) {
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

  /** In the largest unit that fits, as a person would write it. */
  private static CodeBlock duration(long millis) {
    Duration time = Duration.ofMillis(millis);
    if (time.equals(Duration.ofHours(time.toHours()))) {
      return CodeBlock.of("$T.ofHours($L)", Duration.class, time.toHours());
    }
    if (time.equals(Duration.ofMinutes(time.toMinutes()))) {
      return CodeBlock.of("$T.ofMinutes($L)", Duration.class, time.toMinutes());
    }
    return time.equals(Duration.ofSeconds(time.toSeconds()))
        ? CodeBlock.of("$T.ofSeconds($L)", Duration.class, time.toSeconds())
        : CodeBlock.of("$T.ofMillis($L)", Duration.class, time.toMillis());
  }
}
