package dev.edgewise.processor.check;

import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.CompilationModel;
import dev.edgewise.processor.model.MethodModel;
import java.util.Optional;

/** A deadline is a number and a unit, from 1 ms to 1 h. */
final class DeadlineRule implements Rule {
  @Override
  public void check(CompilationModel model, Report report) {
    // One on the interface is the deadline of many methods, but one mistake.
    model
        .methods()
        .map(MethodModel::deadline)
        .flatMap(Optional::stream)
        .distinct()
        .filter(deadline -> deadline.waiting().isEmpty())
        .forEach(deadline -> report.add(Code.EW1010, deadline.source(), deadline.text()));
  }
}
