package dev.edgewise.processor;

import static java.util.Objects.requireNonNull;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.edgewise.processor.diag.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/**
 * A file of {@code invalid}: sources with one mistake. Its first line says which code is expected,
 * and {@code on its page} when it is the one that the page of the code shows; {@code // <- here}
 * marks the line; {@code // lock:} lines are a lock file, {@code // option:} lines options, and
 * {@code // file:} begins another source file.
 */
final class WrongSource {
  private static final Path FOLDER = Path.of("src/test/resources/invalid");
  private static final Pattern FIRST =
      Pattern.compile("// (error|note): (EW\\d{4})(, on its page)?");
  private static final Pattern ABOUT = Pattern.compile("// (?:error|note|lock|option): .*");
  private static final String FILE = "// file: ";
  private static final String HERE = "// <- here";

  /**
   * All of them, compiled once for all tests. Those that need nothing of their own are compiled
   * together, each in a package of its own: a compiler that starts costs more than what it reads.
   */
  private static final List<WrongSource> ALL = compileAll();

  private final String name;
  private final List<String> lines;
  private final Matcher first;
  private List<Said> said = List.of();

  /**
   * What the compiler says of it.
   *
   * @param kind error, warning or note
   * @param file path of the source in which it says so; empty for none
   * @param line from 1; 0 or less for none
   * @param text the message
   */
  record Said(Diagnostic.Kind kind, String file, long line, String text) {}

  /**
   * The place of the mark.
   *
   * @param file path of the source
   * @param line from 1
   */
  record Mark(String file, long line) {}

  private WrongSource(Path file) {
    name = file.getFileName().toString().replace(".java", "");
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    first = FIRST.matcher(lines.get(0));
    if (!first.matches()) {
      throw new IllegalStateException(file + " does not say in its first line what is expected");
    }
  }

  static List<WrongSource> all() {
    return ALL;
  }

  /** The one that the page of a code shows; empty when no source provokes it. */
  static Optional<WrongSource> onPageOf(Code code) {
    List<WrongSource> candidates =
        ALL.stream().filter(source -> source.code().equals(code.name())).toList();
    return candidates.size() == 1
        ? Optional.of(candidates.get(0))
        : candidates.stream().filter(source -> source.first.group(3) != null).findFirst();
  }

  String code() {
    return first.group(2);
  }

  boolean isNote() {
    return first.group(1).equals("note");
  }

  /** What the compiler says of it, with {@code wrong} for its package. */
  List<Said> said() {
    return said;
  }

  /** The lock that it is compiled against; empty for none. */
  List<String> lock() {
    return about("lock");
  }

  /** The sources as their reader sees them: without what they say about themselves. */
  String text() {
    return lines.stream()
        .filter(line -> !ABOUT.matcher(line).matches())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private List<String> about(String what) {
    String start = "// " + what + ": ";
    return lines.stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .toList();
  }

  /** Files by path, in the package {@code wrong}. */
  private Map<String, List<String>> files() {
    Map<String, List<String>> files = new LinkedHashMap<>();
    List<String> part = files.computeIfAbsent("wrong/Source.java", path -> new ArrayList<>());
    for (String line : lines) {
      if (line.startsWith(FILE)) {
        part = files.computeIfAbsent(line.substring(FILE.length()), path -> new ArrayList<>());
      } else {
        part.add(line);
      }
    }
    files
        .values()
        .removeIf(text -> text.stream().noneMatch(line -> line.matches("(import|package) .*")));
    return files;
  }

  Optional<Mark> mark() {
    for (Map.Entry<String, List<String>> file : files().entrySet()) {
      for (int i = 0; i < file.getValue().size(); i++) {
        if (file.getValue().get(i).endsWith(HERE)) {
          return Optional.of(new Mark(file.getKey(), i + 1L));
        }
      }
    }
    return Optional.empty();
  }

  /** What is said nowhere in particular, or against a lock, could be another source's. */
  private boolean isCompiledAlone() {
    return mark().isEmpty() || !lock().isEmpty() || !about("option").isEmpty();
  }

  private List<JavaFileObject> sources(String packageName) {
    List<JavaFileObject> sources = new ArrayList<>();
    files()
        .forEach(
            (path, text) ->
                sources.add(
                    JavaFileObjects.forSourceLines(
                        path.replaceFirst("^wrong/", packageName.replace('.', '/') + "/")
                            .replace(".java", "")
                            .replace('/', '.'),
                        text.stream()
                            .map(line -> line.replaceAll("\\bwrong(?=[.;])", packageName))
                            .toList())));
    return sources;
  }

  private static List<WrongSource> compileAll() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<WrongSource> all = files.sorted().map(WrongSource::new).toList();
      compileTogether(all.stream().filter(source -> !source.isCompiledAlone()).toList());
      for (WrongSource source : all) {
        if (source.isCompiledAlone()) {
          source.compileAlone();
        }
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compileTogether(List<WrongSource> together) {
    List<JavaFileObject> sources = new ArrayList<>();
    together.forEach(source -> sources.addAll(source.sources(source.ownPackage())));
    // Without the option the compiler is silent after a hundred errors.
    Compilation compilation =
        new Compiler(List.of("--release", "17", "-Xmaxerrs", "1000")).compile(sources);
    for (WrongSource source : together) {
      String folder = source.ownPackage().replace('.', '/') + "/";
      List<String> paths =
          source.files().keySet().stream()
              .map(path -> path.replaceFirst("^wrong/", folder))
              .toList();
      source.said =
          compilation.diagnostics().stream()
              .filter(d -> paths.contains(path(d)))
              .map(d -> said(d, source.ownPackage()))
              .toList();
    }
  }

  private void compileAlone() throws IOException {
    List<String> options = new ArrayList<>(List.of("--release", "17"));
    options.addAll(about("option"));
    Path folder = Files.createTempDirectory("edgewise-wrong");
    Path lock = folder.resolve("edgewise.lock");
    try {
      if (!lock().isEmpty()) {
        Files.write(lock, lock());
        options.add("-Aedgewise.lock=" + lock);
      }
      said =
          new Compiler(options)
              .compile(sources("wrong")).diagnostics().stream()
                  .map(d -> said(d, "wrong"))
                  .map(
                      s ->
                          new Said(
                              s.kind(),
                              s.file(),
                              s.line(),
                              s.text().replace(lock.toString(), "edgewise.lock")))
                  .toList();
    } finally {
      Files.deleteIfExists(lock);
      Files.delete(folder);
    }
  }

  private String ownPackage() {
    return "wrong." + name;
  }

  private static Said said(Diagnostic<? extends JavaFileObject> diagnostic, String packageName) {
    return new Said(
        diagnostic.getKind(),
        path(diagnostic).replace(packageName.replace('.', '/') + "/", "wrong/"),
        diagnostic.getLineNumber(),
        requireNonNull(diagnostic.getMessage(Locale.ROOT)).replace(packageName, "wrong"));
  }

  private static String path(Diagnostic<? extends JavaFileObject> diagnostic) {
    JavaFileObject source = diagnostic.getSource();
    return source == null ? "" : source.toUri().getPath().replaceFirst("^/", "");
  }

  @Override
  public String toString() {
    return name;
  }
}
