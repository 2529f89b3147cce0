package dev.edgewise.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.sdk.wire.operator.ZoneReport;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WatchLineTest {
  private static String line(String json) {
    return WatchLine.of(json, ZoneOffset.UTC);
  }

  @Test
  void a_call_that_went_well_says_where_it_went_and_why() {
    assertThat(
            line(
                """
                {"schema":"edgewise.explain/1","id":"a1","time":"2026-03-01T12:00:01.250Z",
                 "method":"dev.edgewise.samples.vision.Vision/detect",
                 "steps":[{"kind":"STEP_KIND_FIRST","node":"nyc-edge01","reason":"shortest queue"}],
                 "result":{"outcome":"completed","code":"","node":"nyc-edge01","took":"0.0123s",
                 "escalation":"sure"}}\
                """))
        .isEqualTo(
            "12:00:01.250  Vision/detect               nyc-edge01             12 ms  shortest"
                + " queue");
  }

  @Test
  void what_is_done_with_a_zone_stands_between_calls() {
    ZoneReport.Event event =
        new ZoneReport.Event(
            Optional.of(Instant.parse("2026-03-01T12:00:01.250Z")),
            "west1",
            "west1-3",
            "starts",
            "in place of west1-1",
            "{}");
    assertThat(WatchLine.of(event, ZoneOffset.UTC))
        .isEqualTo("12:00:01.250  west1-3 starts: in place of west1-1");
    ZoneReport.Event ofZone =
        new ZoneReport.Event(Optional.empty(), "west1", "", "is kept at 2", "", "{}");
    assertThat(WatchLine.of(ofZone, ZoneOffset.UTC)).isEqualTo("?  zone west1 is kept at 2");
  }

  @Test
  void an_escalation_says_so() {
    assertThat(
            line(
                """
                {"time":"2026-03-01T12:00:01Z","method":"a.Vision/detect",
                 "steps":[{"reason":"first"},{"reason":"the edge was unsure"}],
                 "result":{"outcome":"completed","node":"west1-a","took":"0.093s",
                 "escalation":"escalated"}}\
                """))
        .endsWith("escalated: the edge was unsure");
  }

  @Test
  void a_refusal_says_why_nobody_ran_it() {
    assertThat(
            line(
                """
                {"time":"2026-03-01T12:00:01Z","method":"a.Vision/detect","steps":[{"reason":"none"}],
                 "result":{"outcome":"refused","code":"EW6001","message":"no node\\nmay run it",
                 "node":"","took":"0s"}}\
                """))
        .contains("REFUSED", "EW6001 no node may run it");
  }

  @Test
  void a_retry_counts_the_steps_before() {
    assertThat(
            line(
                """
                {"time":"2026-03-01T12:00:01Z","method":"a.Hello/greet",
                 "steps":[{"reason":"nearest"},{"reason":"the only one left"}],
                 "result":{"outcome":"completed","node":"b","took":"1.5s","escalation":""}}\
                """))
        .endsWith("after 1 more: the only one left");
  }

  @Test
  void what_is_missing_leaves_a_gap_and_breaks_nothing() {
    assertThat(line("{}")).contains("?");
  }

  @Test
  void durations_are_read_as_protobuf_writes_them() {
    assertThat(WatchLine.millis("0.0125s")).isEqualTo(12.5);
    assertThat(WatchLine.millis("3s")).isEqualTo(3_000);
    assertThat(WatchLine.millis("")).isZero();
    assertThat(WatchLine.millis("xs")).isZero();
  }
}
