package dev.edgewise.cli.train;

import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.training.JobStatus;
import dev.edgewise.sdk.wire.operator.TrainingClient;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "train",
    synopsisSubcommandLabel = "submit|ls|show|logs|fetch|cancel",
    description = {
      "Trains on the nodes of a zone.",
      "",
      "A job is a script and a number of ranks. They run on nodes whose agents have training: true,"
          + " all of them or none; one that fails ends the others, and all are started again from"
          + " the newest checkpoint."
    },
    footer = {
      "",
      "Example:",
      "  edgewise train submit job.yaml",
      "  edgewise train ls",
      "  edgewise train logs -f 1",
      "  edgewise train fetch 1 --to model      what it has made"
    })
public final class TrainCommand {
  @Command(
      name = "ls",
      description = "Lists the training jobs, the newest first, and what each waits for.",
      footer = {"", "Example:", "  edgewise train ls", "  edgewise train ls -o json"})
  public static final class Ls implements Callable<Integer> {
    private final Shell shell;

    @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();
    @Mixin private Output output = new Output();

    public Ls(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      List<JobStatus> jobs = new JobsQuestion(shell, orchestrator).ask(TrainingClient::jobs);
      shell
          .out()
          .print(
              output.isJson() ? TrainJson.list(jobs) : TrainText.list(jobs, shell.clock().now()));
      shell.out().flush();
      return ExitCode.OK.value();
    }
  }

  @Command(
      name = "show",
      description =
          "Tells all that is known of one job: its ranks, its files by their digests, and what it"
              + " has made.",
      footer = {"", "Example:", "  edgewise train show 1"})
  public static final class Show implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "JOB", description = "Its number.")
    private long job;

    @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();
    @Mixin private Output output = new Output();

    public Show(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      JobStatus found =
          new JobsQuestion(shell, orchestrator)
              .ask(client -> JobsQuestion.find(client.jobs(), job));
      shell
          .out()
          .print(
              output.isJson() ? TrainJson.one(found) : TrainText.page(found, shell.clock().now()));
      shell.out().flush();
      return ExitCode.OK.value();
    }
  }

  @Command(
      name = "cancel",
      description = "Ends a job and its ranks; one that has ended stays as it is.",
      footer = {"", "Example:", "  edgewise train cancel 1"})
  public static final class Cancel implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "JOB", description = "Its number.")
    private long job;

    @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();
    @Mixin private Output output = new Output();

    public Cancel(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      JobStatus now = new JobsQuestion(shell, orchestrator).ask(client -> client.cancel(job));
      output.say(shell, TrainText.line(now));
      if (output.isJson()) {
        shell.out().print(TrainJson.one(now));
      }
      shell.out().flush();
      return ExitCode.OK.value();
    }
  }
}
