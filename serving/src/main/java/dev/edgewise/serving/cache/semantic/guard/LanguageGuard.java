package dev.edgewise.serving.cache.semantic.guard;

import java.util.List;
import java.util.Optional;

/** Where neither side is known to be English, both have the same words in the same order. */
final class LanguageGuard implements Guard {
  private static final int TELLS = 4;

  @Override
  public Optional<String> objection(Reading one, Reading other) {
    if ((isEnglish(one) && isEnglish(other)) || words(one).equals(words(other))) {
      return Optional.empty();
    }
    return Optional.of("language: not known to be English, and in other words");
  }

  private static boolean isEnglish(Reading reading) {
    List<String> words = words(reading);
    boolean latin = words.stream().allMatch(word -> word.chars().allMatch(c -> c < 0x250));
    return latin && (words.size() < TELLS || words.stream().anyMatch(Lexicon.ENGLISH::english));
  }

  private static List<String> words(Reading reading) {
    return reading.tokens().stream().map(Token::word).toList();
  }
}
