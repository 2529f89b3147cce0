package dev.edgewise.processor.check;

import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.CompilationModel;
import java.util.List;

/** All rules. */
public final class Checks {
  private static final List<Rule> RULES =
      List.of(
          new DeadlineRule(),
          new CascadeRule(),
          new BatchedRule(),
          new CachedRule(),
          new ResumableRule(),
          new NeedsRule(),
          new ScaleRule(),
          new NameRule(),
          new EnumRule(),
          new PackageRule(),
          new BodyRule(),
          new SensitivityRule());

  private Checks() {}

  /** Reports everything in {@code model} that breaks a rule. */
  public static void check(CompilationModel model, Report report) {
    RULES.forEach(rule -> rule.check(model, report));
  }
}
