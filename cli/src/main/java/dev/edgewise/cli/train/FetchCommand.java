package dev.edgewise.cli.train;

import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.core.ContentDigest;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.training.JobStatus;
import dev.edgewise.core.training.NamedContent;
import dev.edgewise.sdk.wire.operator.ContentClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "fetch",
    description = {
      "Brings what a job has made to this machine: its outputs, or its newest checkpoint.",
      "",
      "Each file is verified by its digest before it has its name; what was cut off goes on."
    },
    footer = {"", "Example:", "  edgewise train fetch 1 --to model"})
public final class FetchCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "JOB", description = "Its number.")
  private long job;

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "Where to lay them (default: this folder).")
  private Path to = Path.of(".");

  @Option(names = "--checkpoint", description = "The newest checkpoint, not the outputs.")
  private boolean checkpoint;

  @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();

  public FetchCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    JobsQuestion question = new JobsQuestion(shell, orchestrator);
    JobStatus found = question.ask(client -> JobsQuestion.find(client.jobs(), job));
    List<NamedContent> wanted = new ArrayList<>();
    if (checkpoint) {
      found.checkpoint().ifPresent(newest -> wanted.add(newest.content()));
    } else {
      wanted.addAll(found.outputs());
    }
    if (wanted.isEmpty()) {
      throw new Problem(
              ErrorCode.NOT_FOUND,
              "training job " + job + " has " + (checkpoint ? "no checkpoint" : "no outputs"),
              TrainText.line(found),
              "outputs are the files that rank 0 has left in EDGEWISE_TRAINING_OUTPUT when it"
                  + " ended with 0")
          .failure();
    }
    Path folder = shell.folder().resolve(to);
    question.contents(client -> fetch(client, wanted, folder));
    return ExitCode.OK.value();
  }

  private boolean fetch(ContentClient client, List<NamedContent> wanted, Path folder) {
    for (NamedContent each : wanted) {
      try {
        Files.createDirectories(folder);
        fetch(client, each, folder);
      } catch (IOException e) {
        throw new Problem(
                ErrorCode.COMMAND_FAILED,
                each.name() + " cannot be laid in " + folder,
                e.toString(),
                "name another folder with --to")
            .failure();
      }
      shell.out().println(folder.resolve(each.name()) + "  " + Words.bytes(each.size()));
    }
    shell.out().flush();
    return true;
  }

  private static void fetch(ContentClient client, NamedContent content, Path folder)
      throws IOException {
    Path part = folder.resolve(content.name() + ".part");
    long held = Files.exists(part) ? Files.size(part) : 0;
    try (OutputStream out =
        Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (held < content.size()) {
        byte[] chunk = client.get(content.digest(), held);
        if (chunk.length == 0) {
          break;
        }
        out.write(chunk);
        held += chunk.length;
      }
    }
    ContentDigest came = ContentDigest.of(part);
    if (!came.equals(content.digest())) {
      Files.delete(part);
      throw broken(content, came);
    }
    Files.move(part, folder.resolve(content.name()), StandardCopyOption.REPLACE_EXISTING);
  }

  private static CommandFailure broken(NamedContent content, ContentDigest came) {
    return new Problem(
            ErrorCode.BROKEN_CONTENT,
            content.name() + " did not come as it should",
            "it is " + came + ", and not " + content.digest(),
            "try again; it is fetched from the beginning")
        .failure();
  }
}
