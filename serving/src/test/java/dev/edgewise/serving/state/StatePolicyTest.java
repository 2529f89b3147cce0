package dev.edgewise.serving.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.serving.state.StatePolicy.Where;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StatePolicyTest {
  private static final long MIB = 1 << 20;

  private static Where where(long bytes, Duration cost, Duration sinceLast, @Nullable Speed speed) {
    return StatePolicy.where(bytes, cost, sinceLast, speed);
  }

  private static Where where(long bytes, Duration cost, @Nullable Speed speed) {
    return where(bytes, cost, cost, speed);
  }

  @Test
  void small_ones_always_go_along() {
    assertThat(where(0, Duration.ZERO, null)).isEqualTo(Where.ALONG);
    assertThat(where(StatePolicy.SMALL, Duration.ZERO, Speed.UNKNOWN)).isEqualTo(Where.ALONG);
  }

  @Test
  void larger_ones_go_along_when_computing_them_took_longer_than_sending_does() {
    assertThat(where(MIB, Duration.ofMillis(5), null)).isEqualTo(Where.NOWHERE);
    assertThat(where(MIB, Duration.ofMillis(30), null)).isEqualTo(Where.ALONG);
    assertThat(where(MIB + 1, Duration.ofHours(1), null)).isEqualTo(Where.NOWHERE);
  }

  @Test
  void the_largest_are_shared_when_that_is_cheaper_than_computing_again_by_what_was_measured() {
    Speed slow = Speed.UNKNOWN;
    for (int i = 0; i < 50; i++) {
      slow = slow.read(10 * MIB, Duration.ofSeconds(10).toNanos());
    }
    Speed fast = Speed.UNKNOWN;
    for (int i = 0; i < 50; i++) {
      fast = fast.read(10 * MIB, Duration.ofMillis(10).toNanos());
    }
    Duration cost = Duration.ofSeconds(15);
    assertThat(where(10 * MIB, cost, slow)).isEqualTo(Where.NOWHERE);
    assertThat(where(10 * MIB, cost, fast)).isEqualTo(Where.SHARED);
    assertThat(where(StatePolicy.MOST_SHARED + 1, Duration.ofHours(1), fast))
        .isEqualTo(Where.NOWHERE);
  }

  @Test
  void writing_takes_two_percent_of_the_work_since_the_last_at_most() {
    // At 50 MB/s, 10 MiB take about 211 ms.
    assertThat(where(10 * MIB, Duration.ofMinutes(5), Duration.ofSeconds(9), Speed.UNKNOWN))
        .isEqualTo(Where.NOWHERE);
    assertThat(where(10 * MIB, Duration.ofMinutes(5), Duration.ofSeconds(11), Speed.UNKNOWN))
        .isEqualTo(Where.SHARED);
  }

  @Property
  void nothing_above_a_megabyte_goes_along_and_what_is_worth_it_stays_so_when_it_cost_more(
      @ForAll @LongRange(min = 0, max = 40_000_000) long bytes,
      @ForAll @LongRange(min = 0, max = 600_000) long millis,
      @ForAll @LongRange(min = 0, max = 600_000) long more) {
    Where now = where(bytes, Duration.ofMillis(millis), Speed.UNKNOWN);
    if (bytes > Checkpoint.MOST_IN_BAND) {
      assertThat(now).isNotEqualTo(Where.ALONG);
      assertThat(where(bytes, Duration.ofMillis(millis), null)).isEqualTo(Where.NOWHERE);
    }
    if (now != Where.NOWHERE) {
      assertThat(where(bytes, Duration.ofMillis(millis + more), Speed.UNKNOWN)).isEqualTo(now);
    }
  }
}
