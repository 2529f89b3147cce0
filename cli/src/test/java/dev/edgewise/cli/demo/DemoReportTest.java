package dev.edgewise.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.cli.Golden;
import dev.edgewise.cli.demo.DemoEvent.Album;
import dev.edgewise.cli.demo.DemoEvent.Box;
import dev.edgewise.cli.demo.DemoEvent.Call;
import dev.edgewise.cli.demo.DemoEvent.Picture;
import dev.edgewise.cli.demo.DemoReport.Killed;
import dev.edgewise.cli.demo.DemoReport.OrchestratorKilled;
import dev.edgewise.cli.demo.DemoReport.Slowed;
import dev.edgewise.cli.shell.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DemoReportTest {
  private static final List<Picture> PICTURES =
      List.of(
          new Picture(
              "astronaut.png",
              "edge",
              "nyc-edge01",
              1,
              0.92134,
              false,
              34.56,
              List.of(new Box(179, 82, 93, 93)),
              "the edge was sure",
              "8f2c01"),
          new Picture(
              "chelsea.png",
              "cloud",
              "west1",
              0,
              0.00612,
              true,
              93.21,
              List.of(),
              "escalated: london-edge02 was unsure (0.48)",
              "8f2c02"));
  private static final Album ALBUM = new Album("west1", 1, 210.4);
  private static final DemoReport.GatewayLine GATEWAY =
      new DemoReport.GatewayLine(
          "POST http://127.0.0.1:7400/v1/call/Vision/detect",
          "coffee.png",
          "cloud",
          "west1",
          0,
          71.3,
          "gateway",
          "8f2c03");
  private static final List<Call> LOAD =
      List.of(
          new Call(0, 8.04, "nyc-edge01", "edge", true, ""),
          new Call(100, 7.5, "london-edge02", "edge", true, ""),
          new Call(200, 9.1, "london-edge02", "edge", true, ""));
  private static final Slowed MOVED = new Slowed("nyc-edge01", 0.52, 0.04, 640);
  private static final OrchestratorKilled OUTAGE = new OrchestratorKilled(312, 0, 2410, 840, 0);
  private static final Killed NOTICED = new Killed("london-edge02", 0, 12);

  @Test
  void as_json_it_has_the_promised_fields() {
    Golden.check(
        "demo.json",
        Json.of(DemoReport.of(PICTURES, ALBUM, GATEWAY, LOAD, MOVED, OUTAGE, NOTICED)) + "\n");
  }

  @Test
  void as_text_it_tells_the_story_at_a_glance() {
    Golden.check(
        "demo.txt",
        DemoText.of(DemoReport.of(PICTURES, ALBUM, GATEWAY, LOAD, MOVED, OUTAGE, NOTICED)));
  }

  @Test
  void every_call_counts_once_under_the_tier_that_answered() {
    DemoReport report = DemoReport.of(PICTURES, ALBUM, GATEWAY, LOAD, MOVED, OUTAGE, NOTICED);

    assertThat(report.calls()).isEqualTo(6);
    assertThat(report.byTier()).isEqualTo(new DemoReport.ByTier(4, 2));
    assertThat(report.failed()).isZero();
    assertThat(report.broken()).isEmpty();
  }

  @Test
  void what_is_not_as_promised_is_named() {
    List<Call> load = List.of(new Call(0, 10_000, "", "", false, "EW6002 too late"));
    DemoReport report =
        DemoReport.of(
            PICTURES,
            ALBUM,
            new DemoReport.GatewayLine("", "", "", "", 0, 0, "", ""),
            load,
            new Slowed("nyc-edge01", 0.5, 0.4, DemoReport.NEVER),
            new OrchestratorKilled(300, 2, 2400, DemoReport.NEVER, 1),
            new Killed("london-edge02", 1, DemoReport.NEVER));

    assertThat(report.broken())
        .containsExactly(
            "1 of 4 calls failed",
            "the call by HTTP left no decision that says via: gateway",
            "2 calls failed while the orchestrator was away",
            "the orchestrator did not get its fleet back after its restart",
            "1 agents ended with the orchestrator",
            "1 calls failed after the kill of london-edge02",
            "the application did not notice that london-edge02 was killed",
            "the calls did not move away from nyc-edge01, which was slowed down");
    assertThat(DemoText.of(report)).contains("the calls did not move", "nobody noticed");
  }
}
