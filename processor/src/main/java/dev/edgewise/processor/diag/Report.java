package dev.edgewise.processor.diag;

import dev.edgewise.processor.model.SourceRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Collects diagnostics, so that a developer sees all mistakes at once. Not thread-safe. */
public final class Report {
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  /** Creates an empty report. */
  public Report() {}

  /** Adds a diagnostic; {@code arguments} fill the open places of the code's text. */
  public void add(Code code, SourceRef source, Object... arguments) {
    add(code, code.severity(), source, arguments);
  }

  /** Adds a diagnostic that is more or less serious than its code usually is. */
  public void add(Code code, Severity severity, SourceRef source, Object... arguments) {
    diagnostics.add(
        new Diagnostic(
            code, severity, source, Arrays.stream(arguments).map(String::valueOf).toList()));
  }

  /** Adds all that another report has. */
  public void addAll(Report other) {
    diagnostics.addAll(other.diagnostics);
  }

  /** All diagnostics, in the order in which they were added. */
  public List<Diagnostic> diagnostics() {
    return Collections.unmodifiableList(diagnostics);
  }

  /** Whether there is an error among them. */
  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
  }
}
