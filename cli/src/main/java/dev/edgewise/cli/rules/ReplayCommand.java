package dev.edgewise.cli.rules;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.rules.Phase;
import dev.edgewise.core.rules.RuleBook;
import dev.edgewise.core.rules.RuleEngine;
import dev.edgewise.core.rules.RuleReading;
import dev.edgewise.core.rules.RuleTrace;
import dev.edgewise.core.rules.RuleVerdict;
import dev.edgewise.sdk.wire.decision.DecisionReader;
import dev.edgewise.sdk.wire.decision.Explanation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "replay",
    description = {
      "Asks the rules of a call again, from the record of the call.",
      "",
      "The record has the rules and the facts that they read. They come to the same verdict, which"
          + " is checked; or, with --rules, a changed file is asked with the same facts, which"
          + " shows what it would have changed. Nothing is called. A fact that was not kept,"
          + " because the data is confidential or the text long, counts as it did then; a changed"
          + " rule that asks for one cannot be evaluated."
    },
    footer = {
      "",
      "Exit codes: 0 the same verdict, 3 another one.",
      "",
      "Example:",
      "  edgewise rules replay 7k3v9q2m4xw1z",
      "  edgewise rules replay 7k3v9q2m4xw1z --rules changed.yaml"
    })
public final class ReplayCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "ID", description = "The decision id of the call.")
  private String id = "";

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "Ask these rules instead of those of then.")
  private Optional<Path> rules = Optional.empty();

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Read this folder of decisions, and ask nobody.")
  private Optional<Path> folder = Optional.empty();

  @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();
  @Mixin private Output output = new Output();

  /** What was said then, and what is said now. */
  private record Pair(RuleTrace then, RuleTrace now) {
    boolean isSame() {
      return then.verdict().kind() == now.verdict().kind()
          && then.verdict().rule().equals(now.verdict().rule())
          && then.nodes().equals(now.nodes());
    }
  }

  public ReplayCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Explanation call = record().orElseThrow(() -> nothing("there is no record of a call " + id));
    if (call.rules().isEmpty()) {
      throw nothing("no rule was asked about the call " + id);
    }
    RuleEngine engine = RulesCommand.engine();
    Optional<RuleBook> other = rules.map(this::book);
    List<Pair> pairs = new ArrayList<>();
    for (RuleTrace then : call.rules()) {
      pairs.add(
          new Pair(
              then,
              other.isPresent()
                  ? engine.replay(then, other.get(), call.method())
                  : engine.replay(then)));
    }
    boolean same = pairs.stream().allMatch(Pair::isSame);
    if (output.isJson()) {
      shell.out().println(json(pairs, same));
    } else {
      pairs.forEach(pair -> shell.out().println(words(pair)));
      shell.out().println(same ? "The same as then." : "Not the same as then.");
    }
    shell.out().flush();
    return (same ? ExitCode.OK : ExitCode.CHANGES_PENDING).value();
  }

  private Optional<Explanation> record() {
    if (folder.isEmpty()) {
      return orchestrator.ask(shell, client -> client.findDecision(id, OrchestratorOption.TIMEOUT));
    }
    Path decisions = shell.folder().resolve(folder.get()).normalize();
    try {
      return DecisionReader.find(decisions, id);
    } catch (IOException e) {
      throw nothing("the folder " + decisions + " cannot be read: " + e);
    }
  }

  private RuntimeException nothing(String what) {
    return new Problem(
            ErrorCode.NOT_FOUND,
            what,
            "calls that a rule decided about are all kept, of the others a sample",
            "'edgewise explain' lists the last calls")
        .failure();
  }

  private RuleBook book(Path file) {
    RuleReading reading = RulesCommand.read(shell.folder().resolve(file).normalize(), List.of());
    if (!reading.problems().isEmpty()) {
      throw new Problem(
              ErrorCode.BAD_RULES,
              file + " cannot be used",
              reading.problems().get(0).inWords(file.toString()),
              "'edgewise rules check' tells all that is wrong with it")
          .failure();
    }
    return reading.book();
  }

  private static String words(Pair pair) {
    String when = pair.then().phase() == Phase.BEFORE ? "before the call" : "about an answer";
    String then = words(pair.then().verdict());
    String now = words(pair.now().verdict());
    return when
        + ": "
        + pair.then().said().size()
        + " rules asked then, "
        + then
        + "; now "
        + pair.now().said().size()
        + ", "
        + now;
  }

  private static String words(RuleVerdict verdict) {
    String kind = verdict.kind().name().toLowerCase(Locale.ROOT);
    return verdict.rule().isEmpty() ? kind : kind + " by " + verdict.rule();
  }

  private static String json(List<Pair> pairs, boolean same) {
    JsonObject document = Json.document("edgewise.rules-replay/1");
    document.addProperty("same", same);
    JsonArray traces = new JsonArray();
    for (Pair pair : pairs) {
      JsonObject one = new JsonObject();
      one.addProperty("phase", pair.then().phase().name().toLowerCase(Locale.ROOT));
      one.addProperty("digest", pair.then().digest());
      one.addProperty("then", words(pair.then().verdict()));
      one.addProperty("now", words(pair.now().verdict()));
      traces.add(one);
    }
    document.add("traces", traces);
    return Json.of(document);
  }
}
