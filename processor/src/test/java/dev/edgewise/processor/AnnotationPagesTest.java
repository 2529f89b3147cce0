package dev.edgewise.processor;

import static java.util.Objects.requireNonNull;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import dev.edgewise.annotations.EdgeService;
import dev.edgewise.processor.diag.Code;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The pages of {@code docs/annotations}, from the annotations' own Javadoc and declarations. */
final class AnnotationPagesTest {
  private static final Path SOURCES =
      Path.of("../annotations/src/main/java/dev/edgewise/annotations");
  private static final Path PAGES = Path.of("../docs/annotations");
  private static final Pattern LINK = Pattern.compile("\\{@link (\\w*)(#\\w+)?(?:\\(\\))?\\}");
  private static final Pattern CODE_BLOCK =
      Pattern.compile("<pre>\\{@code\\n(.*?)\\n\\s*\\}</pre>", Pattern.DOTALL);

  private static final String INDEX =
      """
      # Annotations

      What a developer writes. The annotation processor reads all of them when the code is compiled; nothing reads them later. A test writes these pages from the
      annotations' Javadoc; do not edit them. Mistakes have [pages of their own](../diagnostics/README.md).

      | annotation | stands on | says |
      | --- | --- | --- |
      """;

  private final Map<String, String> pages = new TreeMap<>();
  private final StringBuilder index = new StringBuilder(INDEX);

  /** A type of the annotations' package, its tree and the comments in it. */
  private record Source(ClassTree type, TreePath path, DocTrees comments) {
    String name() {
      return type.getSimpleName().toString();
    }

    String comment() {
      return requireNonNull(comments.getDocComment(path), name());
    }

    String comment(Tree member) {
      return requireNonNull(comments.getDocComment(new TreePath(path, member)), name());
    }

    <T extends Tree> List<T> members(Class<T> kind) {
      return type.getMembers().stream().filter(kind::isInstance).map(kind::cast).toList();
    }
  }

  @Test
  void the_pages_say_what_the_annotations_say() throws Exception {
    for (Source source : sources()) {
      Class<?> type = Class.forName(EdgeService.class.getPackageName() + "." + source.name());
      String title = type.isAnnotation() ? "@" + source.name() : source.name();
      pages.put(source.name() + ".md", page(title, type, source));
      index.append(
          "| [`%s`](%s.md) | %s | %s |\n"
              .formatted(title, source.name(), places(type), firstSentence(source)));
    }
    pages.put("README.md", index.toString());

    Golden.hold(PAGES, pages);
  }

  private static List<Source> sources() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
            compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
        Stream<Path> listed = Files.list(SOURCES)) {
      List<Path> paths =
          listed.filter(path -> !path.endsWith("package-info.java")).sorted().toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(paths));
      List<Source> sources = new ArrayList<>();
      DocTrees comments = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        ClassTree type = (ClassTree) unit.getTypeDecls().get(0);
        sources.add(new Source(type, TreePath.getPath(unit, type), comments));
      }
      return sources;
    }
  }

  private static String page(String title, Class<?> type, Source source) throws Exception {
    StringBuilder page = new StringBuilder("# " + title + "\n\n" + prose(source.comment()) + "\n");
    if (type.isAnnotation()) {
      page.append("\nStands on ").append(places(type)).append(".\n");
    }
    List<String> rows = new ArrayList<>();
    for (MethodTree member : source.members(MethodTree.class)) {
      Object fallback = type.getMethod(member.getName().toString()).getDefaultValue();
      rows.add(
          "| `%s` | %s | %s |"
              .formatted(member.getName(), literal(fallback), line(source.comment(member))));
    }
    for (VariableTree constant : source.members(VariableTree.class)) {
      rows.add("| `%s` | %s |".formatted(constant.getName(), line(source.comment(constant))));
    }
    if (!rows.isEmpty()) {
      page.append(
          type.isAnnotation()
              ? "\n| member | default | what |\n| --- | --- | --- |\n"
              : "\n| constant | means |\n| --- | --- |\n");
      page.append(String.join("\n", rows)).append("\n");
    }
    String mistakes = mistakes(title);
    return mistakes.isEmpty() ? page.toString() : page + "\nDiagnostics: " + mistakes + "\n";
  }

  private static String mistakes(String title) {
    Pattern named = Pattern.compile(Pattern.quote(title) + "(?!\\w)");
    return Arrays.stream(Code.values())
        .filter(
            code -> title.startsWith("@") && named.matcher(code.what() + " " + code.fix()).find())
        .map(code -> "[%1$s](../diagnostics/%1$s.md)".formatted(code))
        .collect(Collectors.joining(", "));
  }

  private static String places(Class<?> type) {
    Target target = type.getAnnotation(Target.class);
    if (target != null && target.value().length == 0) {
      return "other annotations";
    }
    return target == null
        ? "–"
        : Arrays.stream(target.value())
            .map(AnnotationPagesTest::place)
            .collect(Collectors.joining(", "));
  }

  private static String place(ElementType place) {
    return switch (place) {
      case TYPE -> "types";
      case METHOD -> "methods";
      case PARAMETER -> "parameters";
      case FIELD -> "constants of enums";
      case RECORD_COMPONENT -> "components of records";
      default -> throw new IllegalArgumentException(place.name());
    };
  }

  private static String literal(@Nullable Object value) {
    if (value == null || value == void.class) {
      return value == null ? "must be given" : "none";
    }
    if (value.getClass().isArray() || value instanceof Annotation) {
      return "none";
    }
    return value.equals("")
        ? "none"
        : "`" + (value instanceof String ? "\"" + value + "\"" : value) + "`";
  }

  private static String firstSentence(Source source) {
    String text = line(source.comment());
    Matcher end = Pattern.compile("[.:;](?= |$)").matcher(text);
    return end.find() ? text.substring(0, end.start()) : text;
  }

  private static String line(String javadoc) {
    return prose(javadoc).replaceAll("\\s+", " ").replace("|", "\\|");
  }

  /** Javadoc as Markdown. */
  private static String prose(String javadoc) {
    Matcher block = CODE_BLOCK.matcher(javadoc);
    Optional<String> code = block.find() ? Optional.of(block.group(1)) : Optional.empty();
    String text = code.isPresent() ? block.replaceFirst("@@") : javadoc;
    text = text.replaceAll("\\{@code\\s+([^}]*)\\}", "`$1`");
    text = LINK.matcher(text).replaceAll(link -> Matcher.quoteReplacement(linked(link)));
    String paragraphs =
        Arrays.stream(text.split("\\n\\s*\\n|<p>", -1))
            .map(paragraph -> paragraph.strip().replaceAll("\\s*\\n\\s*", " "))
            .filter(paragraph -> !paragraph.isEmpty())
            .collect(Collectors.joining("\n\n"));
    return code.map(
            lines -> paragraphs.replace("@@", "```java\n" + lines.stripIndent().strip() + "\n```"))
        .orElse(paragraphs);
  }

  private static String linked(MatchResult link) {
    if (link.group(1).isEmpty()) {
      return "`" + link.group(2).substring(1) + "`";
    }
    if (!Files.exists(SOURCES.resolve(link.group(1) + ".java"))) {
      return "`" + link.group(1) + "`";
    }
    return "[`%1$s`](%1$s.md)".formatted(link.group(1));
  }
}
