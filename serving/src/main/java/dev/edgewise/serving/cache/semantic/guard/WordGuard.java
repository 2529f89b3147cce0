package dev.edgewise.serving.cache.semantic.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every word that says what is asked has its counterpart: the same word, a synonym, its
 * abbreviation. A question of which one word is another is near to the first whatever that word is,
 * so nearness says nothing there. What one question has more must be of no weight.
 */
final class WordGuard implements Guard {
  @Override
  public Optional<String> objection(Reading one, Reading other) {
    List<Token> left = new ArrayList<>(one.content());
    List<Token> right = new ArrayList<>(other.content());
    match(left, right, true);
    match(left, right, false);
    left.removeIf(token -> isThere(token, other) || isAbbreviated(token, one, other));
    right.removeIf(token -> isThere(token, one) || isAbbreviated(token, other, one));
    // Units are the same on both sides, as numbers are: their guard says so.
    left.removeIf(token -> Lexicon.ENGLISH.unit(token.word(), true) != null);
    right.removeIf(token -> Lexicon.ENGLISH.unit(token.word(), true) != null);
    boolean apart = !left.isEmpty() && !right.isEmpty();
    if (!apart && light(left) && light(right)) {
      return Optional.empty();
    }
    return Optional.of("words: " + words(left) + " and " + words(right));
  }

  private static boolean light(List<Token> tokens) {
    return tokens.stream().allMatch(token -> Lexicon.ENGLISH.light(token.word()));
  }

  /** Whether it stands for words of the other, or a word of the other for it and its neighbours. */
  private static boolean isAbbreviated(Token token, Reading own, Reading other) {
    return Initials.of(token, other.tokens())
        || Initials.coveredBy(other.tokens(), own.tokens(), token);
  }

  /** Whether the other has the word too, if once less. */
  private static boolean isThere(Token token, Reading other) {
    if (other.stems().contains(token.stem())) {
      return true;
    }
    for (Token there : other.tokens()) {
      if (Lexicon.ENGLISH.alike(there.stem(), token.stem())) {
        return true;
      }
    }
    return false;
  }

  private static void match(List<Token> left, List<Token> right, boolean exactly) {
    for (int i = left.size() - 1; i >= 0; i--) {
      for (int j = 0; j < right.size(); j++) {
        String a = left.get(i).stem();
        String b = right.get(j).stem();
        if (exactly ? a.equals(b) : Lexicon.ENGLISH.alike(a, b)) {
          left.remove(i);
          right.remove(j);
          break;
        }
      }
    }
  }

  private static String words(List<Token> tokens) {
    return tokens.stream().map(Token::word).toList().toString();
  }
}
