package dev.edgewise.cli.fleet;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.wire.decision.DecisionFiles;
import dev.edgewise.sdk.wire.decision.DecisionReader;
import dev.edgewise.sdk.wire.decision.Explanation;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    description = {
      "Tells why a call went where it did.",
      "",
      "Names the nodes that were candidates, what removed or how it scored each, what was tried and"
          + " how it ended; also after the application has gone. Without an id, the last calls are"
          + " listed. The id stands in every error of a call, and in its outcome.",
      "",
      "The orchestrator is asked when one answers, for the calls of all applications; else the"
          + " files of this user are read."
    },
    footer = {
      "",
      "Example:",
      "  edgewise explain",
      "  edgewise explain 7k3v9q2m4xw1z",
      "  edgewise explain --folder decisions     files only"
    })
public final class ExplainCommand implements Callable<Integer> {
  private static final int MOST_LISTED = 10;

  private final Shell shell;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ID",
      description = "The decision id of the call.")
  private Optional<String> id = Optional.empty();

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Read this folder and ask nobody (default: ask, then the user's own folder).")
  private Optional<Path> folder = Optional.empty();

  @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();
  @Mixin private Output output = new Output();

  public ExplainCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Path decisions =
        folder
            .map(named -> shell.folder().resolve(named).normalize())
            .orElseGet(() -> DecisionFiles.defaultFolder(shell.environment()));
    try {
      if (id.isPresent()) {
        print(one(decisions, id.get()));
      } else {
        list(decisions);
      }
    } catch (IOException e) {
      throw new Problem(
              ErrorCode.NOT_FOUND,
              "the folder of decisions " + decisions + " cannot be read",
              String.valueOf(e.getMessage()),
              "name another with --folder")
          .failure();
    }
    shell.out().flush();
    return ExitCode.OK.value();
  }

  /**
   * What the orchestrator answers; empty when files were asked for, or nobody answers: calls can be
   * explained without one.
   */
  private <T> Optional<T> asked(Function<OperatorClient, T> question) {
    if (folder.isPresent()) {
      return Optional.empty();
    }
    try {
      return Optional.of(orchestrator.ask(shell, question));
    } catch (CommandFailure e) {
      if (e.problem().code() != ErrorCode.UNREACHABLE) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private void from(String source) {
    shell.progress("from " + source);
  }

  private Explanation one(Path decisions, String id) throws IOException {
    Optional<Optional<Explanation>> told =
        asked(client -> client.findDecision(id, OrchestratorOption.TIMEOUT));
    if (told.isPresent() && told.get().isPresent()) {
      from("the orchestrator at " + orchestrator.address(shell));
      return told.get().get();
    }
    Optional<Explanation> read = DecisionReader.find(decisions, id);
    if (read.isPresent()) {
      from("the files in " + decisions);
      return read.get();
    }
    String asked =
        folder.isPresent()
            ? ""
            : told.isPresent()
                ? "asked the orchestrator at " + orchestrator.address(shell) + " and "
                : "no orchestrator answers at " + orchestrator.address(shell) + "; ";
    throw new Problem(
            ErrorCode.NOT_FOUND,
            "there is no record of a call " + id,
            asked
                + "looked in "
                + decisions
                + "; refusals, failures, retries and escalations are all kept, of calls that simply"
                + " went well only a sample, and the oldest records make room for new ones",
            "'edgewise explain' lists the last calls; --folder looks elsewhere")
        .failure();
  }

  private void print(Explanation explanation) {
    String text = output.isJson() ? explanation.toJson() : explanation.toText();
    shell.out().print(text.endsWith("\n") ? text : text + "\n");
  }

  private void list(Path decisions) throws IOException {
    Optional<List<Explanation>> told =
        asked(client -> client.listDecisions(MOST_LISTED, "", OrchestratorOption.TIMEOUT));
    boolean files = told.isEmpty() || told.get().isEmpty();
    List<Explanation> recent = files ? DecisionReader.recent(decisions, MOST_LISTED) : told.get();
    String source =
        files ? decisions.toString() : "the orchestrator at " + orchestrator.address(shell);
    if (output.isJson()) {
      shell.out().println(json(source, recent));
      return;
    }
    if (recent.isEmpty()) {
      shell.out().println("No calls are recorded in " + decisions + ".");
      return;
    }
    from(files ? "the files in " + decisions : source);
    recent.forEach(call -> shell.out().println(call.headline()));
  }

  private static String json(String source, List<Explanation> recent) {
    JsonObject document = Json.document("edgewise.explain-list/1");
    document.addProperty("from", source);
    JsonArray calls = new JsonArray();
    for (Explanation explanation : recent) {
      JsonObject call = new JsonObject();
      call.addProperty("id", explanation.id());
      call.addProperty("headline", explanation.headline());
      calls.add(call);
    }
    document.add("calls", calls);
    return Json.of(document);
  }
}
