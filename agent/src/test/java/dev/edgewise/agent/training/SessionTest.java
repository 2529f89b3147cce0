package dev.edgewise.agent.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SessionTest {
  private static String stat(int pid, String name, String state, int session, int pages) {
    return pid
        + " ("
        + name
        + ") "
        + state
        + " 1 2 "
        + session
        + " 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 999 "
        + pages
        + " 0 0\n";
  }

  @Test
  void members_are_those_of_the_session_whatever_they_are_called(@TempDir Path proc)
      throws IOException {
    write(proc, "7", stat(7, "sh", "S", 7, 10));
    write(proc, "8", stat(8, "x) S 1 2 99 (", "R", 7, 5));
    write(proc, "9", stat(9, "other", "S", 9, 100));
    write(proc, "10", stat(10, "ended", "Z", 7, 0));
    write(proc, "11", "nonsense");
    write(proc, "self", stat(12, "no", "S", 7, 1));
    Session session = new Session(proc, 7);
    assertThat(session.members()).extracting(Session.Member::pid).containsExactlyInAnyOrder(7L, 8L);
    assertThat(session.resident()).isEqualTo(15 * 4_096);
  }

  private static void write(Path proc, String name, String stat) throws IOException {
    Files.createDirectories(proc.resolve(name));
    Files.writeString(proc.resolve(name).resolve("stat"), stat);
  }
}
