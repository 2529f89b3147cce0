package dev.edgewise.cli;

import com.google.gson.JsonObject;
import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Shell;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "version",
    description = "Prints the versions of Edgewise and Java.",
    footer = {"", "Example:", "  edgewise version -o json"})
final class VersionCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private Output output = new Output();

  VersionCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    String version =
        Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
            .orElse("unknown");
    String java = Runtime.version().toString();
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    shell.out().print(output.isJson() ? json(version, java, system) : text(version, java, system));
    shell.out().flush();
    return ExitCode.OK.value();
  }

  static String text(String version, String java, String system) {
    return "edgewise " + version + "\njava " + java + "\n" + system + "\n";
  }

  static String json(String version, String java, String system) {
    JsonObject document = Json.document("edgewise.version/1");
    document.addProperty("version", version);
    document.addProperty("java", java);
    document.addProperty("system", system);
    return Json.of(document) + "\n";
  }
}
