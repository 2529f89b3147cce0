package dev.edgewise.architecture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Java in a document, and the class around it that makes it compile. Declarations stand for
 * themselves, anything else is statements. What a snippet takes for granted stands before it in a
 * comment that readers do not see, parts of it behind semicolons:
 *
 * <pre>{@code
 * <!-- java: import a.b.*; Edgewise eco; in an interface; returns Stream<Day>; package a.b -->
 * }</pre>
 *
 * @param name of the class, which says where the snippet stands
 * @param granted what it takes for granted
 * @param text as readers see it
 */
record Snippet(String name, List<String> granted, String text) {
  private static final Pattern FENCE =
      Pattern.compile(
          "(?:^<!-- java: (?<granted>[^\\n]*?) -->\\n)?^```java\\n(?<text>.*?)^```$",
          Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern DECLARATION =
      Pattern.compile(
          "\\A(?:@\\w+(?:\\([^)]*\\))?\\s+)*(?:final\\s+)?(?:class|interface|record|enum)\\s");
  private static final List<String> IMPORTS =
      List.of(
          "import dev.edgewise.annotations.*;",
          "import dev.edgewise.sdk.api.*;",
          "import java.time.*;",
          "import java.util.*;",
          "import java.util.stream.*;");

  /** The snippets of a document. */
  static List<Snippet> of(Path document) {
    List<Snippet> snippets = new ArrayList<>();
    String stem = document.getFileName().toString().replaceAll("\\W", "_");
    Matcher fence = FENCE.matcher(Project.read(document.toString()));
    while (fence.find()) {
      List<String> granted =
          fence.group("granted") == null
              ? List.of()
              : Stream.of(fence.group("granted").split(";", -1)).map(String::strip).toList();
      snippets.add(new Snippet(stem + "_" + (snippets.size() + 1), granted, fence.group("text")));
    }
    return snippets;
  }

  /** The package in which it is compiled: one of its own, unless it shows somebody's insides. */
  String packageName() {
    return granted("package ").findFirst().orElse("snippets." + name.toLowerCase(Locale.ROOT));
  }

  /** A compilation unit. */
  String source() {
    // A public type would want a file of its name, and what is left out is no Java.
    String code = text.replaceAll("(?m)^public ", "").replace("{ … }", "{ throw new Error(); }");
    String imports =
        Stream.concat(
                IMPORTS.stream(),
                granted.stream().filter(part -> part.startsWith("import ")).map(part -> part + ";"))
            .collect(Collectors.joining("\n"));
    return "package " + packageName() + ";\n" + imports + "\n" + around(code);
  }

  private String around(String code) {
    if (DECLARATION.matcher(code).find()) {
      return code;
    }
    if (granted.contains("in an interface")) {
      return "@EdgeService interface " + name + " {\n" + code + "}\n";
    }
    String parameters =
        granted.stream()
            .filter(part -> !part.matches("(import|package|returns|in) .*"))
            .collect(Collectors.joining(", "));
    return "final class %s {\n%s run(%s) throws Exception {\n%s}\n}\n"
        .formatted(name, granted("returns ").findFirst().orElse("void"), parameters, code);
  }

  private Stream<String> granted(String start) {
    return granted.stream()
        .filter(part -> part.startsWith(start))
        .map(part -> part.substring(start.length()));
  }
}
