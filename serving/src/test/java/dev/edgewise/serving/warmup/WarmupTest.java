package dev.edgewise.serving.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

final class WarmupTest {
  @Test
  void ends_when_runs_get_no_faster() {
    SlowModel model = new SlowModel(run -> run < 3 ? 500 - 100L * run : 20);

    Warmed warmed = warm(model, 50, Duration.ofMinutes(1));

    // The median of 500 400 300 20 20 is above that of the five after them; that of 400 300 20 20
    // 20 is not.
    assertThat(warmed.stable()).isTrue();
    assertThat(warmed.runs()).isEqualTo(11);
    assertThat(warmed.first()).isEqualTo(Duration.ofMillis(500));
    assertThat(warmed.settled()).isEqualTo(Duration.ofMillis(20));
    assertThat(warmed.took()).isEqualTo(Duration.ofMillis(1360));
    assertThat(model.runs).isEqualTo(11);
  }

  @Test
  void one_slow_run_does_not_look_like_a_fall() {
    SlowModel model = new SlowModel(run -> run == 1 ? 900 : 20);

    assertThat(warm(model, 50, Duration.ofMinutes(1)).runs()).isEqualTo(2 * Warmup.WINDOW);
  }

  @Test
  void getting_slower_is_warm() {
    SlowModel model = new SlowModel(run -> 10 + 10L * run);

    assertThat(warm(model, 50, Duration.ofMinutes(1)).runs()).isEqualTo(2 * Warmup.WINDOW);
  }

  @Test
  void runs_are_bounded() {
    SlowModel model = new SlowModel(run -> 1_000_000 >> run);

    Warmed warmed = warm(model, 10, Duration.ofDays(1));

    assertThat(warmed.runs()).isEqualTo(10);
    assertThat(warmed.stable()).isFalse();
  }

  @Test
  void time_is_bounded_but_one_run_there_is() {
    SlowModel model = new SlowModel(run -> 9_000);

    Warmed warmed = warm(model, 50, Duration.ofSeconds(5));

    assertThat(warmed.runs()).isEqualTo(1);
    assertThat(warmed.stable()).isFalse();
    assertThat(warmed.settled()).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void any_run_times_end_within_the_bounds() {
    Random random = new Random(8);
    for (int i = 0; i < 1000; i++) {
      long scale = 1L + random.nextInt(2000);
      SlowModel model = new SlowModel(run -> (long) (scale * random.nextDouble()));
      Warmed warmed = warm(model, 50, Duration.ofSeconds(5));

      assertThat(warmed.runs()).isBetween(1, 50);
      assertThat(warmed.took()).isLessThan(Duration.ofSeconds(5).plusMillis(scale));
    }
  }

  @Test
  void what_the_model_throws_comes_out() {
    SlowModel model =
        new SlowModel(
            run -> {
              throw new IllegalStateException("broken");
            });

    assertThatThrownBy(() -> warm(model, 50, Duration.ofSeconds(5))).hasMessage("broken");
  }

  @Test
  void bounds_are_checked() {
    SlowModel clock = new SlowModel(run -> 1);
    assertThatThrownBy(() -> new Warmup(clock, 0, Duration.ofSeconds(1)))
        .hasMessageContaining("maxRuns: 0");
    assertThatThrownBy(() -> new Warmup(clock, 1, Duration.ZERO)).hasMessageContaining("maxTime");
  }

  private static Warmed warm(SlowModel model, int maxRuns, Duration maxTime) {
    return new Warmup(model, maxRuns, maxTime).warm(model);
  }

  /** Something whose runs take what a function says, on a clock that stands still otherwise. */
  private static final class SlowModel implements Runnable, Clock {
    private final IntToLongFunction millis;
    private int runs;
    private long nanos = -77;

    SlowModel(IntToLongFunction millis) {
      this.millis = millis;
    }

    @Override
    public void run() {
      nanos += millis.applyAsLong(runs) * 1_000_000;
      runs++;
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public Instant now() {
      throw new UnsupportedOperationException("a warm-up has no business with the time of day");
    }
  }
}
