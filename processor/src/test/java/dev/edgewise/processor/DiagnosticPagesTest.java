package dev.edgewise.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Diagnostic;
import dev.edgewise.processor.diag.Severity;
import dev.edgewise.processor.model.SourceRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/**
 * The pages of {@code docs/diagnostics}: what the compiler says of a wrong source, that source, and
 * a right one from {@code right}, which compiles. What else is to be said of a code lies in {@code
 * pages}.
 */
final class DiagnosticPagesTest {
  private static final Path PAGES = Path.of("../docs/diagnostics");
  private static final Path RIGHT = Path.of("src/test/resources/right");
  private static final Path BY_HAND = Path.of("src/test/resources/pages");

  private static final String INDEX =
      """
      # Diagnostics of the annotation processor

      Each message of the processor begins with a code: EW1xxx signatures, EW2xxx types, EW3xxx numbers of fields, EW4xxx bodies, EW5xxx sensitive data,
      EW0xxx the processor itself. A code never changes its meaning. A test writes these pages from the code; do not edit them.

      | code | for example |
      | --- | --- |
      """;

  @Test
  void the_pages_say_what_the_compiler_says() throws IOException {
    Map<String, String> pages = new TreeMap<>();
    StringBuilder index = new StringBuilder(INDEX);
    for (Code code : Code.values()) {
      String message = message(code);
      pages.put(code + ".md", page(code, message));
      String what = message.lines().findFirst().orElseThrow().substring((code + ": ").length());
      index.append("| [%1$s](%1$s.md) | %2$s |\n".formatted(code, what.replace("|", "\\|")));
    }
    pages.put("README.md", index.toString());

    Golden.hold(PAGES, pages);
  }

  @Test
  void what_the_pages_call_right_compiles() throws IOException {
    List<JavaFileObject> sources = new ArrayList<>();
    try (Stream<Path> files = Files.list(RIGHT)) {
      for (Path file : files.sorted().toList()) {
        String code = file.getFileName().toString().replace(".java", "");
        String text =
            Files.readString(file).replace("package right;", "package right_" + code + ";");
        sources.add(JavaFileObjects.forSourceString("right_" + code + ".Source", text));
      }
    }

    Compilation compilation =
        new Compiler(List.of("--release", "17", "-Xmaxerrs", "1000")).compile(sources);

    assertThat(compilation).succeeded();
  }

  private static String message(Code code) {
    if (code == Code.EW0001) {
      return said(code, "java.lang.IllegalStateException: …", "  …");
    }
    if (code == Code.EW4012) {
      return said(code, "api.Work", "api.Work_Service");
    }
    return WrongSource.onPageOf(code).orElseThrow(() -> new AssertionError(code)).said().stream()
        // javac indents all but the first line by two more.
        .map(said -> said.text().replace("\n    ", "\n  "))
        .filter(text -> text.startsWith(code.name()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(code));
  }

  private static String said(Code code, String... arguments) {
    return new Diagnostic(code, code.severity(), SourceRef.NONE, List.of(arguments)).text();
  }

  private static String page(Code code, String message) throws IOException {
    StringBuilder page = new StringBuilder("# " + code + "\n\n" + fenced("", message) + "\n");
    page.append(
        code.severity() == Severity.ERROR
            ? "An error; the compilation fails.\n"
            : "A note; the compilation goes on. With `-Aedgewise.lock.strict=true` it is an"
                + " error.\n");
    String byHand = read(BY_HAND.resolve(code + ".md")).orElse("");
    int right = byHand.contains("## Right") ? byHand.indexOf("## Right") : byHand.length();
    if (right > 0) {
      page.append("\n").append(byHand.substring(0, right).stripTrailing()).append("\n");
    }
    WrongSource.onPageOf(code).ifPresent(source -> page.append(wrong(code, source)));
    page.append(right < byHand.length() ? "\n" + byHand.substring(right) : "");
    read(RIGHT.resolve(code + ".java"))
        .ifPresent(text -> page.append("\n## Right\n\n").append(fenced("java", shown(text))));
    return page.toString();
  }

  private static String wrong(Code code, WrongSource source) {
    String text = source.text().replace("// <- here", "// " + code);
    boolean several = text.contains("// file: ");
    String wrong = "\n## Wrong\n\n" + fenced("java", several ? text.strip() : shown(text));
    return source.lock().isEmpty()
        ? wrong
        : wrong + "\nwith this `edgewise.lock`:\n\n" + fenced("", String.join("\n", source.lock()));
  }

  /** Without what every source begins with. */
  private static String shown(String text) {
    return text.lines()
        .filter(
            line ->
                !line.matches(
                    "package (wrong|right);|import"
                        + " (dev\\.edgewise\\.annotations|java\\.util(\\.stream)?)\\.\\*;"))
        .collect(Collectors.joining("\n"))
        .strip();
  }

  private static String fenced(String language, String text) {
    return "```" + language + "\n" + text + "\n```\n";
  }

  private static Optional<String> read(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }
}
