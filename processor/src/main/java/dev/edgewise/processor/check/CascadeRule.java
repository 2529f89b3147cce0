package dev.edgewise.processor.check;

import dev.edgewise.annotations.Tier;
import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.Band;
import dev.edgewise.processor.model.CompilationModel;
import dev.edgewise.processor.model.MethodModel;
import dev.edgewise.processor.model.Outlook;

/** A cascade begins at the edge, has bounds in order, and one result that says how sure it is. */
final class CascadeRule implements Rule {
  @Override
  public void check(CompilationModel model, Report report) {
    Outlook outlook = new Outlook(model);
    model
        .methods()
        .forEach(
            method -> method.cascade().ifPresent(band -> check(method, band, outlook, report)));
  }

  private static void check(MethodModel method, Band band, Outlook outlook, Report report) {
    if (method.streaming()) {
      report.add(Code.EW1024, band.source(), method.name());
      return;
    }
    if (!(0 <= band.from() && band.from() <= band.to() && band.to() <= 1)) {
      report.add(Code.EW1015, band.source(), method.name(), band.from(), band.to());
    }
    if (method.tier() != Tier.EDGE) {
      report.add(Code.EW1017, band.source(), method.name());
    }
    int confidences = outlook.confidences(method).size();
    if (confidences != 1) {
      String found =
          confidences == 0
              ? "no component marked @Confidence"
              : confidences + " components marked @Confidence";
      report.add(Code.EW1016, band.source(), method.name(), found);
    }
  }
}
