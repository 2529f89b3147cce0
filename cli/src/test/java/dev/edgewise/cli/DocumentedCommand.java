package dev.edgewise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command that the documents tell to type.
 *
 * @param where the document
 * @param words behind {@code edgewise}, as a shell makes them
 * @param whole whether it stands in a block of its own, to be copied, and not within a sentence
 */
record DocumentedCommand(String where, List<String> words, boolean whole) {
  private static final Path ROOT = Path.of("..");
  private static final String COMMAND = "(?:[A-Z_]+=\\S+ )*(?:\\./|\\.\\./\\.\\./)?edgewise(?= |$)";
  private static final Pattern LINE = Pattern.compile("(?m)^(?: {4})?" + COMMAND + "(.*)$");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w*\\n.*?^```$|^ {4}[^\\n]*$");
  private static final Pattern SPAN = Pattern.compile("`" + COMMAND + "([^`\\n]*)`");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(#).*|([^\\s'\"]+)");

  /** Those of the README, of all documents, and of the samples. */
  static List<DocumentedCommand> all() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    for (String folder : List.of("docs", "samples")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder), 2)) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
      }
    }
    List<DocumentedCommand> commands = new ArrayList<>();
    for (Path document : documents) {
      String where = ROOT.relativize(document).toString();
      String text = Files.readString(document);
      Matcher block = BLOCK.matcher(text);
      while (block.find()) {
        LINE.matcher(block.group())
            .results()
            .forEach(line -> commands.add(of(where, line.group(1), true)));
      }
      SPAN.matcher(block.replaceAll(""))
          .results()
          .forEach(span -> commands.add(of(where, span.group(1), false)));
    }
    return commands;
  }

  private static DocumentedCommand of(String where, String text, boolean whole) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    while (word.find() && word.group(3) == null) {
      words.add(
          Stream.of(word.group(1), word.group(2), word.group(4))
              .filter(group -> group != null)
              .findFirst()
              .orElseThrow());
    }
    words.remove("…");
    return new DocumentedCommand(where, words, whole);
  }
}
