package dev.edgewise.cli;

import dev.edgewise.cli.shell.Dist;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.Clock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import picocli.CommandLine;

/** A shell that remembers what was printed. */
public final class FakeShell {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Shell shell;

  private FakeShell(Path folder, Optional<Dist> dist, String input) {
    this.shell =
        new Shell(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            folder,
            dist,
            Clock.system(),
            new Random(1),
            Map.of("NO_COLOR", "1"));
  }

  public static FakeShell in(Path folder) {
    return new FakeShell(folder, Optional.empty(), "");
  }

  public static FakeShell in(Path folder, Dist dist) {
    return new FakeShell(folder, Optional.of(dist), "");
  }

  public static FakeShell withInput(Path folder, String input) {
    return new FakeShell(folder, Optional.empty(), input);
  }

  public int run(String... arguments) {
    return EdgewiseCli.run(shell, List.of(arguments));
  }

  /** For what takes one. */
  public Shell shell() {
    return shell;
  }

  CommandLine commandLine() {
    return EdgewiseCli.commandLine(shell);
  }

  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
