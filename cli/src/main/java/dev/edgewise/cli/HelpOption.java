package dev.edgewise.cli;

import picocli.CommandLine.Option;

/** The option {@code --help}, in every command. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean asked;

  boolean asked() {
    return asked;
  }
}
