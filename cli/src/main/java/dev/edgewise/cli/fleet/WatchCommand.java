package dev.edgewise.cli.fleet;

import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.sdk.wire.decision.Explanation;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import dev.edgewise.sdk.wire.operator.ZoneReport;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "watch",
    description = {
      "Shows decisions as they happen, until Ctrl-C.",
      "",
      "One line for each call that applications have told the orchestrator of: when, which method,"
          + " which node, how long, and why there. Of calls that simply went well they tell a"
          + " sample. What is done with zones, and services that are put under quarantine, stand"
          + " between them. With -o json, one object a line."
    },
    footer = {
      "",
      "Example:",
      "  edgewise watch",
      "  edgewise watch Vision/detect --notable     refusals, failures, retries, escalations"
    })
public final class WatchCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Shell shell;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "METHOD",
      defaultValue = "",
      description = "Only calls of this method, or of the methods of this service.")
  private String method = "";

  @Option(
      names = "--notable",
      description = "Only calls that did not simply complete at the first node.")
  private boolean notable;

  @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();
  @Mixin private Output output = new Output();

  public WatchCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    orchestrator.ask(
        shell,
        client -> {
          String full = FullMethod.of(client.fleet(OrchestratorOption.TIMEOUT).services(), method);
          shell.progress(
              "watching " + (full.isEmpty() ? "all methods" : full) + "; Ctrl-C ends it");
          if (full.isEmpty()) {
            Thread unused = Thread.ofVirtual().name("watches zones").start(() -> zones(client));
            Thread unusedToo =
                Thread.ofVirtual().name("watches quarantines").start(() -> quarantines(client));
          }
          client.watchDecisions(full, notable, this::show);
          return ExitCode.OK;
        });
    return ExitCode.OK.value();
  }

  /** What is done with zones, beside the calls that it is done for. */
  private void zones(OperatorClient client) {
    try {
      client.watchZones(this::show);
    } catch (EdgewiseException e) {
      // Calls are what was asked for; that the orchestrator has gone is told of them.
    }
  }

  /** Services that are put under quarantine and released, beside the calls that fail. */
  private void quarantines(OperatorClient client) {
    QuarantineNews news = new QuarantineNews();
    try {
      while (true) {
        FleetStatus fleet = client.fleet(OrchestratorOption.TIMEOUT);
        news.in(fleet).forEach(change -> show(fleet, change));
        shell.pause(LOOK);
      }
    } catch (EdgewiseException e) {
      // As with zones.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void show(FleetStatus fleet, QuarantineNews.Change change) {
    shell
        .out()
        .println(
            output.isJson()
                ? change.json()
                : WatchLine.of(fleet.orchestrator().now(), change, ZoneId.systemDefault()));
    shell.out().flush();
  }

  private void show(ZoneReport.Event event) {
    shell
        .out()
        .println(
            output.isJson()
                ? "{\"schema\":\"edgewise.zone-event/1\"," + event.json().substring(1)
                : WatchLine.of(event, ZoneId.systemDefault()));
    shell.out().flush();
  }

  private void show(Explanation decision) {
    String json = decision.toJson();
    shell.out().println(output.isJson() ? json : WatchLine.of(json, ZoneId.systemDefault()));
    shell.out().flush();
  }
}
