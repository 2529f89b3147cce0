package dev.edgewise.lab.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SurvivalTest {
  private static final long MILLI = 1_000_000;
  private static final List<String> UNDISTURBED = List.of("a", "b", "c", "d");
  private static final Survival.Bounds BOUNDS = new Survival.Bounds(3_000, 10);

  private final AtomicLong now = new AtomicLong();
  private final Watched watched = new Watched(now::get);

  /**
   * Chunks as CONTENT:DONE:MILLIS; when the node was lost; how far the log says it was taken up.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what came                              | lost | at | what is wrong
          a:10:100 b:20:200 c:30:2900 d:40:3000    | 250  | 15 | ''
          # what is on its way when the node dies shortens no gap
          a:10:100 b:20:300 c:30:3400 d:40:3500    | 250  | 20 | nothing came for 3100 ms
          # one that comes twice
          a:10:100 b:20:200 b:20:400 c:30:500 d:40:600 | 250 | 10 | \
          chunk 3 of 5 is not that of the undisturbed run of 4
          # too much is made twice
          a:10:100 b:20:200 c:30:400 d:40:500      | 250  | 9  | 11 were made twice
          a:10:100 b:20:200 c:30:400 d:40:500      | 250  |    | no node said where it went on
          """)
  void a_stream_survives_when_all_of_it_comes_once_and_in_time(
      String chunks, long lostMillis, @Nullable Long resumedAt, String problem) {
    come(chunks);
    watched.completed();
    assertThat(judge(lostMillis, resumedAt).problem().orElse("")).isEqualTo(problem);
  }

  @Test
  void what_it_went_through_is_told() {
    come("a:10:100 b:20:200 c:30:2900 d:40:3000");
    watched.completed();
    Survival survival = judge(250, 15L);
    assertThat(survival.before()).isEqualTo(2);
    assertThat(survival.gapMillis()).isEqualTo(2_700);
    assertThat(survival.repeated()).hasValue(5);
  }

  @Test
  void a_stream_that_was_not_hit_shows_nothing() {
    come("a:10:100 b:20:200 c:30:400 d:40:500");
    watched.completed();
    assertThat(judge(600, 40L).problem()).isPresent();
    assertThat(judge(50, 0L).problem()).isPresent();
  }

  @Test
  void a_stream_that_failed_says_why() {
    come("a:10:100");
    watched.failed("EW6003 gone");
    assertThat(judge(150, null).problem()).hasValue("EW6003 gone");
  }

  @Test
  void a_campaign_holds_only_when_all_streams_of_all_rounds_do() {
    come("a:10:100 b:20:200 c:30:400 d:40:500");
    watched.completed();
    Survival good = judge(250, 20L);
    Survival bad = judge(250, null);
    assertThat(killings(List.of(good, good)).held()).isTrue();
    assertThat(killings(List.of(good, bad)).held()).isFalse();
    assertThat(killings(List.of(good)).held()).isFalse();
    assertThat(killings(List.of(good, bad)).text())
        .contains("1 of 2 streams held")
        .contains("NOT HELD");
    assertThat(Killings.json(List.of(killings(List.of(good, good))), "x", Instant.EPOCH))
        .contains("\"schema\": \"edgewise.lab.generation-kill/1\"")
        .contains("\"worstGapMillis\": 200");
  }

  private static Killings killings(List<Survival> survivals) {
    return new Killings(Kind.PICTURES, 1, survivals, Optional.empty(), Optional.empty());
  }

  private void come(String chunks) {
    for (String chunk : chunks.split(" ", -1)) {
      String[] parts = chunk.split(":", -1);
      now.set(Long.parseLong(parts[2]) * MILLI);
      watched.chunk(parts[0], Long.parseLong(parts[1]));
    }
  }

  private Survival judge(long lossMillis, @Nullable Long resumedAt) {
    return Survival.of(
        new Survival.Loss(1, "KILL", "west1-a", lossMillis * MILLI),
        "sdk",
        UNDISTURBED,
        watched,
        resumedAt == null ? OptionalLong.empty() : OptionalLong.of(resumedAt),
        BOUNDS);
  }
}
