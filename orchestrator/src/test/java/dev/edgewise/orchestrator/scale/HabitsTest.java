package dev.edgewise.orchestrator.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.queue.WaitTable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

final class HabitsTest {
  /** A scaler that has seen some hours of a random zone. */
  private static ZoneScaler lived(SplittableRandom random) {
    // Without simulations, which are what takes time.
    ZoneScaler scaler = new ZoneScaler(ScaleRule.of(0, 8), new WaitTable(0), Tuning.standard());
    long nanos = random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L);
    Instant at = Instant.ofEpochSecond(random.nextLong(-4_000_000_000L, 4_000_000_000L));
    int names = random.nextInt(0, 100);
    for (int i = 0; i < 60; i++) {
      long since = random.nextLong(0, 200_000_000_000L);
      nanos += since;
      at = at.plusNanos(since);
      if (random.nextInt(40) == 0) {
        at = at.plusSeconds(random.nextInt(-20_000, 20_000));
      }
      Advice unused = scaler.advise(signals(random, nanos, at, names));
    }
    return scaler;
  }

  private static ZoneSignals signals(SplittableRandom random, long nanos, Instant at, int names) {
    List<MethodDemand> demands = new ArrayList<>();
    for (int i = 0; i < names; i++) {
      if (random.nextInt(4) == 0) {
        demands.add(
            new MethodDemand(
                name(i),
                random.nextDouble(0, 100),
                random.nextDouble(1e-6, 5),
                random.nextDouble(0, 30),
                Duration.ofMillis(random.nextInt(1, 100_000)),
                random.nextInt(0, 5),
                random.nextInt(0, 5)));
      }
    }
    return new ZoneSignals(nanos, at, 1, 0, 0, 4, Duration.ofSeconds(2), 0, demands);
  }

  private static String name(int number) {
    return "müßig.v1.Zählung/" + "x".repeat(number * 4) + number;
  }

  @Test
  void what_was_kept_comes_back_as_it_was_and_is_small() {
    for (long seed = 1; seed <= 40; seed++) {
      Habits habits = lived(new SplittableRandom(seed)).habits();
      byte[] bytes = habits.encoded();
      assertThat(bytes.length).as("seed %d", seed).isLessThanOrEqualTo(Habits.MOST_BYTES);
      Habits back = Habits.decode(bytes);
      assertThat(back).as("seed %d", seed).isEqualTo(habits).hasSameHashCodeAs(habits);

      ZoneScaler next = new ZoneScaler(ScaleRule.of(0, 8));
      next.resume(back);
      assertThat(next.habits()).as("seed %d, resumed", seed).isEqualTo(habits);
    }
  }

  @Test
  void of_many_methods_those_that_are_called_most_are_kept() {
    MethodMix mix = new MethodMix();
    for (int i = 0; i < 200; i++) {
      mix.see(List.of(new MethodDemand("m" + i, 1 + i, 0.1, 1, Duration.ofSeconds(1), 0, 0)), 1e-6);
    }
    List<MethodMix.Kept> kept = mix.state(Habits.MOST_METHODS);
    assertThat(kept).hasSize(64).extracting(MethodMix.Kept::method).contains("m199", "m136");
  }

  @Test
  void one_bit_that_is_another_is_seen() {
    byte[] bytes = lived(new SplittableRandom(5)).habits().encoded();
    for (int bit = 0; bit < bytes.length * 8; bit += 7) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> Habits.decode(changed))
          .as("bit %d", bit)
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .containsAnyOf("damaged", "version");
    }
  }

  @Test
  void what_ends_too_early_is_refused() {
    byte[] bytes = lived(new SplittableRandom(6)).habits().encoded();
    for (int length = 0; length < bytes.length; length += 1 + length / 50) {
      byte[] begin = Arrays.copyOf(bytes, length);
      assertThat(refused(begin)).as("%d bytes", length).isPresent();
      assertThat(refused(sealed(begin))).as("%d bytes and a checksum", length).isPresent();
    }
  }

  @Test
  void a_later_version_is_named() {
    byte[] bytes = lived(new SplittableRandom(7)).habits().encoded();
    bytes[0] = 2;
    assertThat(refused(bytes)).hasValueSatisfying(why -> assertThat(why).contains("version 2"));
    assertThat(refused(sealed(Arrays.copyOf(bytes, bytes.length - 4))))
        .hasValueSatisfying(why -> assertThat(why).contains("version 2"));
  }

  @Test
  void more_than_ever_is_written_is_not_read() {
    assertThat(refused(new byte[Habits.MOST_BYTES + 1]))
        .hasValueSatisfying(why -> assertThat(why).contains("at most " + Habits.MOST_BYTES));
  }

  @Test
  void whatever_stands_there_is_refused_or_is_habits_that_a_scaler_can_live_with() {
    int taken = 0;
    byte[] bytes = new byte[0];
    for (long seed = 1; seed <= 400; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      if (seed % 40 == 1) {
        bytes = lived(random).habits().encoded();
      }
      byte[] body = Arrays.copyOf(bytes, bytes.length - 4);
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        change(body, random);
      }
      byte[] all = sealed(body);
      Optional<String> refused = refused(all);
      if (refused.isEmpty()) {
        taken++;
        ZoneScaler scaler = new ZoneScaler(ScaleRule.of(0, 8));
        scaler.resume(Habits.decode(all));
        Advice advice = scaler.advise(signals(random, 0, Instant.EPOCH, 3));
        assertThat(advice.nodes()).as("seed %d", seed).isBetween(0, 8);
        assertThat(Habits.decode(scaler.habits().encoded())).isNotNull();
      }
    }
    // Else this would not have tried what it is about.
    assertThat(taken).isBetween(40, 380);
  }

  /** Somewhere, or where the methods stand. */
  private static void change(byte[] body, SplittableRandom random) {
    int from = random.nextBoolean() ? 1 : Math.min(body.length - 1, 18_432);
    int at = random.nextInt(from, body.length);
    if (random.nextInt(3) == 0 && at + 8 <= body.length) {
      double[] odd = {-1, Double.NaN, Double.POSITIVE_INFINITY, 0, 1e300, -0.0};
      ByteBuffer.wrap(body).putDouble(at, odd[random.nextInt(odd.length)]);
    } else {
      body[at] = (byte) random.nextInt();
    }
  }

  /** With the checksum that belongs to it. */
  private static byte[] sealed(byte[] body) {
    CRC32C checksum = new CRC32C();
    checksum.update(body);
    return ByteBuffer.allocate(body.length + 4).put(body).putInt((int) checksum.getValue()).array();
  }

  private static Optional<String> refused(byte[] bytes) {
    try {
      assertThat(Habits.decode(bytes)).isNotNull();
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
