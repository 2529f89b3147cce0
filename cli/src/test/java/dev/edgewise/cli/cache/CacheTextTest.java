package dev.edgewise.cli.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.cli.FakeShell;
import dev.edgewise.cli.Golden;
import dev.edgewise.cli.daemon.Ports;
import dev.edgewise.sdk.wire.operator.CacheStatus;
import dev.edgewise.sdk.wire.operator.CacheStatus.Entry;
import dev.edgewise.sdk.wire.operator.CacheStatus.Partition;
import dev.edgewise.sdk.wire.operator.CacheStatus.Similar;
import dev.edgewise.sdk.wire.operator.CacheStatus.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts of {@code edgewise cache}. */
final class CacheTextTest {
  private static final String CAPTIONS = "edgewise.models.v1.captions/Nearest";
  private static final Similar OPEN =
      new Similar(
          120, 900, 300, 53, 1, 0.0005, 0.1007, OptionalDouble.of(0.85), "threshold 0.85 alone");
  private static final Similar CLOSED =
      new Similar(
          40, 90, 0, 0, 0, 0, 1, OptionalDouble.empty(), "12 of the 59 answers that 5 % want");

  @TempDir private Path folder = Path.of("");

  private static List<CachedNode<CacheStatus>> fleet() {
    return List.of(
        new CachedNode<>(
            "west1-a",
            new CacheStatus(
                List.of(
                    new Partition(
                        "shop-7",
                        "internal",
                        CAPTIONS,
                        "a",
                        500,
                        300,
                        200,
                        1,
                        2,
                        Optional.of(OPEN)),
                    new Partition("", "public", CAPTIONS, "a", 0, 0, 90, 0, 0, Optional.of(CLOSED)),
                    new Partition(
                        "",
                        "internal",
                        "shop.v1.Prices/price",
                        "b",
                        7,
                        0,
                        3,
                        0,
                        0,
                        Optional.empty())),
                List.of(
                    new Tier("memory", 300, 1_500_000, 64_000_000, 480, 620, 12, 0),
                    new Tier("disk", 900, 24_000_000, 500_000_000_000L, 27, 593, 0, 0)),
                507,
                300,
                293,
                90,
                3,
                0)),
        new CachedNode<>("nyc-edge01", new CacheStatus(List.of(), List.of(), 0, 0, 0, 0, 0, 0)));
  }

  /** The house rule of this cache: a hit rate never stands alone. */
  @Test
  void hits_and_false_hits_stand_beside_each_other() {
    Golden.check("cache-ls.txt", CacheText.list(fleet()));
    Golden.check("cache-ls.json", CacheJson.list(fleet()));
    assertThat(CacheText.falseHits(Optional.of(OPEN))).isEqualTo("1.9 % (0.1 to 10.1 %)");
    assertThat(CacheText.falseHits(Optional.of(CLOSED))).isEqualTo("none served");
    assertThat(
            CacheText.falseHits(
                Optional.of(new Similar(1, 1, 5, 0, 0, 0, 1, OptionalDouble.of(0.85), ""))))
        .isEqualTo("unchecked (0.0 to 100.0 %)");
  }

  @Test
  void a_fleet_that_keeps_nothing_says_how_to_begin() {
    assertThat(CacheText.list(List.of()))
        .isEqualTo(CacheText.list(fleet().subList(1, 2)))
        .contains("@Cached", ".cache(");
  }

  @Test
  void entries_are_shown_without_their_answers() {
    List<CachedNode<List<Entry>>> entries =
        List.of(
            new CachedNode<>(
                "west1-a",
                List.of(
                    new Entry(
                        "0123456789abcdef".repeat(4),
                        "shop-7",
                        "internal",
                        CAPTIONS,
                        "a cup of coffee on a table, and everything that may lie beside it",
                        Duration.ofSeconds(12),
                        Duration.ofMinutes(59),
                        Duration.ofNanos(8_300_000),
                        412),
                    new Entry(
                        "fedcba9876543210".repeat(4),
                        "",
                        "confidential",
                        CAPTIONS,
                        "",
                        Duration.ofSeconds(2),
                        Duration.ofHours(3),
                        Duration.ofNanos(9_000_000),
                        400))));
    Golden.check("cache-show.txt", CacheText.entries(entries));
    Golden.check("cache-show.json", CacheJson.entries(entries));
    assertThat(CacheText.entries(List.of())).isEqualTo("No such entry is kept.\n");
  }

  @Test
  void what_was_forgotten_and_judged_is_counted_by_node() {
    assertThat(CacheText.evicted(List.of(new CachedNode<>("a", 1L), new CachedNode<>("b", 7L))))
        .isEqualTo("a forgot 1 entry\nb forgot 7 entries\n");
    assertThat(CacheJson.evicted(List.of(new CachedNode<>("a", 1L))))
        .contains("edgewise.cache.evicted/1", "\"entries\": 1");
    List<CachedNode<CacheStatus.Audit>> audits =
        List.of(
            new CachedNode<>("a", new CacheStatus.Audit(19, 1, 1)),
            new CachedNode<>("b", new CacheStatus.Audit(0, 0, 0)));
    assertThat(CacheText.audits(audits))
        .isEqualTo(
            """
            a: 1 of 19 hits were wrong, 1 could not be judged
            b: no similar hit that was not judged yet
            """);
    assertThat(CacheJson.audits(audits)).contains("edgewise.cache.audit/1", "\"judged\": 19");
  }

  @ParameterizedTest
  @CsvSource({
    "cache evict, nothing says what to forget",
    "cache evict --all --tenant a, --all goes with no",
    "cache evict --key abc, --key is no key",
    "cache show --most 0, --most 0 is out of range",
    "cache audit --most 65, --most 65 is out of range",
  })
  void what_makes_no_sense_is_told_before_anybody_is_asked(String line, String what) {
    FakeShell shell = FakeShell.in(folder);
    assertThat(shell.run(line.split(" ", -1))).isEqualTo(2);
    assertThat(shell.err()).contains(what, "fix: ");
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void a_node_that_does_not_answer_is_named_when_it_was_asked_alone() {
    FakeShell shell = FakeShell.in(folder);
    int port = new Ports(new java.util.Random(5)).free();
    assertThat(shell.run("cache", "ls", "--node", "127.0.0.1:" + port)).isEqualTo(4);
    assertThat(shell.err()).contains("No agent answers at 127.0.0.1:" + port);
  }
}
