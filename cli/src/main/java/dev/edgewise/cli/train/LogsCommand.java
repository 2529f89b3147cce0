package dev.edgewise.cli.train;

import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.training.LogLine;
import dev.edgewise.sdk.wire.operator.TrainingClient;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "logs",
    description = {
      "Prints what the ranks of a job have written lately, each line behind its rank.",
      "",
      "The orchestrator keeps the last 2,000 lines of a job, in memory."
    },
    footer = {"", "Example:", "  edgewise train logs 1", "  edgewise train logs -f 1"})
public final class LogsCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(300);

  private final Shell shell;

  @Parameters(index = "0", paramLabel = "JOB", description = "Its number.")
  private long job;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the job has ended.")
  private boolean follow;

  @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();

  public LogsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    return new JobsQuestion(shell, orchestrator).ask(this::print);
  }

  private int print(TrainingClient client) {
    long after = 0;
    while (true) {
      TrainingClient.Log log = client.log(job, after);
      if (log.missed() > 0) {
        shell.progress(log.missed() + " lines are not kept any more");
      }
      for (LogLine line : log.lines()) {
        shell.out().println("[" + line.attempt() + "." + line.rank() + "] " + line.text());
        after = line.number();
      }
      shell.out().flush();
      boolean isRest = log.lines().isEmpty();
      if (log.last() || (!follow && isRest)) {
        return ExitCode.OK.value();
      }
      if (isRest && !pause()) {
        return ExitCode.OK.value();
      }
    }
  }

  private boolean pause() {
    try {
      shell.pause(LOOK);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
