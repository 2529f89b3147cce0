package dev.edgewise.sdk.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FencesTest {
  private final List<String> ended = new ArrayList<>();
  private final Fences fences = new Fences(3);

  private Optional<Fences.Held> enter(String tenant, String id, long epoch, Duration now) {
    return fences.enter(
        tenant, id, epoch, now.toNanos(), () -> ended.add(tenant + "/" + id + "/" + epoch));
  }

  private Optional<Fences.Held> enter(String id, long epoch) {
    return enter("", id, epoch, Duration.ZERO);
  }

  @Test
  void a_newer_run_ends_the_older_and_an_older_or_equal_one_does_not_begin() {
    assertThat(enter("g", 1)).isPresent();
    assertThat(enter("g", 3)).isPresent();
    assertThat(ended).containsExactly("/g/1");
    assertThat(enter("g", 3)).isEmpty();
    assertThat(enter("g", 2)).isEmpty();
    assertThat(ended).hasSize(1);
  }

  @Test
  void one_that_has_ended_is_ended_no_more_but_keeps_older_ones_out() {
    Optional<Fences.Held> held = enter("g", 2);
    held.orElseThrow().leave();
    assertThat(enter("g", 1)).isEmpty();
    assertThat(enter("g", 3)).isPresent();
    assertThat(ended).isEmpty();
    held.orElseThrow().leave();
    assertThat(enter("g", 4)).isPresent();
    assertThat(ended).as("who left long ago holds nothing").containsExactly("/g/3");
  }

  @Test
  void tenants_do_not_end_each_others() {
    enter("a", "g", 1, Duration.ZERO);
    assertThat(enter("b", "g", 5, Duration.ZERO)).isPresent();
    assertThat(ended).isEmpty();
  }

  @Test
  void of_too_many_the_oldest_is_forgotten() {
    for (int i = 0; i < 10; i++) {
      enter("g" + i, 1);
    }
    assertThat(fences.size()).isEqualTo(3);
  }

  @Test
  void what_ended_long_ago_is_forgotten_and_what_runs_is_not() {
    enter("", "ended", 5, Duration.ZERO).orElseThrow().leave();
    assertThat(enter("", "runs", 5, Duration.ofHours(3))).isPresent();
    assertThat(fences.size()).isEqualTo(1);
    assertThat(enter("", "another", 1, Duration.ofHours(9))).isPresent();
    assertThat(enter("", "runs", 4, Duration.ofHours(9))).isEmpty();
  }
}
