package dev.edgewise.lab.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SurvivalTest {
  private static final long MILLI = 1_000_000;
  private static final List<String> UNDISTURBED = List.of("a", "b", "c", "d");
  private static final Survival.Bounds BOUNDS = new Survival.Bounds(3_000, 10);

  private final AtomicLong now = new AtomicLong();
  private final Watched watched = new Watched(now::get);

  @Test
  void a_stream_that_goes_on_in_time_has_survived() {
    come("a", 10, 100);
    come("b", 20, 200);
    come("c", 30, 2_900);
    come("d", 40, 3_000);
    watched.completed();
    Survival survival = judge(250, OptionalLong.of(15));
    assertThat(survival.problem()).isEmpty();
    assertThat(survival.before()).isEqualTo(2);
    assertThat(survival.gapMillis()).isEqualTo(2_700);
    assertThat(survival.repeated()).hasValue(5);
  }

  @Test
  void what_is_on_its_way_when_the_node_dies_shortens_no_gap() {
    come("a", 10, 100);
    come("b", 20, 300);
    come("c", 30, 3_400);
    come("d", 40, 3_500);
    watched.completed();
    assertThat(judge(250, OptionalLong.of(20)).problem()).hasValue("nothing came for 3100 ms");
  }

  @Test
  void a_chunk_that_is_lost_or_comes_twice_shows() {
    come("a", 10, 100);
    come("b", 20, 200);
    come("b", 20, 400);
    come("c", 30, 500);
    come("d", 40, 600);
    watched.completed();
    assertThat(judge(250, OptionalLong.of(10)).problem())
        .hasValue("chunk 3 of 5 is not that of the undisturbed run of 4");
  }

  @Test
  void too_much_repeated_work_shows() {
    come("a", 10, 100);
    come("b", 20, 200);
    come("c", 30, 400);
    come("d", 40, 500);
    watched.completed();
    assertThat(judge(250, OptionalLong.of(9)).problem()).hasValue("11 were made twice");
    assertThat(judge(250, OptionalLong.empty()).problem())
        .hasValue("no node said where it went on");
  }

  @Test
  void a_stream_that_was_not_hit_shows_nothing() {
    come("a", 10, 100);
    come("b", 20, 200);
    come("c", 30, 400);
    come("d", 40, 500);
    watched.completed();
    assertThat(judge(600, OptionalLong.of(40)).problem()).isPresent();
    assertThat(judge(50, OptionalLong.of(0)).problem()).isPresent();
  }

  @Test
  void a_stream_that_failed_says_why() {
    come("a", 10, 100);
    watched.failed("EW6003 gone");
    assertThat(judge(150, OptionalLong.empty()).problem()).hasValue("EW6003 gone");
  }

  @Test
  void a_campaign_holds_only_when_all_streams_of_all_rounds_do() {
    come("a", 10, 100);
    come("b", 20, 200);
    come("c", 30, 400);
    come("d", 40, 500);
    watched.completed();
    Survival good = judge(250, OptionalLong.of(20));
    Survival bad = judge(250, OptionalLong.empty());
    assertThat(killings(List.of(good, good)).held()).isTrue();
    assertThat(killings(List.of(good, bad)).held()).isFalse();
    assertThat(killings(List.of(good)).held()).isFalse();
    assertThat(killings(List.of(good, bad)).text())
        .contains("1 of 2 streams held")
        .contains("NOT HELD");
    assertThat(Killings.json(List.of(killings(List.of(good, good))), "x", java.time.Instant.EPOCH))
        .contains("\"schema\": \"edgewise.lab.generation-kill/1\"")
        .contains("\"worstGapMillis\": 200");
  }

  private static Killings killings(List<Survival> survivals) {
    return new Killings(Kind.PICTURES, 1, survivals, Optional.empty(), Optional.empty());
  }

  private void come(String content, long done, long millis) {
    now.set(millis * MILLI);
    watched.chunk(content, done);
  }

  private Survival judge(long lossMillis, OptionalLong resumedAt) {
    return Survival.of(
        new Survival.Loss(1, "KILL", "west1-a", lossMillis * MILLI),
        "sdk",
        UNDISTURBED,
        watched,
        resumedAt,
        BOUNDS);
  }
}
