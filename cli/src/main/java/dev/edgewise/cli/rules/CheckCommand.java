package dev.edgewise.cli.rules;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.rules.RuleProblem;
import dev.edgewise.core.rules.RuleReading;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = {
      "Checks a file of rules, and tells all that is wrong with it.",
      "",
      "Syntax, types, regular expressions and cost of each condition, conditions that are always or"
          + " never met, rules that an earlier one leaves nothing to do, and rules that contradict"
          + " each other: each with line, column, reason and what to do. With service jars also"
          + " whether there are such methods, and their messages such fields. An orchestrator does"
          + " not start with a file that is wrong."
    },
    footer = {
      "",
      "Exit codes: 0 it can be used, 78 something is wrong with it.",
      "",
      "Example:",
      "  edgewise rules check rules.yaml",
      "  edgewise rules check rules.yaml --services vision.jar"
    })
public final class CheckCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "FILE", description = "The file of rules.")
  private Path file = Path.of("rules.yaml");

  @Option(
      names = "--services",
      paramLabel = "JAR",
      description = "A service jar whose methods rules may be about; all of them, then.")
  private List<Path> services = List.of();

  @Mixin private Output output = new Output();

  public CheckCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Path path = shell.folder().resolve(file).normalize();
    RuleReading reading =
        RulesCommand.read(
            path, services.stream().map(jar -> shell.folder().resolve(jar).normalize()).toList());
    boolean good = reading.problems().isEmpty();
    if (output.isJson()) {
      shell.out().println(json(reading));
    } else {
      reading.problems().forEach(problem -> shell.out().println(problem.inWords(file.toString())));
      reading.notes().forEach(note -> shell.progress("note: " + note));
      shell
          .out()
          .println(
              good
                  ? reading.book().rules().size() + " rules, nothing is wrong with them"
                  : reading.problems().size() + " things are wrong with the file");
    }
    shell.out().flush();
    return (good ? ExitCode.OK : ExitCode.BAD_CONFIGURATION).value();
  }

  private static String json(RuleReading reading) {
    JsonObject document = Json.document("edgewise.rules-check/1");
    document.addProperty("digest", reading.book().digest());
    document.addProperty("rules", reading.book().rules().size());
    JsonArray problems = new JsonArray();
    for (RuleProblem problem : reading.problems()) {
      JsonObject one = new JsonObject();
      one.addProperty("line", problem.line());
      one.addProperty("column", problem.column());
      one.addProperty("rule", problem.rule());
      one.addProperty("reason", problem.reason());
      one.addProperty("fix", problem.fix());
      problems.add(one);
    }
    document.add("problems", problems);
    JsonArray notes = new JsonArray();
    reading.notes().forEach(notes::add);
    document.add("notes", notes);
    return Json.of(document);
  }
}
