package dev.edgewise.serving.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class PictureStateTest {
  @Property
  void what_was_written_is_read(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 50) int length,
      @ForAll @IntRange(max = 10) int finished,
      @ForAll boolean drawing) {
    Random random = new Random(seed);
    PictureState state =
        new PictureState(
            drawing ? random.nextInt(1000) : 0,
            drawing || finished == 0 ? numbers(random, length) : new float[0],
            Stream.generate(() -> numbers(random, length)).limit(finished).toList());
    byte[] bytes = state.write();
    assertThat(bytes).hasSize(state.bytes());
    PictureState read = PictureState.read(bytes).orElseThrow();
    assertThat(read.step()).isEqualTo(state.step());
    assertThat(read.sample()).isEqualTo(state.sample());
    assertThat(read.finished()).hasSize(finished);
    for (int i = 0; i < finished; i++) {
      assertThat(read.finished().get(i)).isEqualTo(state.finished().get(i));
    }
  }

  @Property
  void any_bytes_are_read_or_not_and_never_fail(@ForAll @Size(max = 200) byte[] bytes) {
    assertReadsSoundly(bytes);
  }

  @Property
  void a_state_with_a_byte_changed_is_read_or_not_and_never_fails(
      @ForAll long seed, @ForAll @IntRange(max = 60) int at, @ForAll byte value) {
    Random random = new Random(seed);
    byte[] bytes = new PictureState(3, numbers(random, 6), List.of(numbers(random, 6))).write();
    bytes[at] = value;
    assertReadsSoundly(bytes);
  }

  private static void assertReadsSoundly(byte[] bytes) {
    Optional<PictureState> read = PictureState.read(bytes);
    read.ifPresent(state -> assertThat(state.write()).isEqualTo(bytes));
  }

  @Test
  void other_versions_too_much_and_too_little_are_nothing() {
    byte[] good = new PictureState(3, new float[] {1, 2}, List.of(new float[] {3, 4})).write();
    assertThat(PictureState.read(good)).isPresent();
    assertThat(PictureState.read(new byte[0])).isEmpty();
    assertThat(PictureState.read(Arrays.copyOf(good, good.length - 1))).isEmpty();
    assertThat(PictureState.read(Arrays.copyOf(good, good.length + 4))).isEmpty();
    good[0] = 2;
    assertThat(PictureState.read(good)).isEmpty();
  }

  @Test
  void what_is_not_a_finite_number_is_nothing() {
    for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThat(PictureState.read(new PictureState(1, new float[] {wrong}, List.of()).write()))
          .isEmpty();
      assertThat(
              PictureState.read(
                  new PictureState(1, new float[] {1}, List.of(new float[] {wrong})).write()))
          .isEmpty();
    }
  }

  @Test
  void lengths_that_no_memory_holds_are_nothing() {
    byte[] bytes = new PictureState(1, new float[] {1}, List.of()).write();
    ByteBuffer.wrap(bytes).putInt(1, Integer.MAX_VALUE);
    assertThat(PictureState.read(bytes)).isEmpty();
    ByteBuffer.wrap(bytes).putInt(1, 1 << 30).putInt(5, 4);
    assertThat(PictureState.read(bytes)).isEmpty();
  }

  private static float[] numbers(Random random, int length) {
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
