package dev.edgewise.serving.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.edgewise.core.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PopularityTest {
  private Instant now = Instant.parse("2026-03-01T08:00:00Z");

  private final Clock clock =
      new Clock() {
        @Override
        public long nanos() {
          throw new UnsupportedOperationException("only the time of day outlives a restart");
        }

        @Override
        public Instant now() {
          return now;
        }
      };

  private Popularity popularity = new Popularity(clock);

  private void called(String name, int times) {
    for (int i = 0; i < times; i++) {
      popularity.called(name);
    }
  }

  private void restart(Duration off) {
    String text = popularity.encode();
    now = now.plus(off);
    popularity = new Popularity(clock);
    assertThat(popularity.add(text)).isTrue();
  }

  @Test
  void counts_halve_each_day_also_while_the_node_is_off() {
    called("faces", 8);
    restart(Duration.ofDays(2));

    assertThat(popularity.ranked())
        .singleElement()
        .satisfies(each -> assertThat(each.count()).isCloseTo(2, within(1e-4)));
    called("faces", 1);
    assertThat(popularity.ranked().getFirst().count()).isCloseTo(3, within(1e-4));
  }

  @Test
  void the_most_load_time_saved_for_each_byte_comes_first_and_what_fits_is_taken() {
    called("slow", 10);
    popularity.loaded("slow", Duration.ofSeconds(10), 600);
    called("quick", 100);
    popularity.loaded("quick", Duration.ofMillis(10), 300);
    called("huge", 1_000);
    popularity.loaded("huge", Duration.ofSeconds(10), 5_000);
    called("seldom", 1);
    popularity.loaded("seldom", Duration.ofSeconds(1), 100);
    restart(Duration.ofHours(1));

    // The one that was called once is worth less than one call by now.
    assertThat(popularity.best(1_000))
        .extracting(Popularity.Remembered::name)
        .containsExactly("slow", "quick");
  }

  @Test
  void a_damaged_file_changes_nothing() {
    called("faces", 3);
    popularity.loaded("faces", Duration.ofSeconds(1), 77);
    String text = popularity.encode();
    Random random = new Random(2);
    for (int i = 0; i < 2_000; i++) {
      char[] damaged = text.toCharArray();
      int at = random.nextInt(damaged.length);
      damaged[at] = (char) ('!' + random.nextInt(90));
      String read = new String(damaged, 0, random.nextBoolean() ? damaged.length : at);
      Popularity fresh = new Popularity(clock);
      if (!read.equals(text)) {
        assertThat(fresh.add(read)).as(read).isFalse();
        assertThat(fresh.ranked()).isEmpty();
      }
    }
  }

  @Test
  void names_without_end_do_not_fill_the_memory() {
    called("faces", 2);
    for (int i = 0; i < 3 * Popularity.MAX_MODELS; i++) {
      popularity.called("m" + i);
    }
    assertThat(popularity.ranked()).hasSize(Popularity.MAX_MODELS);
    assertThat(popularity.ranked()).extracting(Popularity.Remembered::name).contains("faces");
  }
}
