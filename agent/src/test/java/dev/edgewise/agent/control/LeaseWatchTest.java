package dev.edgewise.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LeaseWatchTest {
  private final VirtualTime time = new VirtualTime();
  private final AtomicBoolean held = new AtomicBoolean();
  private final AtomicInteger ends = new AtomicInteger();

  private void begin() {
    new LeaseWatch(Duration.ofMinutes(10), held::get, time, time).begin(ends::incrementAndGet);
  }

  @Test
  void a_node_that_never_had_a_lease_ends_after_the_time() {
    begin();
    time.run(Duration.ofSeconds(599));
    assertThat(ends).hasValue(0);
    time.run(Duration.ofSeconds(2));
    assertThat(ends).hasValue(1);
    time.run(Duration.ofHours(1));
    assertThat(ends).hasValue(1);
  }

  @Test
  void a_lease_that_is_held_now_and_then_keeps_the_node_alive() {
    begin();
    for (int i = 0; i < 20; i++) {
      held.set(true);
      time.run(Duration.ofSeconds(2));
      held.set(false);
      time.run(Duration.ofSeconds(590));
    }
    assertThat(ends).hasValue(0);
    time.run(Duration.ofSeconds(20));
    assertThat(ends).hasValue(1);
  }
}
