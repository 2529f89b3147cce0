package dev.edgewise.serving.cache.semantic.guard;

import java.util.List;

/** Abbreviations: WHO is the World Health Organization. */
final class Initials {
  private static final int SHORTEST = 2;
  private static final int LONGEST = 6;

  private Initials() {}

  /** Whether a word is made of the first letters of words that stand in a row. */
  static boolean of(Token word, List<Token> tokens) {
    int length = word.word().length();
    if (!canBe(word)) {
      return false;
    }
    for (int begin = 0; begin + length <= tokens.size(); begin++) {
      if (spells(word.word(), tokens, begin)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a token is one of the words in a row whose first letters another text's word is. */
  static boolean coveredBy(List<Token> abbreviations, List<Token> tokens, Token token) {
    for (Token word : abbreviations) {
      int length = word.word().length();
      for (int begin = 0; begin + length <= tokens.size(); begin++) {
        if (canBe(word)
            && tokens.subList(begin, begin + length).contains(token)
            && spells(word.word(), tokens, begin)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Small words such as "to" are none, unless they are written in capitals. */
  private static boolean canBe(Token word) {
    int length = word.word().length();
    boolean written = word.capital() || (length > SHORTEST && !Lexicon.ENGLISH.empty(word.word()));
    return written && length >= SHORTEST && length <= LONGEST;
  }

  private static boolean spells(String letters, List<Token> tokens, int begin) {
    for (int i = 0; i < letters.length(); i++) {
      String word = tokens.get(begin + i).word();
      if (word.length() < 2 || word.charAt(0) != letters.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
