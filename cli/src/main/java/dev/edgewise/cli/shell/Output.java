package dev.edgewise.cli.shell;

import picocli.CommandLine.Option;

/** The option {@code -o}, in every command that prints a result. */
public final class Output {
  /** How a result is printed. */
  enum Format {
    table,
    json
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|json",
      description = "How to print the result (default: ${DEFAULT-VALUE}).")
  private Format format = Format.table;

  public boolean isJson() {
    return format == Format.json;
  }

  /** Says how things went, for people: to programs the document says it, and this is progress. */
  public void say(Shell shell, String text) {
    if (isJson()) {
      shell.progress(text);
    } else {
      shell.out().println(text);
    }
  }
}
