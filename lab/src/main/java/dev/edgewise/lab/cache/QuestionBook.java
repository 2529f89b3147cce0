package dev.edgewise.lab.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What people ask, with truth known by construction: the families of {@code questions.txt}, whose
 * head says how it is written. It was there before the guards were tuned. Seeds below {@link
 * #REPORT} are for tuning, from there on for reports.
 */
final class QuestionBook {
  /** The first seed whose questions nobody looked at while the guards were made. */
  static final long REPORT = 1_000_000;

  private static final Pattern SLOT = Pattern.compile("(\\w+) ([A-Z]+): (.+)");
  private static final Pattern LIST = Pattern.compile("(@\\w+) = (.+)");

  private final List<Family> families;

  private QuestionBook(List<Family> families) {
    this.families = List.copyOf(families);
  }

  /** The one that is shipped. */
  static QuestionBook shipped() {
    try (InputStream in =
        Objects.requireNonNull(
            QuestionBook.class.getResourceAsStream("questions.txt"), "questions.txt")) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static QuestionBook parse(String text) {
    Map<String, String> lists = new HashMap<>();
    List<Family> families = new ArrayList<>();
    String name = "";
    List<Family.Slot> slots = new ArrayList<>();
    List<String> ways = new ArrayList<>();
    List<String> lines =
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    for (String line : lines) {
      Matcher list = LIST.matcher(line);
      Matcher slot = SLOT.matcher(line);
      if (list.matches()) {
        lists.put(list.group(1), list.group(2));
      } else if (line.startsWith("[")) {
        close(families, name, slots, ways);
        name = line.substring(1, line.length() - 1);
      } else if (ways.isEmpty() && slot.matches()) {
        slots.add(slot(slot.group(1), Kind.valueOf(slot.group(2)), slot.group(3), lists));
      } else {
        ways.add(line);
      }
    }
    close(families, name, slots, ways);
    return new QuestionBook(families);
  }

  private static void close(
      List<Family> families, String name, List<Family.Slot> slots, List<String> ways) {
    if (!ways.isEmpty()) {
      families.add(new Family(name, slots, ways));
    }
    slots.clear();
    ways.clear();
  }

  private static Family.Slot slot(
      String name, Kind kind, String source, Map<String, String> lists) {
    String values = source.startsWith("@") ? lists.get(source) : source;
    if (values == null) {
      throw new IllegalArgumentException("There is no list " + source);
    }
    return new Family.Slot(
        name,
        kind,
        source,
        Stream.of(values.split("\\|")).map(value -> List.of(value.strip().split("~"))).toList());
  }

  List<Family> families() {
    return families;
  }

  /** Any meaning of any family. */
  Meaning any(RandomGenerator random) {
    return Meaning.any(families.get(random.nextInt(families.size())), random);
  }

  /** Two ways to ask for the same. */
  Pair paraphrase(RandomGenerator random) {
    Meaning meaning = any(random);
    String first = meaning.ask(random);
    return new Pair(first, meaning.askOtherwise(first, random), Kind.PARAPHRASE);
  }

  /** Two questions that look alike and mean something else. */
  Pair trap(RandomGenerator random) {
    Meaning meaning = any(random);
    Meaning.Trap trap = meaning.trap(random);
    // Most traps that people meet have all other words in common.
    if (random.nextBoolean()) {
      int way = random.nextInt(meaning.family().ways().size());
      Family one =
          new Family(
              meaning.family().name(),
              meaning.family().slots(),
              List.of(meaning.family().ways().get(way)));
      return new Pair(
          new Meaning(one, meaning.values()).ask(random),
          new Meaning(one, trap.meaning().values()).ask(random),
          trap.kind());
    }
    return new Pair(meaning.ask(random), trap.meaning().ask(random), trap.kind());
  }

  /**
   * Two questions.
   *
   * @param first of them
   * @param second of them
   * @param kind how they differ
   */
  record Pair(String first, String second, Kind kind) {
    boolean same() {
      return kind == Kind.PARAPHRASE;
    }
  }
}
