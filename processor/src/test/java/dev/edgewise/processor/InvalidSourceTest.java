package dev.edgewise.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.CompilationSubject.DiagnosticInFile;
import com.google.testing.compile.JavaFileObjects;
import dev.edgewise.processor.diag.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One mistake a file. The first line says which code is expected; {@code // <- here} marks the
 * line; {@code // lock:} lines are a lock file, {@code // option:} lines options, and {@code //
 * file:} begins another source file.
 */
final class InvalidSourceTest {
  private static final Path FOLDER = Path.of("src/test/resources/invalid");
  private static final Path DOCS = Path.of("../docs/diagnostics");
  private static final Pattern EXPECTED = Pattern.compile("// (error|note): (EW\\d{4})");

  /** What no source can provoke alone; each has a test of its own. */
  private static final Set<Code> WITHOUT_SOURCE = Set.of(Code.EW0001, Code.EW4012);

  private final Path temp;

  InvalidSourceTest(@TempDir Path temp) {
    this.temp = temp;
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void is_reported_with_its_code_at_its_line(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    Matcher expected = EXPECTED.matcher(lines.get(0));
    assertThat(expected.matches()).as("first line of %s", file).isTrue();
    String code = expected.group(2) + ":";
    Sources sources = Sources.of(lines);

    Compilation compilation = new Compiler(options(lines)).compile(sources.files());

    boolean note = expected.group(1).equals("note");
    DiagnosticInFile found =
        note
            ? assertThat(compilation).hadNoteContaining(code)
            : assertThat(compilation).hadErrorContaining(code);
    if (sources.marked() != null) {
      found.inFile(sources.marked()).onLine(sources.line());
    }
    if (!note) {
      assertThat(compilation.errors())
          .as("only one kind of mistake: %s", compilation.errors())
          .allSatisfy(d -> assertThat(d.getMessage(null)).contains(code));
    }
  }

  private List<String> options(List<String> lines) throws IOException {
    List<String> options = new ArrayList<>(List.of("--release", "17"));
    lines.stream()
        .filter(l -> l.startsWith("// option: "))
        .map(l -> l.substring(11))
        .forEach(options::add);
    List<String> lock =
        lines.stream().filter(l -> l.startsWith("// lock: ")).map(l -> l.substring(9)).toList();
    if (!lock.isEmpty()) {
      Path file = temp.resolve("edgewise.lock");
      Files.write(file, lock);
      options.add("-Aedgewise.lock=" + file);
    }
    return options;
  }

  @Test
  void every_code_has_a_source_that_provokes_it() throws IOException {
    Set<String> provoked =
        files().stream()
            .map(f -> f.getFileName().toString().substring(0, 6))
            .collect(Collectors.toSet());
    assertThat(Stream.of(Code.values()).filter(c -> !WITHOUT_SOURCE.contains(c)).map(Code::name))
        .allMatch(provoked::contains);
  }

  @Test
  void every_code_has_a_page() throws IOException {
    for (Code code : Code.values()) {
      String page = Files.readString(DOCS.resolve(code + ".md"));
      assertThat(page).contains("# " + code, "**Why.**", "**What to do.**", "## Wrong", "## Right");
    }
  }

  @Test
  void every_page_belongs_to_a_code() throws IOException {
    try (Stream<Path> pages = Files.list(DOCS)) {
      assertThat(pages.map(p -> p.getFileName().toString()).filter(n -> n.startsWith("EW")))
          .allSatisfy(
              name ->
                  assertThat(Code.values())
                      .extracting(Code::name)
                      .contains(name.replace(".md", "")));
    }
  }

  /**
   * The sources of a corpus file.
   *
   * @param files all of them
   * @param marked the one with the mark, null if none
   * @param line of the mark, from 1
   */
  private record Sources(
      List<JavaFileObject> files,
      @org.jspecify.annotations.Nullable JavaFileObject marked,
      long line) {
    static Sources of(List<String> lines) {
      List<JavaFileObject> files = new ArrayList<>();
      JavaFileObject marked = null;
      long line = 0;
      List<String> part = new ArrayList<>();
      String name = "wrong/Source.java";
      List<String> all = new ArrayList<>(lines);
      all.add("// file: end");
      for (String text : all) {
        if (!text.startsWith("// file: ")) {
          part.add(text);
          continue;
        }
        if (part.stream().anyMatch(l -> l.startsWith("import ") || l.startsWith("package "))) {
          JavaFileObject file =
              JavaFileObjects.forSourceLines(name.replace(".java", "").replace('/', '.'), part);
          files.add(file);
          for (int i = 0; i < part.size(); i++) {
            if (part.get(i).endsWith("// <- here")) {
              marked = file;
              line = i + 1L;
            }
          }
        }
        part = new ArrayList<>();
        name = text.substring("// file: ".length());
      }
      return new Sources(files, marked, line);
    }
  }
}
