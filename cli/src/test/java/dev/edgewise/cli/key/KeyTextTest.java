package dev.edgewise.cli.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.cli.Golden;
import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.sdk.wire.operator.KeyEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of {@code edgewise key}. */
final class KeyTextTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:34:56Z");
  private static final String SECRET = "ew_" + "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
  private static final KeyEntry TILL =
      new KeyEntry(
          "till-3",
          Optional.of("shop-7"),
          List.of("shop.v1.Vision", "edgewise.models.v1.*"),
          false,
          NOW.minus(Duration.ofDays(1)),
          NOW.plus(Duration.ofDays(29)),
          Optional.of(Instant.parse("2026-11-30T12:00:00Z")),
          false);
  private static final KeyEntry OLD =
      new KeyEntry(
          "lab",
          Optional.of("lab"),
          List.of("*"),
          false,
          NOW.minus(Duration.ofDays(9)),
          NOW.minus(Duration.ofDays(2)),
          Optional.of(NOW.minus(Duration.ofDays(3))),
          true);
  private static final KeyEntry SCREEN =
      new KeyEntry(
          "wall-screen",
          Optional.empty(),
          List.of(),
          true,
          NOW,
          NOW.plus(Duration.ofHours(5)),
          Optional.empty(),
          false);

  @Test
  void keys_are_listed_with_what_they_open_and_how_long() {
    Golden.check("key-ls.txt", KeyText.list(List.of(OLD, TILL, SCREEN), NOW));
    Golden.check("key-ls.json", KeyText.json(List.of(OLD, TILL, SCREEN)));
    assertThat(KeyText.list(List.of(), NOW)).contains("edgewise key add");
  }

  @Test
  void a_new_key_stands_alone_on_the_first_line_so_that_a_shell_can_take_it() {
    Golden.check("key-add.txt", KeyText.added(new KeyEntry.Added(TILL, SECRET)));
    Golden.check("key-add-operator.txt", KeyText.added(new KeyEntry.Added(SCREEN, SECRET)));
    Golden.check("key-add.json", KeyText.json(new KeyEntry.Added(TILL, SECRET)));
    assertThat(new KeyEntry.Added(TILL, SECRET).toString()).doesNotContain(SECRET);
  }

  @Test
  void a_key_lasts_minutes_hours_or_days() {
    assertThat(Lasting.parse("--expires", "30d")).isEqualTo(Duration.ofDays(30));
    assertThat(Lasting.parse("--expires", "12h")).isEqualTo(Duration.ofHours(12));
    assertThat(Lasting.parse("--expires", "5m")).isEqualTo(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "0d", "398d", "1y", "30 d", "-1d", "999999d", "never"})
  void nothing_else_is_a_time_that_a_key_lasts(String text) {
    assertThatThrownBy(() -> Lasting.parse("--expires", text)).isInstanceOf(CommandFailure.class);
  }
}
