package dev.edgewise.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents show compiles as it stands, with the annotation processor. */
final class SnippetsTest {
  @Test
  void java_in_the_documents_compiles(@TempDir Path folder) throws IOException {
    List<Snippet> snippets = new ArrayList<>();
    Project.documents().stream()
        .filter(document -> !isGenerated(document))
        .forEach(document -> snippets.addAll(Snippet.of(document)));
    Map<String, Snippet> byFile =
        snippets.stream().collect(Collectors.toMap(s -> s.name() + ".java", Function.identity()));
    List<Path> sources = new ArrayList<>();
    for (Snippet snippet : snippets) {
      sources.add(Files.writeString(folder.resolve(snippet.name() + ".java"), snippet.source()));
    }

    List<String> wrong =
        compile(sources, folder).stream()
            .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
            .map(d -> describe(d, byFile))
            .toList();

    assertThat(snippets).as("the documents have Java").hasSizeGreaterThan(15);
    assertThat(wrong).isEmpty();
  }

  /** Pages that are written from sources which the processor's tests compile. */
  private static boolean isGenerated(Path document) {
    return document.startsWith(Project.path("docs/diagnostics"))
        || document.startsWith(Project.path("docs/annotations"));
  }

  private static List<Diagnostic<? extends JavaFileObject>> compile(List<Path> sources, Path to)
      throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        javac.getStandardFileManager(said, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of(
              "-d",
              to.toString(),
              "-processor",
              "dev.edgewise.processor.EdgewiseProcessor",
              "-Xmaxerrs",
              "1000");
      javac
          .getTask(null, files, said, options, null, files.getJavaFileObjectsFromPaths(sources))
          .call();
    }
    return said.getDiagnostics();
  }

  private static String describe(
      Diagnostic<? extends JavaFileObject> diagnostic, Map<String, Snippet> byFile) {
    JavaFileObject file = diagnostic.getSource();
    Snippet snippet =
        file == null ? null : byFile.get(Path.of(file.getName()).getFileName().toString());
    return diagnostic.getMessage(Locale.ROOT)
        + (snippet == null
            ? ""
            : "\n  line " + diagnostic.getLineNumber() + " of\n" + snippet.source());
  }
}
