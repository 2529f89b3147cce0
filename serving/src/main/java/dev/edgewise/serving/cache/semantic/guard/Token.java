package dev.edgewise.serving.cache.semantic.guard;

/**
 * One word, number or sign of a question.
 *
 * @param word as it is compared: lower case, without accents; of a number its plain digits
 * @param stem without its ending, where it is an English word
 * @param kind what it is
 * @param capital whether it is written with a capital that the start of a sentence does not explain
 * @param joined whether nothing stood between it and the token before
 */
record Token(String word, String stem, Kind kind, boolean capital, boolean joined) {
  /** What it is. */
  enum Kind {
    WORD,
    NUMBER,
    /** An operator, a currency, the end of a possessive. */
    SIGN,
    /** An address, a path, a name of code: compared as it is. */
    LITERAL
  }

  static Token word(String word, boolean capital, boolean joined) {
    return new Token(word, Stem.of(word), Kind.WORD, capital, joined);
  }

  static Token number(String digits, boolean joined) {
    return new Token(digits, digits, Kind.NUMBER, false, joined);
  }

  static Token sign(String sign, boolean joined) {
    return new Token(sign, sign, Kind.SIGN, false, joined);
  }

  static Token literal(String text) {
    return new Token(text, text, Kind.LITERAL, false, false);
  }

  boolean is(Kind other) {
    return kind == other;
  }
}
