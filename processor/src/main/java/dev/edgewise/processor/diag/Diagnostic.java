package dev.edgewise.processor.diag;

import static java.util.Objects.requireNonNull;

import dev.edgewise.processor.model.SourceRef;
import java.util.List;

/**
 * Something to tell the developer.
 *
 * @param code which of the catalogue
 * @param severity of this one; mostly the code's own
 * @param source where
 * @param arguments what the code's text leaves open
 */
public record Diagnostic(Code code, Severity severity, SourceRef source, List<String> arguments) {
  public Diagnostic {
    requireNonNull(code, "code");
    requireNonNull(severity, "severity");
    requireNonNull(source, "source");
    arguments = List.copyOf(arguments);
  }

  /** The whole text: code, what, why, what to do, where to read more. */
  public String text() {
    return code.name()
        + ": "
        + filled(code.what())
        + "\n  why: "
        + filled(code.why())
        + "\n  do: "
        + filled(code.fix())
        + "\n  more: docs/diagnostics/"
        + code.name()
        + ".md";
  }

  private String filled(String template) {
    String text = template;
    for (int i = 0; i < arguments.size(); i++) {
      text = text.replace("{" + i + "}", arguments.get(i));
    }
    return text;
  }
}
