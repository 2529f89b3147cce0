package dev.edgewise.processor.check;

import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.CompilationModel;

/** One thing that must hold in a compilation. */
@FunctionalInterface
interface Rule {
  /** Reports each place where it does not hold. */
  void check(CompilationModel model, Report report);
}
