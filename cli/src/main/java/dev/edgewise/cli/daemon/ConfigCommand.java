package dev.edgewise.cli.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.edgewise.cli.shell.Foreground;
import dev.edgewise.cli.shell.JavaCommand;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "config",
    synopsisSubcommandLabel = "validate",
    description = "Looks after configuration files.",
    footer = {"", "Example:", "  edgewise config validate edge-agent agent.yaml"})
public final class ConfigCommand {
  /** Which program reads the file. */
  enum Program {
    ORCHESTRATOR("orchestrator", DaemonCommand.ORCHESTRATOR_MAIN),
    EDGE_AGENT("edge-agent", DaemonCommand.EDGE_MAIN),
    CLOUD_AGENT("cloud-agent", DaemonCommand.CLOUD_MAIN);

    private final String program;
    private final String main;

    Program(String program, String main) {
      this.program = program;
      this.main = main;
    }

    @Override
    public String toString() {
      return program;
    }
  }

  @Command(
      name = "validate",
      description = {
        "Says whether a daemon would start with a configuration file.",
        "",
        "The daemon itself reads the file, with the environment and the options that are given, and"
            + " starts nothing. Each thing that is wrong is told with file, line and remedy; exit"
            + " code 78 then."
      },
      footer = {
        "",
        "Example:",
        "  edgewise config validate edge-agent agent.yaml",
        "  edgewise config validate orchestrator orchestrator.yaml -o json",
        "  edgewise config validate cloud-agent agent.yaml -- --node west1-a"
      })
  public static final class Validate implements Callable<Integer> {
    private final Shell shell;

    @Parameters(
        index = "0",
        paramLabel = "DAEMON",
        description = "orchestrator, edge-agent or cloud-agent.",
        converter = ByName.class)
    private Program daemon = Program.ORCHESTRATOR;

    @Parameters(index = "1", paramLabel = "FILE", description = "The configuration file.")
    private Path file = Path.of("");

    @Parameters(
        index = "2..*",
        arity = "0..*",
        paramLabel = "OPTION",
        description = "After --: options that the daemon will be given, too.")
    private List<String> options = new ArrayList<>();

    @Mixin private Output output = new Output();

    public Validate(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
      Path path = shell.folder().resolve(file).normalize();
      if (!Files.isRegularFile(path)) {
        throw new Problem(
                ErrorCode.NOT_FOUND,
                "there is no file " + file,
                "looked at " + path,
                "name the daemon's YAML file")
            .failure();
      }
      List<String> arguments = new ArrayList<>(List.of("--config", path.toString(), "--validate"));
      arguments.addAll(options);
      List<String> command =
          JavaCommand.of(
              shell.requireDist(),
              List.of("-XX:TieredStopAtLevel=1"),
              shell.requireDist().classPath(daemon.program),
              daemon.main,
              arguments);
      return output.isJson() ? asDocument(command) : Foreground.run(command, shell.folder());
    }

    private int asDocument(List<String> command) throws IOException, InterruptedException {
      Process process =
          new ProcessBuilder(command)
              .directory(shell.folder().toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      List<String> said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank())
              .toList();
      int exit = process.waitFor();
      shell.out().print(json(daemon.program, file.toString(), exit, said));
      shell.out().flush();
      return exit;
    }

    public static String json(String daemon, String file, int exit, List<String> said) {
      JsonObject document = Json.document("edgewise.config/1");
      document.addProperty("daemon", daemon);
      document.addProperty("file", file);
      document.addProperty("valid", exit == 0);
      JsonArray problems = new JsonArray();
      if (exit != 0) {
        said.forEach(problems::add);
      }
      document.add("problems", problems);
      return Json.of(document) + "\n";
    }
  }

  /** As the commands are called, not as Java's constants are written. */
  static final class ByName implements picocli.CommandLine.ITypeConverter<Program> {
    @Override
    public Program convert(String text) {
      for (Program program : Program.values()) {
        if (program.program.equals(text)) {
          return program;
        }
      }
      throw new picocli.CommandLine.TypeConversionException(
          "'" + text + "' is no daemon (expected: orchestrator, edge-agent or cloud-agent)");
    }
  }
}
