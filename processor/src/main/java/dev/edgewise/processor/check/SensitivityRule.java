package dev.edgewise.processor.check;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.CompilationModel;
import dev.edgewise.processor.model.MethodModel;
import dev.edgewise.processor.model.Outlook;

/** Local-only data cannot reach a method that prefers the cloud, or asks it when unsure. */
final class SensitivityRule implements Rule {
  @Override
  public void check(CompilationModel model, Report report) {
    Outlook outlook = new Outlook(model);
    model
        .methods()
        .forEach(
            method ->
                outlook.labelled(method).stream()
                    .filter(found -> found.label() == Label.LOCAL_ONLY)
                    .forEach(found -> check(method, found.path(), report)));
  }

  private static void check(MethodModel method, String path, Report report) {
    if (method.tier() == Tier.CLOUD) {
      report.add(Code.EW5001, method.source(), path, method.name());
    }
    if (method.cascade().isPresent()) {
      report.add(Code.EW5002, method.source(), path, method.name());
    }
  }
}
