package dev.edgewise.serving.cache.semantic.guard;

import java.util.List;
import java.util.Optional;

/** Where neither side is known to be English, both have the same words in the same order. */
final class LanguageGuard implements Guard {
  @Override
  public Optional<String> objection(Reading one, Reading other) {
    if ((one.isEnglish() && other.isEnglish()) || words(one).equals(words(other))) {
      return Optional.empty();
    }
    return Optional.of("language: not known to be English, and in other words");
  }

  private static List<String> words(Reading reading) {
    return reading.tokens().stream().map(Token::word).toList();
  }
}
