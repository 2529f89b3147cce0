package dev.edgewise.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
final class ChildrenTest {
  @TempDir private Path folder = Path.of("");
  private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

  /** For whom all patience is over when the clock is looked at a second time. */
  private static final class Impatient implements Clock {
    private long nanos;

    @Override
    public long nanos() {
      return nanos += Duration.ofSeconds(10).toNanos();
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }
  }

  /** For whom no patience is ever over, however busy the machine is. */
  private static final Clock PATIENT =
      new Clock() {
        @Override
        public long nanos() {
          return 0;
        }

        @Override
        public Instant now() {
          return Instant.EPOCH;
        }
      };

  private Child start(Children children, String script) {
    return children.start(
        "child",
        new ProcessBuilder(List.of("/bin/sh", "-c", script)),
        folder.resolve("child.log"),
        heard::add);
  }

  @Test
  void closing_lets_children_end_by_themselves_and_then_tidies_up() throws Exception {
    AtomicInteger tidied = new AtomicInteger();
    Child child;
    try (Children children = Children.open(PATIENT, interrupted -> tidied.incrementAndGet())) {
      child = start(children, "echo hello; cat >/dev/null; echo bye");
      assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("hello");
    }
    assertThat(heard).containsExactly("bye");
    assertThat(child.isAlive()).isFalse();
    assertThat(child.exitCode()).isZero();
    assertThat(tidied).hasValue(1);
    assertThat(folder.resolve("child.log.out")).content().isEqualTo("hello\nbye\n");
  }

  @Test
  void a_child_that_does_not_end_is_ended() throws Exception {
    Child child;
    try (Children children = Children.open(new Impatient(), interrupted -> {})) {
      child = start(children, "trap '' TERM; echo up; while :; do sleep 0.1; done");
      assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("up");
    }
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void a_child_can_be_talked_to() throws Exception {
    try (Children children = Children.open(Clock.system(), interrupted -> {})) {
      Child child = start(children, "while read line; do echo \"got $line\"; done");
      child.send("one");
      assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("got one");
    }
  }

  @Test
  void a_child_that_ends_by_itself_is_told_of_once() throws Exception {
    LinkedBlockingQueue<String> ended = new LinkedBlockingQueue<>();
    try (Children children = Children.open(Clock.system(), interrupted -> {})) {
      start(children, "exit 3");
      children.onEnd(child -> ended.add(child.name() + " " + child.exitCode()));
      assertThat(ended.poll(60, TimeUnit.SECONDS)).isEqualTo("child 3");
      assertThat(children.count()).isEqualTo(1);
    }
    assertThat(ended).isEmpty();
  }

  @Test
  void nothing_is_started_while_the_command_ends() {
    Children children = Children.open(Clock.system(), interrupted -> {});
    children.close();

    assertThatThrownBy(() -> start(children, "true")).isInstanceOf(IllegalStateException.class);
  }
}
