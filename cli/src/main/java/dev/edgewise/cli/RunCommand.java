package dev.edgewise.cli;

import dev.edgewise.cli.shell.Dist;
import dev.edgewise.cli.shell.Foreground;
import dev.edgewise.cli.shell.JavaCommand;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    description = {
      "Runs an application: a sample, a module or a jar.",
      "",
      "A sample of this checkout, a Maven module that was packaged, or a jar. The main class is the"
          + " Main-Class of the jar's manifest; the Edgewise SDK is put on the class path."
    },
    footer = {
      "",
      "Example:",
      "  edgewise run samples/hello",
      "  edgewise run my-application.jar --city Oslo"
    })
final class RunCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "MODULE-OR-JAR", description = "What to run.")
  private Path target = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "ARGUMENT",
      description = "Passed on to the application.")
  private List<String> arguments = new ArrayList<>();

  RunCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Path path = shell.folder().resolve(target).normalize();
    if (Files.isRegularFile(path)) {
      return runJar(path, shell.folder());
    }
    if (!Files.isDirectory(path)) {
      throw new Problem(
              ErrorCode.NOT_FOUND,
              "there is no module or jar " + target,
              "looked at " + path,
              "name a folder such as samples/hello, or a jar file")
          .failure();
    }
    Dist dist = shell.requireDist();
    String program = dist.root().relativize(path).toString().replace('\\', '/');
    if (dist.has(program)) {
      List<Path> classPath = dist.classPath(program);
      return run(classPath, mainClass(classPath.getFirst()), path);
    }
    if (Files.isRegularFile(path.resolve("pom.xml"))) {
      return runJar(builtJar(path), path);
    }
    throw new Problem(
            ErrorCode.NOT_FOUND,
            target + " is not a module",
            "it has no pom.xml, and is no sample of this checkout",
            "name a folder such as samples/hello, or a jar file")
        .failure();
  }

  /** A module of somebody else: its jar, once Maven has made it. */
  private Path builtJar(Path module) {
    try (Stream<Path> files = Files.list(module.resolve("target"))) {
      Optional<Path> jar = files.filter(RunCommand::isApplication).sorted().findFirst();
      if (jar.isPresent()) {
        return jar.get();
      }
    } catch (IOException e) {
      // No target folder: the same as no jar in it.
    }
    throw new Problem(
            ErrorCode.NOT_FOUND,
            target + " has not been built",
            "no jar in " + module.resolve("target"),
            "run 'mvn package' there, then start again")
        .failure();
  }

  private static boolean isApplication(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".jar")
        && !name.endsWith("-sources.jar")
        && !name.endsWith("-javadoc.jar")
        && !name.endsWith("-tests.jar");
  }

  private int runJar(Path jar, Path folder) {
    String main = mainClass(jar);
    List<Path> classPath = new ArrayList<>();
    classPath.add(jar);
    // A Class-Path in the jar's manifest is followed by the JVM itself.
    classPath.addAll(shell.requireDist().classPath("sdk"));
    return run(classPath, main, folder);
  }

  private int run(List<Path> classPath, String main, Path folder) {
    return Foreground.run(
        JavaCommand.of(shell.requireDist(), List.of(), classPath, main, arguments), folder);
  }

  private static String mainClass(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      String main =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
      if (main != null) {
        return main;
      }
      throw new Problem(
              ErrorCode.NOT_FOUND,
              "which class of " + jar.getFileName() + " to run is not known",
              "the jar's manifest has no Main-Class",
              "set mainClass in the configuration of maven-jar-plugin, as samples/hello does")
          .failure();
    } catch (IOException e) {
      throw new Problem(
              ErrorCode.NOT_FOUND,
              jar + " cannot be read as a jar",
              String.valueOf(e.getMessage()),
              "name a jar file, or a module's folder")
          .failure();
    }
  }
}
