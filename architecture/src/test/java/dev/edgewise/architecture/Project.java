package dev.edgewise.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project on disk, seen from the folder of this module, where Surefire runs the tests. */
final class Project {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

  private Project() {}

  /** A file or folder, named from the project's root. */
  static Path path(String relative) {
    return ROOT.resolve(relative);
  }

  static String read(String relative) {
    try {
      return Files.readString(path(relative));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The modules that the root POM lists. */
  static List<String> modules() {
    return MODULE.matcher(read("pom.xml")).results().map(match -> match.group(1)).toList();
  }

  /** The README and what lies in docs and in the samples' folders. */
  static List<Path> documents() {
    List<Path> found = new ArrayList<>();
    found.add(path("README.md"));
    for (String folder : List.of("docs", "samples")) {
      try (Stream<Path> files = Files.walk(path(folder), 3)) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(found::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }

  /** All Java sources of a module below {@code src/main/java} or {@code src/test/java}. */
  static List<Path> sources(String module, String tree) {
    Path folder = path(module).resolve(tree);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The compiled main classes of one module: empty when it has none. */
  static JavaClasses classes(String module) {
    return classes(List.of(module));
  }

  /** The compiled main classes of several modules. */
  static JavaClasses classes(List<String> modules) {
    Set<URI> folders = new HashSet<>();
    for (String module : modules) {
      folders.add(path(module).resolve("target/classes").toUri());
    }
    return Imported.ALL.that(
        DescribedPredicate.describe("are of " + modules, type -> folders.contains(folderOf(type))));
  }

  /** Where the folders of its package begin. */
  private static URI folderOf(JavaClass type) {
    String uri = type.getSource().orElseThrow().getUri().toString();
    String file = type.getName().replace('.', '/') + ".class";
    return URI.create(uri.substring(0, uri.length() - file.length()));
  }

  /** Read once: it is most of the time that these tests take. */
  private static final class Imported {
    static final JavaClasses ALL =
        new ClassFileImporter()
            .importPaths(
                modules().stream().map(module -> path(module).resolve("target/classes")).toList());
  }
}
