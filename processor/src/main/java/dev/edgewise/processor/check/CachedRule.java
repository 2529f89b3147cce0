package dev.edgewise.processor.check;

import dev.edgewise.annotations.Sameness;
import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.CacheLiteral;
import dev.edgewise.processor.model.CompilationModel;
import dev.edgewise.processor.model.MethodModel;
import java.util.Optional;

/** A cached method has one result, and one that keeps what means alike has one question. */
final class CachedRule implements Rule {
  private static final double DEFAULT_THRESHOLD = 0.85;

  @Override
  public void check(CompilationModel model, Report report) {
    model
        .methods()
        .forEach(method -> method.cached().ifPresent(cached -> check(method, cached, report)));
  }

  private static void check(MethodModel method, CacheLiteral cached, Report report) {
    problem(method)
        .ifPresent(problem -> report.add(Code.EW1032, cached.source(), method.name(), problem));
    if (cached.ttl().keeping().isEmpty()) {
      report.add(Code.EW1033, cached.source(), method.name(), cached.ttl().text());
    }
    if (cached.semantic()) {
      question(method)
          .ifPresent(problem -> report.add(Code.EW1034, cached.source(), method.name(), problem));
    } else {
      leftOver(cached)
          .ifPresent(word -> report.add(Code.EW1036, cached.source(), method.name(), word));
    }
    outOfRange(cached)
        .ifPresent(problem -> report.add(Code.EW1035, cached.source(), method.name(), problem));
  }

  private static Optional<String> problem(MethodModel method) {
    if (method.streaming()) {
      return Optional.of("returns a stream");
    }
    if (method.result().isEmpty()) {
      return Optional.of("returns nothing");
    }
    return method.batched().isPresent() ? Optional.of("is @Batched too") : Optional.empty();
  }

  private static Optional<String> question(MethodModel method) {
    if (!method.idempotent()) {
      return Optional.of("is not marked @Idempotent");
    }
    long texts = method.texts().size();
    if (texts == 1) {
      return Optional.empty();
    }
    return Optional.of(texts == 0 ? "takes no String to compare" : "takes " + texts + " Strings");
  }

  /** What would do nothing, and was hardly written to do nothing. */
  private static Optional<String> leftOver(CacheLiteral cached) {
    if (cached.maxFalseHitRate() != 0) {
      return Optional.of("maxFalseHitRate");
    }
    if (cached.similarityThreshold() != DEFAULT_THRESHOLD) {
      return Optional.of("similarityThreshold");
    }
    return cached.same() == Sameness.EQUAL ? Optional.empty() : Optional.of("same");
  }

  private static Optional<String> outOfRange(CacheLiteral cached) {
    // Written so that a NaN is out of range.
    if (!(cached.similarityThreshold() >= 0 && cached.similarityThreshold() <= 1)) {
      return Optional.of(
          "the similarityThreshold "
              + cached.similarityThreshold()
              + ", and a similarity lies between 0 and 1");
    }
    if (!(cached.maxFalseHitRate() >= 0 && cached.maxFalseHitRate() < 1)) {
      return Optional.of(
          "the maxFalseHitRate "
              + cached.maxFalseHitRate()
              + ", and a share of hits lies between 0 and 1");
    }
    return Optional.empty();
  }
}
