package dev.edgewise.cli;

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

/** A shell that remembers what was printed. */
final class FakeShell {
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

  static FakeShell in(Path folder) {
    return new FakeShell(folder, Optional.empty(), "");
  }

  static FakeShell in(Path folder, Dist dist) {
    return new FakeShell(folder, Optional.of(dist), "");
  }

  static FakeShell withInput(Path folder, String input) {
    return new FakeShell(folder, Optional.empty(), input);
  }

  int run(String... arguments) {
    return EdgewiseCli.run(shell, List.of(arguments));
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
