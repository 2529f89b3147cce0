package dev.edgewise.serving.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.Clock;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Signature;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.TensorSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

final class WarmupTest {
  @Test
  void ends_when_runs_get_no_faster() {
    SlowModel model = new SlowModel(run -> run < 3 ? 500 - 100L * run : 20);

    Warmed warmed = new Warmup(model, 50, Duration.ofMinutes(1)).warm(model);

    // The median of 500 400 300 20 20 is above that of the five after them; that of 400 300 20 20
    // 20 is not.
    assertThat(warmed.stable()).isTrue();
    assertThat(warmed.runs()).isEqualTo(11);
    assertThat(warmed.first()).isEqualTo(Duration.ofMillis(500));
    assertThat(warmed.settled()).isEqualTo(Duration.ofMillis(20));
    assertThat(warmed.took()).isEqualTo(Duration.ofMillis(1360));
    assertThat(model.inputs).hasSize(11);
  }

  @Test
  void one_slow_run_does_not_look_like_a_fall() {
    SlowModel model = new SlowModel(run -> run == 1 ? 900 : 20);

    assertThat(new Warmup(model, 50, Duration.ofMinutes(1)).warm(model).runs())
        .isEqualTo(2 * Warmup.WINDOW);
  }

  @Test
  void getting_slower_is_warm() {
    SlowModel model = new SlowModel(run -> 10 + 10L * run);

    assertThat(new Warmup(model, 50, Duration.ofMinutes(1)).warm(model).runs())
        .isEqualTo(2 * Warmup.WINDOW);
  }

  @Test
  void runs_are_bounded() {
    SlowModel model = new SlowModel(run -> 1_000_000 >> run);

    Warmed warmed = new Warmup(model, 10, Duration.ofDays(1)).warm(model);

    assertThat(warmed.runs()).isEqualTo(10);
    assertThat(warmed.stable()).isFalse();
  }

  @Test
  void time_is_bounded_but_one_run_there_is() {
    SlowModel model = new SlowModel(run -> 9_000);

    Warmed warmed = Warmup.of(model).warm(model);

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
      Warmed warmed = Warmup.of(model).warm(model);

      assertThat(warmed.runs()).isBetween(1, 50);
      assertThat(warmed.took()).isLessThan(Duration.ofSeconds(5).plusMillis(scale));
    }
  }

  @Test
  void inputs_are_zeros_with_open_sizes_as_one() {
    SlowModel model = new SlowModel(run -> 1);

    assertThat(Warmup.of(model).warm(model).stable()).isTrue();
    Tensor input = model.inputs.getFirst().getFirst();
    assertThat(input.shape()).containsExactly(1, 4);
    assertThat(input.toFloats()).containsOnly(0f);
  }

  @Test
  void what_the_model_throws_comes_out() {
    SlowModel model =
        new SlowModel(
            run -> {
              throw new IllegalStateException("broken");
            });

    assertThatThrownBy(() -> Warmup.of(model).warm(model)).hasMessage("broken");
  }

  @Test
  void bounds_are_checked() {
    SlowModel clock = new SlowModel(run -> 1);
    assertThatThrownBy(() -> new Warmup(clock, 0, Duration.ofSeconds(1)))
        .hasMessageContaining("maxRuns: 0");
    assertThatThrownBy(() -> new Warmup(clock, 1, Duration.ZERO)).hasMessageContaining("maxTime");
  }

  /** A model whose runs take what a function says, on a clock that stands still otherwise. */
  private static final class SlowModel implements TensorModel, Clock {
    private final IntToLongFunction millis;
    private final List<List<Tensor>> inputs = new ArrayList<>();
    private long nanos = -77;

    SlowModel(IntToLongFunction millis) {
      this.millis = millis;
    }

    @Override
    public String name() {
      return "slow";
    }

    @Override
    public long memoryBytes() {
      return 0;
    }

    @Override
    public Signature signature() {
      return new Signature(
          List.of(new TensorSpec("x", ElementType.FLOAT32, List.of(-1, 4))), List.of());
    }

    @Override
    public List<Tensor> run(List<Tensor> input) {
      nanos += millis.applyAsLong(inputs.size()) * 1_000_000;
      inputs.add(input);
      return List.of();
    }

    @Override
    public void close() {}

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
