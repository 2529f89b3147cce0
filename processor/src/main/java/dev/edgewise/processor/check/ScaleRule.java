package dev.edgewise.processor.check;

import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.CompilationModel;
import dev.edgewise.processor.model.MethodModel;
import java.util.Optional;

/** A zone has at most so many nodes, and at least none. */
final class ScaleRule implements Rule {
  @Override
  public void check(CompilationModel model, Report report) {
    // One on the interface is that of many methods, but one mistake.
    model
        .methods()
        .map(MethodModel::scale)
        .flatMap(Optional::stream)
        .distinct()
        .filter(scale -> !scale.isPossible())
        .forEach(
            scale ->
                report.add(Code.EW1040, scale.source(), scale.min(), scale.max(), scale.warm()));
  }
}
