package dev.edgewise.cli;

import picocli.CommandLine.Option;

/** The option {@code -o}, in every command that prints a result. */
final class Output {
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

  boolean isJson() {
    return format == Format.json;
  }
}
