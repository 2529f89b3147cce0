package dev.edgewise.cli.shell;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.ErrorCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The folder that the launcher fills: every jar once in {@code lib}, and for each program a file
 * {@code NAME.classpath} with one jar a line, the program's own first.
 *
 * @param folder the distribution folder
 */
public record Dist(Path folder) {
  public Dist {
    requireNonNull(folder, "folder");
  }

  /** The checkout that it was built from. */
  public Path root() {
    return requireNonNull(folder.toAbsolutePath().getParent(), "a distribution lies in a checkout");
  }

  /** Whether there is a program of this name, for example {@code samples/hello}. */
  public boolean has(String program) {
    return Files.isRegularFile(list(program));
  }

  /** The class path of a program, its own jar first. */
  public List<Path> classPath(String program) {
    try {
      List<Path> jars = new ArrayList<>();
      for (String line : Files.readAllLines(list(program))) {
        jars.add(folder.resolve(line));
      }
      if (!jars.isEmpty()) {
        return jars;
      }
      throw broken(program, "its class path file is empty");
    } catch (IOException e) {
      throw broken(program, "cannot read " + e.getMessage());
    }
  }

  /** Flags with which a program starts faster, where the launcher has made an archive of it. */
  public List<String> archive(String program) {
    Path archive = folder.resolve(program + ".aot");
    // One of another JDK is passed over without a word.
    return Files.isRegularFile(archive)
        ? List.of("-XX:AOTCache=" + archive, "-Xlog:aot=off", "-Xlog:cds=off")
        : List.of();
  }

  /** The jar of the program itself. */
  public Path jar(String program) {
    return classPath(program).getFirst();
  }

  private Path list(String program) {
    return folder.resolve(program + ".classpath");
  }

  private CommandFailure broken(String program, String why) {
    return new Problem(
            ErrorCode.MISSING_PREREQUISITE,
            "the distribution in " + folder + " has no program " + program,
            why,
            "delete the folder and start again: the launcher builds it anew")
        .failure();
  }

  /** Joins jars as {@code java -cp} wants them. */
  static String joined(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
