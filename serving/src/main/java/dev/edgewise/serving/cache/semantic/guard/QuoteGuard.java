package dev.edgewise.serving.cache.semantic.guard;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What stands in quotation marks, addresses, paths and names of code are exactly the same. */
final class QuoteGuard implements Guard {
  @Override
  public Optional<String> objection(Reading one, Reading other) {
    Set<String> quotes = new HashSet<>(one.quotes());
    Set<String> others = new HashSet<>(other.quotes());
    if (!quotes.equals(others) && !unquoted(one, other) && !unquoted(other, one)) {
      return Optional.of("quotes: " + one.quotes() + " and " + other.quotes());
    }
    Set<String> literals = literals(one);
    Set<String> otherLiterals = literals(other);
    return literals.equals(otherLiterals)
        ? Optional.empty()
        : Optional.of("names: " + literals + " and " + otherLiterals);
  }

  /** Whether only one side quotes, and the other says the same words without marks. */
  private static boolean unquoted(Reading quoting, Reading plain) {
    return plain.quotes().isEmpty()
        && !quoting.quotes().isEmpty()
        && quoting.quotes().stream().allMatch(quote -> says(plain.tokens(), quote));
  }

  private static boolean says(List<Token> tokens, String quote) {
    String words = " " + words(tokens) + " ";
    return words.contains(" " + words(Reading.of(quote, 0).tokens()) + " ");
  }

  private static String words(List<Token> tokens) {
    return tokens.stream().map(Token::word).collect(Collectors.joining(" "));
  }

  private static Set<String> literals(Reading reading) {
    return reading.tokens().stream()
        .filter(token -> token.is(Token.Kind.LITERAL))
        .map(Token::word)
        .collect(Collectors.toSet());
  }
}
