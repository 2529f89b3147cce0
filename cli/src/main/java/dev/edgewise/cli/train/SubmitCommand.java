package dev.edgewise.cli.train;

import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.core.ContentDigest;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.training.JobPhase;
import dev.edgewise.core.training.JobSpec;
import dev.edgewise.core.training.JobStatus;
import dev.edgewise.core.training.NamedContent;
import dev.edgewise.sdk.wire.operator.ContentClient;
import dev.edgewise.sdk.wire.operator.TrainingClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "submit",
    description = {
      "Brings a job's files to the orchestrator and submits it.",
      "",
      "With -o yaml nothing is submitted: the same job is printed for Kubernetes, as an Indexed"
          + " Job with its service and its files."
    },
    footer = {
      "",
      "Example:",
      "  edgewise train submit job.yaml",
      "  edgewise train submit job.yaml --wait",
      "  edgewise train submit job.yaml -o yaml --image registry.example/torch:2",
      "",
      "with job.yaml:",
      "  script: train.py          # python3 train.py --epochs 3",
      "  zone: west1",
      "  worldSize: 2",
      "  parameters: {epochs: 3}"
    })
public final class SubmitCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(300);

  /** How a result is printed. */
  enum Format {
    table,
    json,
    yaml
  }

  private final Shell shell;

  @Parameters(index = "0", paramLabel = "JOB.YAML", description = "What is to be trained.")
  private Path file = Path.of("job.yaml");

  @Option(names = "--wait", description = "Wait until the job has ended; exit 1 when it failed.")
  private boolean wait;

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      defaultValue = "python:3",
      description =
          "With -o yaml: the image whose python3 runs the script (default: ${DEFAULT-VALUE}).")
  private String image = "python:3";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|json|yaml",
      description = "How to print the result (default: ${DEFAULT-VALUE}).")
  private Format format = Format.table;

  @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();

  public SubmitCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    JobFile job = JobFile.read(shell.folder().resolve(file));
    Path script = job.script();
    List<Path> data = job.data();
    Optional<Path> parent = job.parent();
    // A rule that is broken is told before anything is brought.
    JobSpec spec =
        job.spec(named(script), data.stream().map(this::named).toList(), parent.map(this::named));
    if (format == Format.yaml) {
      shell.out().print(KubernetesJob.render(spec, image, texts(script, data, parent)));
      shell.out().flush();
      return ExitCode.OK.value();
    }
    JobsQuestion question = new JobsQuestion(shell, orchestrator);
    List<Path> files = new ArrayList<>(data);
    files.add(script);
    parent.ifPresent(files::add);
    question.contents(client -> bring(client, files));
    JobStatus status = question.ask(client -> submit(client, spec));
    if (format == Format.json) {
      shell.out().print(TrainJson.one(status));
    }
    shell.out().flush();
    if (wait && status.phase() != JobPhase.COMPLETED) {
      throw failed(status);
    }
    return ExitCode.OK.value();
  }

  private static CommandFailure failed(JobStatus status) {
    return new Problem(
            ErrorCode.COMMAND_FAILED,
            "training job " + status.job() + " " + status.phase().word(),
            status.because(),
            "'edgewise train logs " + status.job() + "' prints what its ranks have written")
        .failure();
  }

  private NamedContent named(Path path) {
    try {
      return new NamedContent(
          path.getFileName().toString(), ContentDigest.of(path), Files.size(path));
    } catch (IOException e) {
      throw unreadable(path, e);
    } catch (IllegalArgumentException e) {
      throw new Problem(
              ErrorCode.BAD_USAGE,
              "a file of the job cannot be taken",
              String.valueOf(e.getMessage()),
              "rename it")
          .failure();
    }
  }

  private List<KubernetesJob.Text> texts(Path script, List<Path> data, Optional<Path> parent) {
    List<Path> files = new ArrayList<>(List.of(script));
    files.addAll(data);
    parent.ifPresent(files::add);
    return files.stream()
        .map(
            path -> {
              try {
                return new KubernetesJob.Text(
                    path.getFileName().toString(), Files.readAllBytes(path));
              } catch (IOException e) {
                throw unreadable(path, e);
              }
            })
        .toList();
  }

  private static CommandFailure unreadable(Path path, IOException e) {
    return new Problem(
            ErrorCode.BAD_USAGE, path + " cannot be read", e.toString(), "name a file that can")
        .failure();
  }

  private boolean bring(ContentClient client, List<Path> files) {
    for (Path path : files) {
      try {
        client.put(path, ContentDigest.of(path));
      } catch (IOException e) {
        throw unreadable(path, e);
      }
    }
    shell.progress(
        "brought " + Words.count(files.size(), "file", "files") + " to the orchestrator's store");
    return true;
  }

  private JobStatus submit(TrainingClient client, JobSpec spec) {
    JobStatus status = client.submit(spec);
    say(TrainText.line(status));
    String told = "";
    while (wait && !status.phase().isEnd()) {
      String now = TrainText.line(status);
      if (!now.equals(told)) {
        shell.progress(now);
        told = now;
      }
      try {
        shell.pause(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return status;
      }
      status = JobsQuestion.find(client.jobs(), status.job());
    }
    if (wait) {
      say(TrainText.line(status));
    }
    return status;
  }

  private void say(String text) {
    if (format == Format.json) {
      shell.progress(text);
    } else {
      shell.out().println(text);
    }
  }
}
