package dev.edgewise.cli.fleet;

import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.sdk.wire.decision.Explanation;
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
          + " sample. With -o json, one object a line."
    },
    footer = {
      "",
      "Example:",
      "  edgewise watch",
      "  edgewise watch Vision/detect --notable     refusals, failures, retries, escalations"
    })
public final class WatchCommand implements Callable<Integer> {
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
          client.watchDecisions(full, notable, this::show);
          return ExitCode.OK;
        });
    return ExitCode.OK.value();
  }

  private void show(Explanation decision) {
    String json = decision.toJson();
    shell.out().println(output.isJson() ? json : WatchLine.of(json, ZoneId.systemDefault()));
    shell.out().flush();
  }
}
