package dev.edgewise.processor.check;

import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.BatchLiteral;
import dev.edgewise.processor.model.Cardinality;
import dev.edgewise.processor.model.CompilationModel;
import dev.edgewise.processor.model.FieldModel;
import dev.edgewise.processor.model.MethodModel;
import java.util.Optional;

/** A batched method makes one list of another, of the same length. */
final class BatchedRule implements Rule {
  @Override
  public void check(CompilationModel model, Report report) {
    model
        .methods()
        .forEach(method -> method.batched().ifPresent(batch -> check(method, batch, report)));
  }

  private static void check(MethodModel method, BatchLiteral batch, Report report) {
    problem(method)
        .ifPresent(problem -> report.add(Code.EW1025, batch.source(), method.name(), problem));
    if (batch.maxBatchSize() < 1 || batch.maxBatchSize() > BatchLiteral.MAX_SIZE) {
      report.add(Code.EW1026, batch.source(), method.name(), batch.maxBatchSize());
    }
    if (batch.timeout().waiting().isEmpty()) {
      report.add(Code.EW1027, batch.source(), method.name(), batch.timeout().text());
    }
  }

  private static Optional<String> problem(MethodModel method) {
    if (method.streaming()) {
      return Optional.of("returns a stream");
    }
    if (method.cascade().isPresent()) {
      return Optional.of("has a cascade");
    }
    if (method.request().fields().stream().noneMatch(BatchedRule::isList)) {
      return Optional.of("takes no List");
    }
    return method.result().filter(BatchedRule::isList).isPresent()
        ? Optional.empty()
        : Optional.of("returns no List");
  }

  private static boolean isList(FieldModel field) {
    return field.type().cardinality() == Cardinality.LIST;
  }
}
