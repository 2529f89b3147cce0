package dev.edgewise.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.core.Clock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
final class DaemonTest {
  @TempDir private Path folder = Path.of("");

  private Daemon start(Children children, String script) {
    return Daemon.start(
        children, "west1-a", List.of("/bin/sh", "-c", script), folder.resolve("west1-a.log"));
  }

  @Test
  void a_daemon_is_ready_when_it_says_where_it_is() throws Exception {
    try (Children children = Children.open(Clock.system(), interrupted -> {})) {
      Daemon daemon =
          start(children, "echo warming up; echo 'ready node=a grpc=127.0.0.1:7501'; cat");

      assertThat(daemon.awaitReady(Clock.system(), 20_000).grpc()).isEqualTo("127.0.0.1:7501");
    }
  }

  @Test
  void one_that_ends_before_is_told_with_its_last_words_and_its_log() {
    try (Children children = Children.open(Clock.system(), interrupted -> {})) {
      Daemon daemon = start(children, "echo 'EW7004 port 7503 is taken' >&2; echo bye >&2; exit 1");

      assertThatThrownBy(() -> daemon.awaitReady(Clock.system(), 20_000))
          .isInstanceOfSatisfying(
              CommandFailure.class,
              failure ->
                  assertThat(failure.problem().text())
                      .contains(
                          "west1-a ended with exit code 1",
                          "EW7004 port 7503 is taken",
                          folder.resolve("west1-a.log").toString()));
    }
  }

  @Test
  void one_that_takes_too_long_is_given_up() {
    try (Children children = Children.open(Clock.system(), interrupted -> {})) {
      Daemon daemon = start(children, "cat >/dev/null");

      assertThatThrownBy(() -> daemon.awaitReady(Clock.system(), 100))
          .hasMessageContaining("was not ready");
    }
  }
}
