package dev.edgewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** What the documents tell to type is what the command takes. */
final class DocumentedCommandsTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void every_command_of_the_documents_is_understood() throws IOException {
    List<DocumentedCommand> commands = DocumentedCommand.all();
    List<String> wrong = new ArrayList<>();
    for (DocumentedCommand command : commands) {
      try {
        FakeShell.in(folder).commandLine().parseArgs(command.words().toArray(new String[0]));
      } catch (MissingParameterException e) {
        // A sentence names a command without what it takes; a line that is to be copied must not.
        if (command.whole()) {
          wrong.add(command + ": " + e.getMessage());
        }
      } catch (ParameterException e) {
        wrong.add(command + ": " + e.getMessage());
      }
    }

    assertThat(commands).as("commands that were found").hasSizeGreaterThan(100);
    assertThat(wrong).isEmpty();
  }
}
