package dev.edgewise.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.cli.FakeShell;
import dev.edgewise.cli.shell.JsonArgument;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CallCommandTest {
  @TempDir private Path folder = Path.of("");

  /** An address where nobody listens: the port was free a moment ago. */
  private static String nobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }

  @Test
  void a_node_that_cannot_be_reached_is_named() throws IOException {
    FakeShell shell = FakeShell.in(folder);
    String address = nobody();

    assertThat(shell.run("call", "Hello/greet", "--node", address)).isEqualTo(4);
    assertThat(shell.err()).contains("EW9002", address);
  }

  @Test
  void an_address_that_is_none_is_a_usage_error() {
    FakeShell shell = FakeShell.in(folder);

    assertThat(shell.run("call", "Hello/greet", "--node", "nowhere")).isEqualTo(2);
    assertThat(shell.err()).contains("nowhere");
  }

  @Test
  void an_orchestrator_that_cannot_be_reached_is_named_with_what_to_do() throws IOException {
    FakeShell shell = FakeShell.in(folder);
    String address = nobody();

    assertThat(shell.run("call", "Hello/greet", "{}", "--orchestrator", address)).isEqualTo(4);
    assertThat(shell.err()).contains("EW9002", address, "edgewise up");
  }

  @Test
  void a_deadline_that_is_none_is_a_usage_error() {
    for (String deadline : new String[] {"5", "0s", "fast", "-1s", "2h", "1.5s"}) {
      FakeShell shell = FakeShell.in(folder);

      assertThat(shell.run("call", "Hello/greet", "--node=a:1", "--deadline=" + deadline))
          .isEqualTo(2);
      assertThat(shell.err()).contains("EW9001", "'" + deadline + "' is no duration");
    }
  }

  @Test
  void a_request_file_that_is_missing_is_named() {
    FakeShell shell = FakeShell.in(folder);

    assertThat(shell.run("call", "Hello/greet", "--node=a:1", "--json", "@frame.json"))
        .isEqualTo(1);
    assertThat(shell.err()).contains("EW9003", folder.resolve("frame.json").toString());
  }

  @Test
  void a_request_without_end_is_refused() {
    FakeShell shell = FakeShell.withInput(folder, "x".repeat(JsonArgument.MOST_BYTES + 1));

    assertThat(shell.run("call", "Hello/greet", "--node=a:1", "--json", "-")).isEqualTo(1);
    assertThat(shell.err()).contains("EW6009", "16 MiB");
  }
}
