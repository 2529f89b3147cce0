package dev.edgewise.cli.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.cli.Golden;
import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.sdk.wire.operator.ZoneReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Texts of {@code edgewise zone}. */
final class ZoneTextTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:34:56Z");
  private static final ZoneReport WEST =
      new ZoneReport(
          "west1",
          "own",
          0,
          4,
          1,
          0.99,
          2,
          "an operator keeps it at 2 until 2026-11-30T13:00:00Z",
          List.of(
              new ZoneReport.Node(
                  "west1-7",
                  "ready",
                  Optional.of(NOW.minusSeconds(70)),
                  "pid 4711 since 2026-11-30T12:33:44Z"),
              new ZoneReport.Node("west1-8", "starting", Optional.of(NOW.minusSeconds(1)), ""),
              new ZoneReport.Node(
                  "west1-6",
                  "warm",
                  Optional.of(NOW.minusSeconds(600)),
                  "pid 4700 since 2026-11-30T12:24:44Z")),
          Optional.of(new ZoneReport.Hold(2, Optional.of(Instant.parse("2026-11-30T13:00:00Z")))),
          "",
          Duration.ofMillis(1_900),
          new ZoneReport.Counts(8, 2, 1, 1),
          0.1234,
          List.of("shop.v1.Vision"),
          List.of("gpu NVIDIA T4 16.0 GB"),
          List.of(
              event(1, "west1-8", "starts", "in place of west1-5"),
              event(2, "west1-5", "has ended without having been asked", "it said nothing"),
              event(90, "", "is kept at 2", "an operator asked for it")),
          "{\"zone\":\"west1\"}");
  private static final ZoneReport EAST =
      new ZoneReport(
          "east1",
          "shared",
          0,
          2,
          0,
          0.95,
          1,
          "woken for shop.v1.Vision/index",
          List.of(),
          Optional.empty(),
          "in quarantine: 5 starts failed within 10 min; the last: east1-5 ended before it was"
              + " ready: EW7002 the jar is broken",
          Duration.ofSeconds(3),
          new ZoneReport.Counts(5, 5, 5, 0),
          0,
          List.of(),
          List.of(),
          List.of(),
          "{\"zone\":\"east1\"}");

  private static ZoneReport.Event event(long ago, String node, String what, String because) {
    return new ZoneReport.Event(
        Optional.of(NOW.minusSeconds(ago)), "west1", node, what, because, "{}");
  }

  @Test
  void zones_are_listed_with_how_many_nodes_they_have_and_why() {
    Golden.check("zone-ls.txt", ZoneText.list(List.of(EAST, WEST)));
    assertThat(ZoneText.list(List.of())).contains("its key zones names none");
  }

  @Test
  void one_zone_is_told_with_its_nodes_and_what_was_done() {
    Golden.check("zone-show.txt", ZoneText.page(WEST, NOW));
    Golden.check("zone-show-quarantined.txt", ZoneText.page(EAST, NOW));
  }

  @Test
  void a_name_that_is_no_zone_is_answered_with_the_nearest() {
    assertThat(ZoneCommand.find(List.of(EAST, WEST), "west1")).isSameAs(WEST);
    assertThatThrownBy(() -> ZoneCommand.find(List.of(EAST, WEST), "wst1"))
        .isInstanceOfSatisfying(
            CommandFailure.class, e -> assertThat(e.problem().why()).contains("west1"));
  }
}
