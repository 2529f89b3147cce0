package dev.edgewise.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

final class VirtualTimelineTest {
  private final VirtualTimeline time = new VirtualTimeline();
  private final List<String> seen = new ArrayList<>();

  @Test
  void tasks_that_sleep_overlap_as_on_real_threads() {
    Executor executor = time.executor();
    executor.execute(() -> sleepAndTell("long", 30));
    executor.execute(() -> sleepAndTell("short", 10));
    time.schedule(Duration.ofNanos(20), () -> seen.add("between at " + time.nanos()));
    time.run(() -> seen.size() == 3, 1_000);

    assertThat(seen).containsExactly("short at 10", "between at 20", "long at 30");
  }

  @Test
  void what_breaks_in_a_task_breaks_the_run() {
    time.executor()
        .execute(
            () -> {
              throw new IllegalArgumentException("broken");
            });
    assertThatThrownBy(() -> time.run(() -> false, 1_000)).hasRootCauseMessage("broken");
  }

  @Test
  void only_its_tasks_may_sleep() {
    assertThatThrownBy(() -> time.sleep(1)).isInstanceOf(IllegalStateException.class);
  }

  private void sleepAndTell(String name, long nanos) {
    time.sleep(nanos);
    seen.add(name + " at " + time.nanos());
  }
}
