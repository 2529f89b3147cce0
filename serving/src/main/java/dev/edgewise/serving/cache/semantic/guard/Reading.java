package dev.edgewise.serving.cache.semantic.guard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the words of a question say, as the guards compare it. Immutable. */
public final class Reading {
  private static final Pattern QUOTED =
      Pattern.compile("\"([^\"]{1,400})\"|`([^`]{1,400})`|(?<!\\S)'([^']{1,400})'(?![\\p{L}\\d])");

  private static final int TELLS = 4;
  private static final int BEYOND_LATIN = 0x250;

  private final List<Token> tokens;
  private final List<Token> content;
  private final List<String> quotes;

  // Made when they are first wanted: most questions are never compared. Immutable, so that it does
  // no harm when two threads make one at the same time.
  private @Nullable Set<String> words;
  private @Nullable Set<String> stems;
  private @Nullable Boolean english;

  private Reading(List<Token> tokens, List<Token> content, List<String> quotes) {
    this.tokens = List.copyOf(tokens);
    this.content = List.copyOf(content);
    this.quotes = List.copyOf(quotes);
  }

  /** Words, numbers and signs in their order, however long the text is. */
  public int length() {
    return tokens.size();
  }

  List<Token> tokens() {
    return tokens;
  }

  /** Those that say what is asked, in their order. */
  List<Token> content() {
    return content;
  }

  /** What stands in quotation marks, as it is. */
  List<String> quotes() {
    return quotes;
  }

  /**
   * Reads a text.
   *
   * @param length of what the text was cut from; unused but for showing that it was
   */
  static Reading of(String text, int length) {
    String normal = Scanner.normal(text);
    List<String> quotes = new ArrayList<>();
    Matcher quoted = QUOTED.matcher(normal);
    while (quoted.find() && length > 0) {
      for (int group = 1; group <= 3; group++) {
        if (quoted.group(group) != null) {
          quotes.add(quoted.group(group).strip());
        }
      }
    }
    List<Token> tokens = named(Numerals.inDigits(shortened(Scanner.scan(normal))));
    return new Reading(tokens, tokens.stream().filter(Reading::isContent).toList(), quotes);
  }

  private static boolean isContent(Token token) {
    return switch (token.kind()) {
      case WORD -> {
        Lexicon english = Lexicon.ENGLISH;
        // A letter that is written large is a name: branch A, and not an article.
        boolean letter = token.capital() && token.word().length() == 1 && !token.word().equals("i");
        yield letter || english.relation(token.word()) || !english.empty(token.word());
      }
      case LITERAL -> true;
      case NUMBER, SIGN -> false;
    };
  }

  /** With one stem for all forms of a unit or a name. */
  private static List<Token> named(List<Token> tokens) {
    List<Token> result = new ArrayList<>(tokens.size());
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean behind = i > 0 && tokens.get(i - 1).is(Token.Kind.NUMBER);
      String unit = Lexicon.ENGLISH.unit(token.word(), behind);
      String name = unit == null ? Lexicon.ENGLISH.name(token.word()) : unit;
      result.add(
          name == null || !token.is(Token.Kind.WORD)
              ? token
              : new Token(
                  token.word(), Stem.of(name), Token.Kind.WORD, token.capital(), token.joined()));
    }
    return result;
  }

  /** With one word for several that are one. */
  private static List<Token> shortened(List<Token> tokens) {
    List<Token> result = new ArrayList<>(tokens.size());
    int i = 0;
    while (i < tokens.size()) {
      Lexicon.Phrase found = null;
      for (Lexicon.Phrase phrase : Lexicon.ENGLISH.phrases(tokens.get(i).word())) {
        if (found == null && matches(phrase.words(), tokens, i)) {
          found = phrase;
        }
      }
      if (found == null) {
        result.add(tokens.get(i++));
      } else {
        Token first = tokens.get(i);
        for (String word : found.instead()) {
          result.add(Token.word(word, false, first.joined()));
        }
        i += found.words().size();
      }
    }
    return result;
  }

  private static boolean matches(List<String> words, List<Token> tokens, int begin) {
    if (begin + words.size() > tokens.size()) {
      return false;
    }
    for (int i = 0; i < words.size(); i++) {
      if (!tokens.get(begin + i).word().equals(words.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Words, numbers and literals as they are written, each once. */
  Set<String> words() {
    Set<String> known = words;
    if (known == null) {
      Set<String> found = new HashSet<>();
      for (Token token : tokens) {
        if (!token.is(Token.Kind.SIGN)) {
          found.add(token.word());
        }
      }
      known = Set.copyOf(found);
      words = known;
    }
    return known;
  }

  /** Whether both are the same but for capitals and what stands between words. */
  boolean says(Reading other) {
    if (tokens.size() != other.tokens.size() || !quotes.equals(other.quotes)) {
      return false;
    }
    for (int i = 0; i < tokens.size(); i++) {
      if (!tokens.get(i).word().equals(other.tokens.get(i).word())) {
        return false;
      }
    }
    return true;
  }

  Set<String> stems() {
    Set<String> known = stems;
    if (known == null) {
      Set<String> found = new HashSet<>();
      tokens.forEach(token -> found.add(token.stem()));
      known = Set.copyOf(found);
      stems = known;
    }
    return known;
  }

  /** Whether some words are known to be English, or there are too few to tell. */
  boolean isEnglish() {
    Boolean known = english;
    if (known == null) {
      boolean any = tokens.size() < TELLS;
      boolean latin = true;
      for (Token token : tokens) {
        any = any || Lexicon.ENGLISH.english(token.word());
        latin = latin && token.word().chars().allMatch(c -> c < BEYOND_LATIN);
      }
      known = any && latin;
      english = known;
    }
    return known;
  }

  /** Numbers in their order. */
  List<String> numbers() {
    return tokens.stream().filter(t -> t.is(Token.Kind.NUMBER)).map(Token::word).toList();
  }

  boolean has(String word) {
    return tokens.stream().anyMatch(token -> token.word().equals(word));
  }

  /** The first content word from a token on, or a number; -1 when there is none near. */
  int contentFrom(int index, int step) {
    int seen = 0;
    for (int i = index; i >= 0 && i < tokens.size() && seen < 4; i += step, seen++) {
      Token token = tokens.get(i);
      if (isContent(token) || token.is(Token.Kind.NUMBER)) {
        return i;
      }
    }
    return -1;
  }
}
