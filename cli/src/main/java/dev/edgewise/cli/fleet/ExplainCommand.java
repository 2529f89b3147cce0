package dev.edgewise.cli.fleet;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
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
import dev.edgewise.sdk.wire.operator.ZoneReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
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
          + " how it ended, and what was done meanwhile with zones that could have taken it; also"
          + " after the application has gone. Without an id, the last calls are listed. The id"
          + " stands in every error of a call, and in its outcome.",
      "",
      "The orchestrator is asked when one answers, for the calls of all applications; else the"
          + " files of this user are read."
    },
    footer = {
      "",
      "Example:",
      "  edgewise explain",
      "  edgewise explain 7k3v9q2m4xw1z",
      "  edgewise explain --zones                what zones did, between the calls",
      "  edgewise explain --folder decisions     files only"
    })
public final class ExplainCommand implements Callable<Integer> {
  private static final int MOST_LISTED = 10;

  /** As a call's headline begins. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS 'UTC'").withZone(ZoneOffset.UTC);

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

  @Option(
      names = "--zones",
      description =
          "List what was done with zones since the first of the calls too, as far as the"
              + " orchestrator knows it.")
  private boolean zones;

  @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();
  @Mixin private Output output = new Output();

  public ExplainCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (zones && (id.isPresent() || folder.isPresent())) {
      throw new Problem(
              ErrorCode.BAD_USAGE,
              "--zones has no meaning with " + (id.isPresent() ? "an ID" : "--folder"),
              id.isPresent()
                  ? "what zones did around a call is told with it"
                  : "the orchestrator alone knows what zones did",
              "leave one of them out")
          .failure();
    }
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
    List<ZoneReport.Event> done = zones ? done() : List.of();
    if (output.isJson()) {
      shell.out().println(json(source, recent, done));
      return;
    }
    if (recent.isEmpty() && done.isEmpty()) {
      shell.out().println("No calls are recorded in " + decisions + ".");
      return;
    }
    from(files ? "the files in " + decisions : source);
    newestFirst(recent, done).forEach(shell.out()::println);
  }

  /** What was done with zones, as far as it is known; nothing when nobody answers. */
  private List<ZoneReport.Event> done() {
    return asked(client -> client.zones(OrchestratorOption.TIMEOUT)).orElse(List.of()).stream()
        .flatMap(zone -> zone.events().stream())
        .toList();
  }

  /** Both begin with the time, in a form that sorts as it passes. */
  private static List<String> newestFirst(List<Explanation> calls, List<ZoneReport.Event> done) {
    List<String> lines = new ArrayList<>(calls.stream().map(Explanation::headline).toList());
    String first = lines.isEmpty() ? "" : lines.getLast();
    done.stream()
        .map(ExplainCommand::line)
        .filter(line -> line.compareTo(first) >= 0)
        .forEach(lines::add);
    lines.sort(Comparator.reverseOrder());
    return lines;
  }

  private static String line(ZoneReport.Event event) {
    return event.time().map(TIME::format).orElse("?")
        + "  zone "
        + event.zone()
        + ": "
        + (event.node().isEmpty() ? "" : event.node() + " ")
        + event.what()
        + (event.because().isEmpty() ? "" : ": " + event.because());
  }

  private static String json(String source, List<Explanation> recent, List<ZoneReport.Event> done) {
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
    if (!done.isEmpty()) {
      JsonArray events = new JsonArray();
      done.forEach(event -> events.add(JsonParser.parseString(event.json())));
      document.add("zones", events);
    }
    return Json.of(document);
  }
}
