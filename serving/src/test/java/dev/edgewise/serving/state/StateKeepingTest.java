package dev.edgewise.serving.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.Clock;
import dev.edgewise.core.model.ChainKey;
import dev.edgewise.core.model.Checkpoint;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StateKeepingTest {
  private static final ChainKey KEY = ChainKey.root(List.of());

  private final Map<String, ByteBuffer> store = new HashMap<>();
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<Checkpoint> told = new ArrayList<>();
  private final StateKeeping shared =
      StateKeeping.shared(
          new SharedStates() {
            @Override
            public void put(String key, ByteBuffer state) {
              store.put(key, state);
            }

            @Override
            public Optional<ByteBuffer> get(String key) {
              return Optional.ofNullable(store.get(key));
            }

            @Override
            public void close() {}
          },
          tasks::add,
          Clock.system());

  private static Checkpoint checkpoint(long step, int bytes, Duration cost) {
    return Checkpoint.of(KEY, step, step, cost, ByteBuffer.allocate(bytes));
  }

  private void runAll() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  @Test
  void a_small_state_goes_along_at_once() {
    StateKeeping.Keeper keeper =
        StateKeeping.alone(Clock.system()).begin(Label.INTERNAL, told::add);
    assertThat(keeper.wants(1_000, Duration.ZERO)).isTrue();
    keeper.keep(checkpoint(1, 1_000, Duration.ZERO));
    assertThat(told).hasSize(1);
    assertThat(told.get(0).state().remaining()).isEqualTo(1_000);
  }

  @Test
  void a_large_one_is_written_first_and_named_then_and_comes_back_whole() {
    StateKeeping.Keeper keeper = shared.begin(Label.INTERNAL, told::add);
    Checkpoint large = checkpoint(1, 3 << 20, Duration.ofMinutes(1));
    assertThat(keeper.wants(3 << 20, Duration.ofMinutes(1))).isTrue();
    keeper.keep(large);
    assertThat(told).as("not before it is there").isEmpty();
    assertThat(keeper.wants(3 << 20, Duration.ofMinutes(9))).as("one at a time").isFalse();
    runAll();
    assertThat(told).hasSize(1);
    Checkpoint named = told.get(0);
    assertThat(named.state().hasRemaining()).isFalse();
    assertThat(named.withState(keeper.fetch(named).orElseThrow()).belongsTo(KEY)).isTrue();
    assertThat(shared.counts().shared()).isEqualTo(1);
    assertThat(keeper.wants(3 << 20, Duration.ofSeconds(61))).as("too soon").isFalse();
    assertThat(keeper.wants(3 << 20, Duration.ofMinutes(5))).isTrue();
  }

  @Test
  void what_is_confidential_goes_to_its_caller_and_nowhere_else() {
    for (Label label : List.of(Label.CONFIDENTIAL, Label.LOCAL_ONLY)) {
      StateKeeping.Keeper keeper = shared.begin(label, told::add);
      assertThat(keeper.wants(3 << 20, Duration.ofHours(1))).isFalse();
      keeper.keep(checkpoint(1, 3 << 20, Duration.ofHours(1)));
      keeper.keep(checkpoint(1, 8, Duration.ZERO));
      runAll();
    }
    assertThat(store).isEmpty();
    assertThat(told).hasSize(2);
  }

  @Test
  void two_owners_write_the_same_under_the_same_name() {
    for (int owner = 0; owner < 2; owner++) {
      shared.begin(Label.INTERNAL, told::add).keep(checkpoint(1, 3 << 20, Duration.ofMinutes(1)));
    }
    runAll();
    assertThat(store).hasSize(1);
    assertThat(told.get(0).key()).isEqualTo(told.get(1).key());
  }

  @Test
  void without_a_store_a_large_one_is_left_out() {
    StateKeeping alone = StateKeeping.alone(Clock.system());
    assertThat(alone.begin(Label.INTERNAL, told::add).wants(3 << 20, Duration.ofHours(1)))
        .isFalse();
    alone.begin(Label.INTERNAL, told::add).keep(checkpoint(1, 3 << 20, Duration.ofHours(1)));
    assertThat(told).isEmpty();
    assertThat(alone.counts().leftOut()).isEqualTo(2);
    assertThat(alone.begin(Label.INTERNAL, told::add).fetch(checkpoint(1, 8, Duration.ZERO)))
        .isEmpty();
  }
}
