package dev.edgewise.serving.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

final class SealedEntryTest {
  private static final Key KEY = Samples.key("a");

  @Property
  void what_was_sealed_is_opened_as_it_was(
      @ForAll byte[] value,
      @ForAll byte[] about,
      @ForAll @LongRange(min = 0, max = 4_000_000_000L) long created,
      @ForAll @IntRange(min = 0, max = 999_999_999) int nano,
      @ForAll @LongRange(min = 0) long cost) {
    Entry entry =
        new Entry(
            ByteBuffer.wrap(value),
            ByteBuffer.wrap(about),
            Instant.ofEpochSecond(created, nano),
            Instant.ofEpochSecond(created + 60, nano),
            Duration.ofNanos(cost));
    assertThat(SealedEntry.open(KEY, SealedEntry.seal(KEY, entry))).contains(entry);
  }

  @Property
  void one_bit_that_differs_is_seen(
      @ForAll @Size(min = 1, max = 200) byte[] value, @ForAll int where) {
    byte[] sealed = SealedEntry.seal(KEY, entry(value));
    int bit = Math.floorMod(where, sealed.length * 8);
    sealed[bit / 8] ^= (byte) (1 << bit % 8);
    assertThat(SealedEntry.open(KEY, sealed)).isEmpty();
  }

  @Property
  void a_beginning_is_not_the_whole(@ForAll @Size(max = 200) byte[] value, @ForAll int cut) {
    byte[] sealed = SealedEntry.seal(KEY, entry(value));
    byte[] begun = java.util.Arrays.copyOf(sealed, Math.floorMod(cut, sealed.length));
    assertThat(SealedEntry.open(KEY, begun)).isEmpty();
  }

  @Property
  void whatever_bytes_come_nothing_is_thrown(@ForAll byte[] bytes) {
    assertThat(SealedEntry.open(KEY, bytes)).isEmpty();
  }

  @Property
  void it_is_not_opened_under_another_key(@ForAll byte[] value) {
    byte[] sealed = SealedEntry.seal(KEY, entry(value));
    assertThat(SealedEntry.open(Samples.key("b"), sealed)).isEmpty();
  }

  private static Entry entry(byte[] value) {
    return new Entry(
        ByteBuffer.wrap(value),
        ByteBuffer.allocate(3),
        Samples.START,
        Samples.START.plusSeconds(60),
        Duration.ofMillis(5));
  }
}
