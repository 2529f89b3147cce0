package dev.edgewise.processor.scan;

import static java.util.Objects.requireNonNull;

import dev.edgewise.processor.diag.Diagnostic;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.diag.Severity;
import java.util.HashSet;
import java.util.Set;
import javax.annotation.processing.Messager;
import javax.tools.Diagnostic.Kind;

/** Hands diagnostics to the compiler, each at its element, none twice. */
public final class Printer {
  private final Messager messager;
  private final Set<String> printed = new HashSet<>();

  /** Prints to {@code messager}. */
  public Printer(Messager messager) {
    this.messager = requireNonNull(messager, "messager");
  }

  /** Prints all that was reported. */
  public void print(Report report) {
    report.diagnostics().stream().filter(d -> printed.add(key(d))).forEach(this::print);
  }

  /**
   * The compiler makes new elements of the same source in each round; what is said and where stays
   * the same.
   */
  private static String key(Diagnostic diagnostic) {
    String where = "";
    if (diagnostic.source() instanceof ElementRef ref) {
      where =
          ref.element().getKind()
              + " "
              + ref.element()
              + " in "
              + ref.element().getEnclosingElement();
    }
    return diagnostic.severity() + " " + where + " " + diagnostic.text();
  }

  private void print(Diagnostic diagnostic) {
    Kind kind = diagnostic.severity() == Severity.ERROR ? Kind.ERROR : Kind.NOTE;
    if (diagnostic.source() instanceof ElementRef ref) {
      messager.printMessage(kind, diagnostic.text(), ref.printable());
    } else {
      messager.printMessage(kind, diagnostic.text());
    }
  }
}
