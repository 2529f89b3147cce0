package dev.edgewise.cli;

import dev.edgewise.cli.cache.CacheCommand;
import dev.edgewise.cli.call.CallCommand;
import dev.edgewise.cli.certs.CertsCommand;
import dev.edgewise.cli.certs.InitCommand;
import dev.edgewise.cli.certs.IssueCommand;
import dev.edgewise.cli.certs.ShowCommand;
import dev.edgewise.cli.chat.ChatCommand;
import dev.edgewise.cli.daemon.ConfigCommand;
import dev.edgewise.cli.daemon.DaemonCommand;
import dev.edgewise.cli.daemon.UpCommand;
import dev.edgewise.cli.demo.DemoCommand;
import dev.edgewise.cli.fleet.DrainCommand;
import dev.edgewise.cli.fleet.ExplainCommand;
import dev.edgewise.cli.fleet.GenerationsCommand;
import dev.edgewise.cli.fleet.ModelsCommand;
import dev.edgewise.cli.fleet.NodeCommand;
import dev.edgewise.cli.fleet.QuarantineCommand;
import dev.edgewise.cli.fleet.ServiceCommand;
import dev.edgewise.cli.fleet.StatusCommand;
import dev.edgewise.cli.fleet.WatchCommand;
import dev.edgewise.cli.key.KeyCommand;
import dev.edgewise.cli.model.ModelCommand;
import dev.edgewise.cli.rules.CheckCommand;
import dev.edgewise.cli.rules.ReplayCommand;
import dev.edgewise.cli.rules.RulesCommand;
import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.cli.train.FetchCommand;
import dev.edgewise.cli.train.LogsCommand;
import dev.edgewise.cli.train.SubmitCommand;
import dev.edgewise.cli.train.TrainCommand;
import dev.edgewise.cli.zone.ScaleCommand;
import dev.edgewise.cli.zone.ZoneCommand;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.NearestNames;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Main of the command {@code edgewise}. */
public final class EdgewiseCli {
  private EdgewiseCli() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(Shell.ofProcess(), List.of(arguments)));
  }

  /** Runs one command. */
  static int run(Shell shell, List<String> arguments) {
    return commandLine(shell).execute(arguments.toArray(new String[0]));
  }

  @Command(
      name = "edgewise",
      synopsisSubcommandLabel = "COMMAND",
      description = "Runs Java methods where they run best: at the edge or in the cloud.",
      footer = {
        "",
        "Start here:",
        "  edgewise demo               a fleet, two models, a slow-down, two kills",
        "  edgewise demo --scale       a zone from zero nodes, a sale, and back",
        "  edgewise up                 a fleet that keeps running, with its page",
        "  edgewise run samples/hello  the smallest application",
        "  edgewise help COMMAND       what a command does, with an example",
        "",
        "Exit codes: 0 ok, 1 failed, 2 usage, 3 changes pending, 4 unreachable,",
        "5 denied, 78 bad configuration."
      })
  private static final class Root {}

  static CommandLine commandLine(Shell shell) {
    CommandLine root =
        new CommandLine(new Root())
            .addSubcommand(new DemoCommand(shell))
            .addSubcommand(new UpCommand(shell))
            .addSubcommand(new CommandLine(new RunCommand(shell)))
            .addSubcommand(new StatusCommand(shell))
            .addSubcommand(
                new CommandLine(new NodeCommand())
                    .addSubcommand(new NodeCommand.Ls(shell))
                    .addSubcommand(new NodeCommand.Show(shell))
                    .addSubcommand(new DrainCommand.Drain(shell))
                    .addSubcommand(new DrainCommand.Undrain(shell))
                    .addSubcommand(new QuarantineCommand.Hold(shell))
                    .addSubcommand(new QuarantineCommand.Release(shell)))
            .addSubcommand(
                new CommandLine(new ZoneCommand())
                    .addSubcommand(new ZoneCommand.Ls(shell))
                    .addSubcommand(new ZoneCommand.Show(shell))
                    .addSubcommand(new ScaleCommand(shell)))
            .addSubcommand(
                new CommandLine(new TrainCommand())
                    .addSubcommand(new SubmitCommand(shell))
                    .addSubcommand(new TrainCommand.Ls(shell))
                    .addSubcommand(new TrainCommand.Show(shell))
                    .addSubcommand(new LogsCommand(shell))
                    .addSubcommand(new FetchCommand(shell))
                    .addSubcommand(new TrainCommand.Cancel(shell)))
            .addSubcommand(
                new CommandLine(new ServiceCommand())
                    .addSubcommand(new ServiceCommand.Ls(shell))
                    .addSubcommand(new ServiceCommand.Show(shell)))
            .addSubcommand(
                new CommandLine(new ModelsCommand(shell))
                    .addSubcommand(new ModelsCommand.Ls(shell))
                    .addSubcommand(new ModelsCommand.Show(shell)))
            .addSubcommand(
                new CommandLine(new ModelCommand())
                    .addSubcommand(new ModelCommand.PullOne(shell))
                    .addSubcommand(new ModelCommand.Ls(shell)))
            .addSubcommand(
                new CommandLine(new CacheCommand())
                    .addSubcommand(new CacheCommand.Ls(shell))
                    .addSubcommand(new CacheCommand.Show(shell))
                    .addSubcommand(new CacheCommand.Evict(shell))
                    .addSubcommand(new CacheCommand.Audit(shell)))
            .addSubcommand(
                new CommandLine(new KeyCommand())
                    .addSubcommand(new KeyCommand.Add(shell))
                    .addSubcommand(new KeyCommand.Ls(shell))
                    .addSubcommand(new KeyCommand.Revoke(shell)))
            .addSubcommand(
                new CommandLine(new RulesCommand())
                    .addSubcommand(new CheckCommand(shell))
                    .addSubcommand(new ReplayCommand(shell)))
            .addSubcommand(new ChatCommand(shell))
            .addSubcommand(new GenerationsCommand(shell))
            .addSubcommand(new WatchCommand(shell))
            .addSubcommand(new ExplainCommand(shell))
            .addSubcommand(new CallCommand(shell))
            .addSubcommand(BenchCommand.of(shell))
            .addSubcommand(SimulateCommand.of(shell))
            .addSubcommand(DaemonCommand.orchestrator(shell))
            .addSubcommand(DaemonCommand.edge(shell))
            .addSubcommand(DaemonCommand.cloud(shell))
            .addSubcommand(
                new CommandLine(new CertsCommand())
                    .addSubcommand(new InitCommand(shell))
                    .addSubcommand(new IssueCommand(shell))
                    .addSubcommand(new ShowCommand(shell)))
            .addSubcommand(
                new CommandLine(new ConfigCommand())
                    .addSubcommand(new ConfigCommand.Validate(shell)))
            .addSubcommand(
                new CommandLine(new LockCommand())
                    .addSubcommand(new LockCommand.Update(shell))
                    .addSubcommand(new LockCommand.Check(shell)))
            .addSubcommand(new VersionCommand(shell))
            .addSubcommand(new HelpCommand());
    PrintWriter out = writer(shell.out());
    root.setOut(out)
        .setErr(writer(shell.err()))
        .setUsageHelpWidth(80)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false)
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi(shell)))
        .setParameterExceptionHandler((e, given) -> usage(shell, e, given))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> failed(shell, e, parsed.originalArgs()));
    root.getSubcommands().forEach(EdgewiseCli::passArgumentsOn);
    helpEverywhere(root);
    return root;
  }

  private static void helpEverywhere(CommandLine command) {
    for (CommandLine sub : command.getSubcommands().values()) {
      boolean ownHelp = sub.getCommandSpec().helpCommand();
      boolean passesOn = sub.isUnmatchedOptionsArePositionalParams();
      if (!ownHelp && !passesOn) {
        sub.addMixin("help", new HelpOption());
      }
      helpEverywhere(sub);
    }
  }

  /** What these commands start has options of its own, which are not ours to judge. */
  private static void passArgumentsOn(String name, CommandLine command) {
    switch (name) {
      case "run" -> command.setStopAtPositional(true);
      case "orchestrator", "edge-agent", "cloud-agent" ->
          command.setUnmatchedOptionsArePositionalParams(true);
      case "bench", "simulate" ->
          command
              .getSubcommands()
              .values()
              .forEach(race -> race.setUnmatchedOptionsArePositionalParams(true));
      default -> {}
    }
  }

  private static Ansi ansi(Shell shell) {
    return shell.environment().containsKey("NO_COLOR") ? Ansi.OFF : Ansi.AUTO;
  }

  private static PrintWriter writer(java.io.PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  private static int usage(Shell shell, ParameterException e, String[] given) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    boolean root = command.getParent() == null;
    String fix =
        root ? "'edgewise help' lists the commands" : "'" + name + " --help' shows what it takes";
    Problem problem =
        e instanceof UnmatchedArgumentException unmatched
            ? unknown(unmatched, root, fix)
            : new Problem(ErrorCode.BAD_USAGE, firstLine(e), "", fix);
    return report(shell, problem, List.of(given));
  }

  private static Problem unknown(UnmatchedArgumentException e, boolean root, String fix) {
    String word = e.getUnmatched().getFirst();
    String kind = word.startsWith("-") ? "option" : root ? "command" : "argument";
    String typed = word.replaceFirst("=.*", "");
    // Picocli offers whatever shares a few letters.
    List<String> near =
        e.getSuggestions().stream()
            .filter(name -> NearestNames.distance(typed, name) <= 1 + typed.length() / 3)
            .toList();
    return new Problem(
        ErrorCode.BAD_USAGE,
        "there is no " + kind + " " + word,
        "",
        (near.isEmpty() ? "" : "did you mean " + String.join(" or ", near) + "? ") + fix);
  }

  private static int failed(Shell shell, Exception e, List<String> given) {
    if (shell.environment().containsKey("EDGEWISE_TRACE")) {
      e.printStackTrace(shell.err());
    }
    return report(shell, problemOf(e), given);
  }

  private static String firstLine(Exception e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return (end < 0 ? message : message.substring(0, end)).strip();
  }

  private static Problem problemOf(Exception e) {
    if (e instanceof CommandFailure failure) {
      return failure.problem();
    }
    if (e instanceof EdgewiseException edgewise) {
      return Problem.of(edgewise);
    }
    return new Problem(
        ErrorCode.COMMAND_FAILED,
        "the command broke: " + e,
        "this is a defect of edgewise, or of the machine that it runs on",
        "report it, with EDGEWISE_TRACE=1 set so that the stack trace is shown");
  }

  private static int report(Shell shell, Problem problem, List<String> arguments) {
    if (wantsJson(arguments)) {
      shell.out().println(Json.of(problem));
      shell.out().flush();
    }
    shell.err().print(problem.text());
    shell.err().flush();
    return problem.exitCode().value();
  }

  /**
   * Whether the result was asked for as JSON; looked up by hand because parsing may have failed.
   */
  static boolean wantsJson(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      boolean next = i + 1 < arguments.size() && arguments.get(i + 1).equalsIgnoreCase("json");
      if ((argument.equals("-o") || argument.equals("--output")) && next) {
        return true;
      }
      if (argument.equalsIgnoreCase("-o=json")
          || argument.equalsIgnoreCase("-ojson")
          || argument.equalsIgnoreCase("--output=json")) {
        return true;
      }
    }
    return false;
  }
}
