package dev.edgewise.serving.cache.semantic.guard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What the guards know of words: the files beside this class, whose heads say how they are read.
 */
final class Lexicon {
  /** Of all guards; never changes. */
  static final Lexicon ENGLISH = new Lexicon();

  private final Map<String, Set<String>> antonyms = new HashMap<>();
  private final Map<String, Set<Integer>> synonyms = new HashMap<>();
  private final Map<String, String> kinds = new HashMap<>();
  private final Map<String, String> units = new HashMap<>();
  private final Map<String, String> unitsBehindNumbers = new HashMap<>();
  private final Map<String, List<Phrase>> phrases = new HashMap<>();
  private final List<Set<String>> function = new ArrayList<>();

  /** Several words, and what stands for them. */
  record Phrase(List<String> words, List<String> instead) {}

  private Lexicon() {
    for (String line : lines("antonyms.txt")) {
      List<String> words = words(line);
      for (String word : words) {
        for (String other : words) {
          if (!word.equals(other)) {
            antonyms.computeIfAbsent(Stem.of(word), w -> new HashSet<>()).add(Stem.of(other));
          }
        }
      }
    }
    int group = 0;
    for (String line : lines("synonyms.txt")) {
      group++;
      for (String word : words(line)) {
        synonyms.computeIfAbsent(Stem.of(word), w -> new HashSet<>()).add(group);
      }
    }
    for (String line : lines("kinds.txt")) {
      if (!line.startsWith("@")) {
        List<String> words = words(line);
        words.forEach(word -> kinds.putIfAbsent(word, words.getFirst()));
      }
    }
    for (String line : lines("units.txt")) {
      String[] parts = line.split(";", -1);
      List<String> anywhere = words(parts[0]);
      List<String> behind = parts.length > 1 ? words(parts[1]) : List.of();
      String unit = (anywhere.isEmpty() ? behind : anywhere).getFirst();
      anywhere.forEach(word -> units.put(word, unit));
      behind.forEach(word -> unitsBehindNumbers.put(word, unit));
    }
    for (String line : lines("phrases.txt")) {
      String[] sides = line.split("=", -1);
      List<String> words = words(sides[0]);
      phrases
          .computeIfAbsent(words.getFirst(), w -> new ArrayList<>())
          .add(new Phrase(words, words(sides[1])));
    }
    phrases.values().forEach(list -> list.sort((a, b) -> b.words().size() - a.words().size()));
    for (String line : lines("function.txt")) {
      if (line.startsWith("@")) {
        function.add(new HashSet<>());
      } else if (function.size() == PAIRS + 1) {
        function.getLast().add(line);
      } else {
        function.getLast().addAll(words(line));
      }
    }
  }

  private static final int ENGLISH_WORDS = 0;
  private static final int EMPTY = 1;
  private static final int NEGATORS = 2;
  private static final int RELATIONS = 3;
  private static final int OWNERS = 4;
  private static final int PAIRS = 5;
  private static final int LIGHT = 6;

  Set<String> opposites(String stem) {
    return antonyms.getOrDefault(stem, Set.of());
  }

  /** Whether two stems may stand for each other. */
  boolean alike(String stem, String other) {
    if (stem.equals(other)) {
      return true;
    }
    Set<Integer> groups = synonyms.get(stem);
    Set<Integer> others = groups == null ? null : synonyms.get(other);
    if (groups == null || others == null) {
      return false;
    }
    for (Integer group : groups) {
      if (others.contains(group)) {
        return true;
      }
    }
    return false;
  }

  /** The name of a kind that a word is a form of; null when it is none. */
  @org.jspecify.annotations.Nullable
  String name(String word) {
    return kinds.get(word);
  }

  /** The unit that a word is a form of; null when it is none. */
  @org.jspecify.annotations.Nullable
  String unit(String word, boolean behindNumber) {
    String unit = units.get(word);
    return unit == null && behindNumber ? unitsBehindNumbers.get(word) : unit;
  }

  List<Phrase> phrases(String first) {
    return phrases.getOrDefault(first, List.of());
  }

  boolean english(String word) {
    String stem = Stem.of(word);
    return function.get(ENGLISH_WORDS).contains(word)
        || function.get(EMPTY).contains(word)
        || antonyms.containsKey(stem)
        || synonyms.containsKey(stem);
  }

  /** Whether a word says nothing of what is asked. */
  boolean empty(String word) {
    return function.get(EMPTY).contains(word);
  }

  boolean negator(String word) {
    return function.get(NEGATORS).contains(word);
  }

  /** Whether a word is a place or relation, and counts as content. */
  boolean relation(String word) {
    return function.get(RELATIONS).contains(word);
  }

  /** Whether a word adds nothing where the other question has no word instead. */
  boolean light(String word) {
    return function.get(LIGHT).contains(word);
  }

  boolean owner(String word) {
    return function.get(OWNERS).contains(word);
  }

  /** Whether a word before the same word turns it round: from Rome, to Rome. */
  boolean turned(String cue, String other) {
    Set<String> pairs = function.get(PAIRS);
    return pairs.contains(cue + " " + other) || pairs.contains(other + " " + cue);
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  private static List<String> lines(String name) {
    try (InputStream in = Objects.requireNonNull(Lexicon.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
