package dev.edgewise.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.cli.daemon.Child;
import dev.edgewise.cli.daemon.Children;
import dev.edgewise.core.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that is stopped most of the time, and what becomes of it. */
@DisabledOnOs(OS.WINDOWS)
final class SlowDownTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void a_slowed_process_goes_on_slowly_and_runs_again_afterwards() throws Exception {
    CountDownLatch ticks = new CountDownLatch(3);
    try (Children children = Children.open(Clock.system(), interrupted -> {})) {
      Child victim =
          children.start(
              "victim",
              new ProcessBuilder(
                  List.of("/bin/sh", "-c", "while echo tick; do read -r line || exit; done")),
              folder.resolve("victim.log"),
              line -> ticks.countDown());
      try (SlowDown _ = SlowDown.of(children, victim, folder.resolve("slow.log"))) {
        victim.send("go on");
        victim.send("go on");
        assertThat(ticks.await(60, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(stateOf(victim)).isNotEqualTo('T');
    }
  }

  @Test
  void a_slowed_process_can_be_ended_and_is_not_left_stopped() throws Exception {
    Child victim;
    try (Children children = Children.open(Clock.system(), interrupted -> {})) {
      CountDownLatch up = new CountDownLatch(1);
      victim =
          children.start(
              "victim",
              new ProcessBuilder(List.of("/bin/sh", "-c", "echo up; cat >/dev/null")),
              folder.resolve("victim.log"),
              line -> up.countDown());
      assertThat(up.await(60, TimeUnit.SECONDS)).isTrue();
      SlowDown.of(children, victim, folder.resolve("slow.log"));
    }
    assertThat(victim.isAlive()).isFalse();
  }

  /** R, S, T … as the kernel says; S where there is no /proc. */
  private static char stateOf(Child child) throws IOException {
    Path stat = Path.of("/proc", Long.toString(child.pid()), "stat");
    if (!Files.exists(stat)) {
      return 'S';
    }
    String text = Files.readString(stat);
    return text.charAt(text.lastIndexOf(')') + 2);
  }
}
