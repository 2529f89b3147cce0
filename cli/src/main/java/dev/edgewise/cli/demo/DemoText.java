package dev.edgewise.cli.demo;

import dev.edgewise.cli.demo.DemoReport.PictureLine;
import dev.edgewise.cli.shell.TextTable;
import java.util.Locale;
import java.util.Optional;

/** The demo's report for people. */
final class DemoText {
  private DemoText() {}

  static String of(DemoReport report) {
    StringBuilder text = new StringBuilder();
    text.append("\nFaces in pictures: a light model at the edge; the heavy one in the cloud when")
        .append(" the edge is unsure\n\n");
    TextTable pictures =
        new TextTable("PICTURE", "TIER", "NODE", ">FACES", ">SCORE", ">TIME", "WHY THERE");
    for (PictureLine line : report.pictures()) {
      pictures.row(
          line.file(),
          line.tier(),
          line.node(),
          line.faces(),
          String.format(Locale.ROOT, "%.2f", line.score()),
          millis(line.millis()),
          line.why());
    }
    text.append(pictures.text("  "));
    text.append("\nAn album of all faces, by the heavy model in the zone\n\n  ")
        .append(count(report.album().faces(), "face"))
        .append(" cropped on ")
        .append(report.album().node())
        .append(" in ")
        .append(millis(report.album().millis()))
        .append('\n');
    text.append(gateway(report.gateway()));
    text.append("\nUnder load\n\n")
        .append(slowed(report))
        .append(orchestratorKilled(report))
        .append(killed(report));
    text.append("\nSummary\n\n")
        .append(
            new TextTable(">CALLS", ">EDGE", ">CLOUD", ">FAILED", ">P50", ">P99")
                .row(
                    report.calls(),
                    report.byTier().edge(),
                    report.byTier().cloud(),
                    report.failed(),
                    millis(report.p50Millis()),
                    millis(report.p99Millis()))
                .text("  "));
    return text.append(next(report)).toString();
  }

  private static String gateway(DemoReport.GatewayLine gateway) {
    return "\nThe same without an SDK, by HTTP and JSON\n\n  "
        + gateway.request()
        + "\n  "
        + gateway.file()
        + ": "
        + count(gateway.faces(), "face")
        + ", answered by "
        + gateway.node()
        + " in "
        + millis(gateway.millis())
        + ", via: "
        + gateway.via()
        + '\n';
  }

  private static String slowed(DemoReport report) {
    DemoReport.Slowed slowed = report.slowed();
    String moved =
        slowed.millisToMove() < 0
            ? "the calls did not move"
            : "the calls had moved after " + millis(slowed.millisToMove());
    return "  "
        + slowed.node()
        + " was slowed down to a tenth of its speed: "
        + moved
        + "\n    its share of the calls: "
        + percent(slowed.shareBefore())
        + " before, "
        + percent(slowed.shareAfter())
        + " after\n";
  }

  private static String orchestratorKilled(DemoReport report) {
    DemoReport.OrchestratorKilled killed = report.orchestratorKilled();
    String back =
        killed.backMillis() < 0
            ? "its fleet did not come back"
            : "all agents and the application were back with it after "
                + millis(killed.backMillis());
    return "  the orchestrator was killed with kill -9 and started again after 5 s: "
        + back
        + "\n    calls meanwhile: "
        + killed.calls()
        + "; that failed: "
        + killed.failedCalls()
        + "\n";
  }

  private static String killed(DemoReport report) {
    DemoReport.Killed killed = report.killed();
    String noticed =
        killed.detectMillis() < 0
            ? "nobody noticed"
            : "noticed after " + millis(killed.detectMillis());
    return "  "
        + killed.node()
        + " was killed with kill -9: "
        + noticed
        + "\n    calls that failed: "
        + killed.failedCalls()
        + "\n";
  }

  private static String next(DemoReport report) {
    Optional<PictureLine> escalated =
        report.pictures().stream().filter(PictureLine::escalated).findFirst();
    StringBuilder text = new StringBuilder("\nTry next\n\n");
    TextTable commands = new TextTable("COMMAND", "WHAT IT SHOWS");
    escalated.ifPresent(
        line ->
            commands.row(
                "./edgewise explain " + line.decision(),
                "why " + line.file() + " went where it did"));
    commands.row("./edgewise demo --scale", "a zone from zero, a sale, and back to zero");
    commands.row("./edgewise up", "such a fleet that keeps running, with its page");
    commands.row(
        "./edgewise run samples/hello", "the smallest application: one interface, one class");
    commands.row("./edgewise help", "all commands");
    return text.append(commands.text("  ")).toString();
  }

  private static String count(int n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }

  private static String percent(double share) {
    return Math.round(share * 100) + " %";
  }

  /** Below ten milliseconds a decimal tells something. */
  private static String millis(double millis) {
    return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
  }
}
