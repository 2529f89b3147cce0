package dev.edgewise.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.wire.DecisionFiles;
import dev.edgewise.sdk.wire.DecisionReader;
import dev.edgewise.sdk.wire.Explanation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
          + " listed. The id stands in every error of a call, and in its outcome."
    },
    footer = {"", "Example:", "  edgewise explain", "  edgewise explain 7k3v9q2m4xw1z"})
final class ExplainCommand implements Callable<Integer> {
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
      description = "Where the decisions are (default: where applications of this user put them).")
  private Optional<Path> folder = Optional.empty();

  @Mixin private Output output = new Output();

  ExplainCommand(Shell shell) {
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

  private static Explanation one(Path decisions, String id) throws IOException {
    return DecisionReader.find(decisions, id)
        .orElseThrow(
            () ->
                new Problem(
                        ErrorCode.NOT_FOUND,
                        "there is no record of a call " + id,
                        "looked in "
                            + decisions
                            + "; refusals, failures, retries and escalations are all kept there,"
                            + " of calls that simply went well only a sample, and the oldest"
                            + " records make room for new ones",
                        "'edgewise explain' lists the last calls; --folder looks elsewhere")
                    .failure());
  }

  private void print(Explanation explanation) {
    String text = output.isJson() ? explanation.toJson() : explanation.toText();
    shell.out().print(text.endsWith("\n") ? text : text + "\n");
  }

  private void list(Path decisions) throws IOException {
    List<Explanation> recent = DecisionReader.recent(decisions, MOST_LISTED);
    if (output.isJson()) {
      shell.out().println(json(recent));
      return;
    }
    if (recent.isEmpty()) {
      shell.out().println("No calls are recorded in " + decisions + ".");
    }
    recent.forEach(call -> shell.out().println(call.headline()));
  }

  private static String json(List<Explanation> recent) {
    JsonObject document = Json.document("edgewise.explain-list/1");
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
