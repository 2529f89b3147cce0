package dev.edgewise.orchestrator.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Clock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How long pictures lie, and what is said of those that have gone. */
final class PictureShelfTest {
  private long nanos;

  private final PictureShelf shelf =
      new PictureShelf(
          new PictureShelf.Bounds(3, 100, Duration.ofHours(1)),
          new Clock() {
            @Override
            public long nanos() {
              return nanos;
            }

            @Override
            public Instant now() {
              return Instant.EPOCH.plusNanos(nanos);
            }
          },
          new Random(1));

  private String put(int bytes) {
    return shelf.put(ByteBuffer.allocate(bytes), "boots", "a boot", true);
  }

  @Test
  void a_picture_lies_for_its_time_and_is_then_told_to_be_gone() {
    String id = put(10);
    nanos = Duration.ofHours(1).toNanos() - 1;
    assertThat(shelf.find(id)).isInstanceOf(PictureShelf.Found.Png.class);
    nanos++;
    assertThat(shelf.find(id)).isInstanceOf(PictureShelf.Found.Gone.class);
    assertThat(shelf.find("never")).isInstanceOf(PictureShelf.Found.Unknown.class);
    assertThat(shelf.newest(12)).isEmpty();
  }

  @Test
  void the_oldest_make_room_by_number_and_by_bytes() {
    String first = put(1);
    put(1);
    put(1);
    String fourth = put(1);
    assertThat(shelf.find(first)).isInstanceOf(PictureShelf.Found.Gone.class);
    put(99);
    assertThat(shelf.find(fourth)).isInstanceOf(PictureShelf.Found.Png.class);
    put(50);
    assertThat(shelf.find(fourth)).isInstanceOf(PictureShelf.Found.Gone.class);
  }

  @Test
  void how_long_pictures_are_kept_is_told_in_words() {
    assertThat(shelf.age()).isEqualTo("1 h");
    assertThat(kept(Duration.ofSeconds(90))).isEqualTo("90.0 s");
    assertThat(kept(Duration.ofMinutes(90))).isEqualTo("90 min");
  }

  private static String kept(Duration age) {
    return new PictureShelf(new PictureShelf.Bounds(1, 1, age), Clock.system(), new Random(1))
        .age();
  }

  @Test
  void a_picture_that_is_not_for_all_eyes_is_not_listed() {
    String id = shelf.put(ByteBuffer.allocate(1), "boots", "secret", false);
    assertThat(shelf.newest(12)).isEmpty();
    assertThat(shelf.find(id)).isInstanceOf(PictureShelf.Found.Png.class);
  }
}
