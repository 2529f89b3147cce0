package dev.edgewise.sdk.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.model.ChainKey;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.core.model.Generation;
import dev.edgewise.core.model.StateFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class HostedGenerationTest {
  private static final StateFormat<Long> POSITION =
      new StateFormat<>() {
        @Override
        public String name() {
          return "position/1";
        }

        @Override
        public long size(Long state) {
          return Long.BYTES;
        }

        @Override
        public ByteBuffer write(Long state) {
          return ByteBuffer.allocate(Long.BYTES).putLong(0, state);
        }

        @Override
        public Long read(ByteBuffer bytes) {
          if (bytes.remaining() != Long.BYTES) {
            throw new IllegalArgumentException("8 bytes are a position");
          }
          return bytes.getLong();
        }
      };

  private final List<Checkpoint> kept = new ArrayList<>();
  private final List<String> notResumed = new ArrayList<>();
  private Optional<ByteBuffer> elsewhere = Optional.empty();

  private RunningGeneration running(int chunks, @Nullable Checkpoint offered) {
    List<Message> emitted = new ArrayList<>();
    for (int i = 0; i < chunks; i++) {
      emitted.add(Message.of(new byte[] {(byte) (i + 1)}));
    }
    return new RunningGeneration(
        "g",
        1,
        42,
        emitted,
        Optional.ofNullable(offered),
        ChainKey.root(List.of()).then("tenant a"),
        new RunningGeneration.Keeper() {
          @Override
          public boolean wants(long bytes, Duration cost) {
            return true;
          }

          @Override
          public void keep(Checkpoint checkpoint) {
            kept.add(checkpoint);
          }

          @Override
          public Optional<ByteBuffer> fetch(Checkpoint checkpoint) {
            return elsewhere;
          }

          @Override
          public void notResumed(String because) {
            notResumed.add(because);
          }
        });
  }

  private static HostedGeneration<Long, Integer> generation(RunningGeneration running) {
    return new HostedGeneration<>(
        running,
        POSITION,
        "model/1",
        message -> (int) message.bytes()[0],
        chunk -> {
          boolean unused = running.gives();
        },
        () -> false);
  }

  /** A checkpoint after four chunks. */
  private Checkpoint afterFour() throws InterruptedException {
    HostedGeneration<Long, Integer> generation = generation(running(0, null));
    for (int i = 1; i <= 4; i++) {
      generation.emit(i);
    }
    generation.checkpoint(8, 8L, Duration.ofSeconds(2));
    return kept.get(kept.size() - 1);
  }

  @Test
  void it_goes_on_from_its_own_checkpoint_behind_the_chunks_that_it_counts() throws Exception {
    Checkpoint checkpoint = afterFour();
    assertThat(checkpoint.chunks()).isEqualTo(4);
    RunningGeneration running = running(6, checkpoint);
    HostedGeneration<Long, Integer> generation = generation(running);
    assertThat(generation.seed()).isEqualTo(42);
    assertThat(generation.emitted()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(generation.resume(generation.key())).contains(8L);
    assertThat(running.given()).isEqualTo(4);
    assertThat(running.gives()).as("the fifth, which the caller has").isFalse();
    assertThat(running.gives()).isFalse();
    assertThat(running.gives()).isTrue();
  }

  @Test
  void what_was_changed_or_counts_what_nobody_has_or_cannot_be_read_is_not_taken_up()
      throws Exception {
    Checkpoint good = afterFour();
    ChainKey key = generation(running(0, null)).key();
    List<Checkpoint> bad =
        List.of(
            good.withState(ByteBuffer.allocate(8).putLong(0, 9)),
            new Checkpoint(good.key(), 9, 4, good.cost(), good.stateDigest(), good.state()),
            new Checkpoint(good.key(), 8, 3, good.cost(), good.stateDigest(), good.state()),
            Checkpoint.of(key, 8, 5, good.cost(), good.state()),
            Checkpoint.of(key, 8, 4, good.cost(), ByteBuffer.allocate(3)),
            Checkpoint.of(
                ChainKey.root(List.of()).then("tenant b"), 8, 4, good.cost(), good.state()),
            good.withState(ByteBuffer.allocate(0)));
    for (Checkpoint each : bad) {
      RunningGeneration running = running(4, each);
      HostedGeneration<Long, Integer> generation = generation(running);
      assertThat(generation.resume(generation.key())).isEmpty();
      assertThat(running.given()).isZero();
    }
    assertThat(notResumed).hasSameSizeAs(bad);
  }

  @Test
  void a_state_that_lies_elsewhere_is_fetched_and_checked() throws Exception {
    Checkpoint good = afterFour();
    Checkpoint away = good.withState(ByteBuffer.allocate(0));
    elsewhere = Optional.of(good.state());
    HostedGeneration<Long, Integer> generation = generation(running(4, away));
    assertThat(generation.resume(generation.key())).contains(8L);
    elsewhere = Optional.of(ByteBuffer.allocate(8));
    assertThat(generation(running(4, away)).resume(generation.key())).isEmpty();
  }

  @Test
  void under_a_key_that_was_made_of_its_own_it_writes_and_finds_its_checkpoints() throws Exception {
    HostedGeneration<Long, Integer> first = generation(running(0, null));
    ChainKey steps30 = first.key().then(30);
    assertThat(first.resume(steps30)).isEmpty();
    first.checkpoint(1, 1L, Duration.ZERO);
    Checkpoint checkpoint = kept.get(0);
    assertThat(generation(running(0, checkpoint)).resume(steps30)).contains(1L);
    assertThat(generation(running(0, checkpoint)).resume(first.key())).isEmpty();
    assertThat(generation(running(0, checkpoint)).resume(first.key().then(20))).isEmpty();
  }

  private static Stream<Integer> count(int to) {
    return Generations.stream(
        POSITION,
        generation -> {
          for (long at = generation.resume(generation.key()).orElse(0L) + 1; at <= to; at++) {
            generation.emit((int) at);
            generation.checkpoint(at, at, Duration.ZERO);
          }
          if (to == 3) {
            throw new IOException("cannot count further");
          }
        });
  }

  @Test
  void a_services_stream_works_without_any_host() {
    assertThat(count(5)).containsExactly(1, 2, 3, 4, 5);
    assertThat(count(5).filter(i -> i > 1).findFirst()).contains(2);
    var each = count(5).iterator();
    assertThat(each.next()).isEqualTo(1);
    assertThat(each.next()).isEqualTo(2);
    List<Integer> read = new ArrayList<>();
    assertThatThrownBy(() -> count(3).forEach(read::add))
        .as("whatever it throws")
        .isInstanceOf(IOException.class);
    assertThat(read).containsExactly(1, 2, 3);
  }

  @Test
  void alone_it_is_whole_and_keeps_nothing() {
    Stream<List<Integer>> stream =
        Generations.<Long, List<Integer>>stream(
            POSITION,
            (Generation<Long, List<Integer>> generation) -> {
              assertThat(generation.emitted()).isEmpty();
              assertThat(generation.cancelled()).isFalse();
              generation.continueAfterEmitted();
              generation.emit(List.of(1));
            });
    assertThat(stream).containsExactly(List.of(1));
  }
}
