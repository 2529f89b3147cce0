package dev.edgewise.cli.train;

import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.training.JobStatus;
import dev.edgewise.sdk.wire.operator.ContentClient;
import dev.edgewise.sdk.wire.operator.TrainingClient;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Asks the orchestrator about training jobs. */
final class JobsQuestion {
  private static final Duration CHUNK = Duration.ofSeconds(60);

  private final Shell shell;
  private final OrchestratorOption orchestrator;

  JobsQuestion(Shell shell, OrchestratorOption orchestrator) {
    this.shell = shell;
    this.orchestrator = orchestrator;
  }

  <T> T ask(Function<TrainingClient, T> question) {
    return orchestrator.reach(
        shell,
        (address, tls) -> {
          try (TrainingClient client =
              TrainingClient.connect(address, tls, OrchestratorOption.TIMEOUT)) {
            return question.apply(client);
          }
        });
  }

  /** Brings files, or fetches them. */
  <T> T contents(Function<ContentClient, T> work) {
    return orchestrator.reach(
        shell,
        (address, tls) -> {
          try (ContentClient client = ContentClient.connect(address, tls, CHUNK)) {
            return work.apply(client);
          }
        });
  }

  static JobStatus find(List<JobStatus> jobs, long number) {
    return jobs.stream()
        .filter(job -> job.job() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                        ErrorCode.NOT_FOUND,
                        "there is no training job " + number,
                        jobs.isEmpty() ? "none is known" : "",
                        "'edgewise train ls' lists those that are known")
                    .failure());
  }
}
