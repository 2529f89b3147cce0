package dev.edgewise.processor.check;

import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.CompilationModel;
import dev.edgewise.processor.model.MethodModel;
import dev.edgewise.processor.model.NeedsLiteral;
import java.util.Optional;

/** A need names an accelerator, and its memory is a size. */
final class NeedsRule implements Rule {
  @Override
  public void check(CompilationModel model, Report report) {
    // One on the interface is the need of many methods, but one mistake.
    model
        .methods()
        .map(MethodModel::needs)
        .flatMap(Optional::stream)
        .distinct()
        .forEach(needs -> check(needs, report));
  }

  private static void check(NeedsLiteral needs, Report report) {
    if (!needs.isWord()) {
      report.add(Code.EW1029, needs.source(), needs.accelerator());
    }
    if (needs.bytes().isEmpty()) {
      report.add(Code.EW1030, needs.source(), needs.memory());
    }
  }
}
