package dev.edgewise.processor.check;

import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.CompilationModel;

/** What goes on where it was cut off is a stream. */
final class ResumableRule implements Rule {
  @Override
  public void check(CompilationModel model, Report report) {
    model
        .methods()
        .filter(method -> method.resumable() && !method.streaming())
        .forEach(
            method ->
                report.add(
                    Code.EW1038,
                    method.source(),
                    method.name(),
                    method.result().isEmpty() ? "returns nothing" : "returns one result"));
  }
}
