package dev.edgewise.processor.check;

import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.CompilationModel;
import dev.edgewise.processor.model.EnumModel;

/** An enum has constants, and leaves number 0 and its name to protobuf's "nothing was chosen". */
final class EnumRule implements Rule {
  @Override
  public void check(CompilationModel model, Report report) {
    for (EnumModel e : model.enums().values()) {
      String name = e.proto().simpleName();
      if (e.constants().isEmpty()) {
        report.add(
            Code.EW2010, e.source(), name, "no constants", e.unspecified(), "declare a constant");
      }
      e.constants().stream()
          .filter(c -> e.schemaName(c.name()).equals(e.unspecified()))
          .forEach(
              c ->
                  report.add(
                      Code.EW2010,
                      c.source(),
                      name,
                      "a constant named " + c.name(),
                      e.unspecified(),
                      "rename the constant, or use an Optional where nothing may be chosen"));
    }
  }
}
