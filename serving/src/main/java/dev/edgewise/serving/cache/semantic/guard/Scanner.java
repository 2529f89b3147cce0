package dev.edgewise.serving.cache.semantic.guard;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a text into tokens. Any text gives some; of a very long one the rest is left out. */
final class Scanner {
  private static final int MAX_TOKENS = 20_000;

  /** Longer ones are cut into pieces: what has no spaces must not be looked at from each letter. */
  private static final int MAX_LITERAL = 256;

  private static final int MAX_DIGITS = 48;
  private static final Pattern GROUPED = Pattern.compile("\\d{1,3}(,\\d{3})+(\\.\\d+)?");
  private static final Pattern DIGITS = Pattern.compile("\\d+([.,]\\d+)*");
  private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");
  private static final Set<String> ROMAN =
      Set.of("ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv", "xv");
  private static final List<String> ROMAN_ORDER =
      List.of(
          "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv",
          "xv");
  private static final Set<String> IS_AFTER =
      Set.of("what", "who", "where", "when", "how", "it", "that", "there", "here", "why", "which");

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private boolean sentenceBegins = true;

  private Scanner(String text) {
    this.text = text;
  }

  /** One writing for what looks the same: quotes, dashes, widths, digits of other scripts. */
  static String normal(String text) {
    if (isAscii(text)) {
      return text;
    }
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
    StringBuilder normal = new StringBuilder(plain.length());
    plain
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '’', '‘', '`', '´', 'ʼ' -> normal.append(c == '`' ? '`' : '\'');
                case '“', '”', '„', '«', '»' -> normal.append('"');
                case '–', '—', '−', '‐', '‑' -> normal.append('-');
                case '×' -> normal.append('*');
                case '÷', '⁄' -> normal.append('/');
                default -> {
                  int digit =
                      Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER
                          ? Character.digit(c, 10)
                          : -1;
                  if (digit >= 0) {
                    normal.append((char) ('0' + digit));
                  } else if (Character.getType(c) != Character.FORMAT) {
                    normal.appendCodePoint(c);
                  }
                }
              }
            });
    return normal.toString();
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  static List<Token> scan(String normal) {
    Scanner scanner = new Scanner(normal);
    while (scanner.at < normal.length() && scanner.tokens.size() < MAX_TOKENS) {
      scanner.next();
    }
    return scanner.tokens;
  }

  private void next() {
    int c = text.codePointAt(at);
    int width = Character.charCount(c);
    boolean joined = at > 0 && !Character.isWhitespace(text.charAt(at - 1));
    if (Character.isDigit(c)) {
      number(joined);
    } else if (Character.isIdeographic(c) || isKana(c)) {
      tokens.add(Token.word(new String(Character.toChars(c)), false, joined));
      at += width;
    } else if (isWordPart(c)) {
      word(joined);
    } else {
      sign(c, joined);
      at += width;
    }
  }

  private void number(boolean joined) {
    int end = Math.min(text.length(), at + MAX_DIGITS);
    Matcher grouped = GROUPED.matcher(text).region(at, end);
    Matcher digits = DIGITS.matcher(text).region(at, end);
    String number;
    if (grouped.lookingAt() && !followedByDigit(grouped.end())) {
      number = grouped.group().replace(",", "");
      at = grouped.end();
    } else if (digits.lookingAt()) {
      number = digits.group().replace(',', '.');
      at = digits.end();
    } else {
      number = text.substring(at, at + 1);
      at++;
    }
    boolean negative =
        joined
            && at - 1 > 0
            && !tokens.isEmpty()
            && tokens.getLast().word().equals("-")
            && !tokens.getLast().joined();
    if (negative && (tokens.size() < 2 || !tokens.get(tokens.size() - 2).is(Token.Kind.NUMBER))) {
      tokens.removeLast();
      number = "-" + number;
    }
    tokens.add(Token.number(Numerals.plain(number), joined));
    sentenceBegins = false;
  }

  private boolean followedByDigit(int end) {
    return end < text.length() && Character.isDigit(text.charAt(end));
  }

  private void word(boolean joined) {
    int begin = at;
    if (literal()) {
      return;
    }
    while (at < text.length()) {
      int c = text.codePointAt(at);
      boolean apostrophe =
          c == '\'' && at + 1 < text.length() && isWordPart(text.codePointAt(at + 1));
      if ((!isWordPart(c) && !apostrophe) || Character.isIdeographic(c)) {
        break;
      }
      at += Character.charCount(c);
    }
    if (at > begin && at - begin <= 3) {
      // C++, C#, F#: the signs are a part of the name.
      while (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '#')) {
        at++;
      }
      if (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
        at = begin + wordLength(begin);
      }
    }
    add(text.substring(begin, at), joined);
  }

  private int wordLength(int begin) {
    int end = begin;
    while (end < text.length() && isWordPart(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end - begin;
  }

  /** An address, a path, a name of code: up to the next space, when it looks like one. */
  private boolean literal() {
    int end = at;
    boolean may = false;
    int most = Math.min(text.length(), at + MAX_LITERAL);
    while (end < most && !Character.isWhitespace(text.charAt(end))) {
      may |= "/_\\@.(".indexOf(text.charAt(end)) >= 0;
      end++;
    }
    if (!may) {
      return false;
    }
    String chunk = text.substring(at, end).replaceAll("[\"'`?!.,;:)]+$", "");
    boolean code =
        chunk.contains("://")
            || chunk.contains("_")
            || chunk.contains("\\")
            || chunk.contains("()")
            || chunk.matches("[\\w.+-]+@[\\w-]+\\.[\\w.]+")
            || chunk.matches("(\\w+/){2,}\\w*(\\.\\w+)?")
            || chunk.matches("\\p{L}{2,}(\\.\\p{L}\\w+)+(/\\S*)?");
    if (code && chunk.length() > 1) {
      tokens.add(Token.literal(chunk));
      at += chunk.length();
      sentenceBegins = false;
    }
    return code && chunk.length() > 1;
  }

  private void add(String raw, boolean joined) {
    String lower = raw.toLowerCase(Locale.ROOT);
    String word =
        isAscii(lower)
            ? lower
            : MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFD)).replaceAll("");
    boolean capital = Character.isUpperCase(raw.codePointAt(0)) && !sentenceBegins;
    sentenceBegins = false;
    if (word.endsWith("n't") && word.length() > 3) {
      String verb = word.substring(0, word.length() - 3);
      tokens.add(
          Token.word(
              verb.equals("ca") ? "can" : verb.equals("wo") ? "will" : verb, capital, joined));
      tokens.add(Token.word("not", false, true));
    } else if (word.equals("cannot") || word.equals("cant")) {
      tokens.add(Token.word("can", false, joined));
      tokens.add(Token.word("not", false, true));
    } else if (word.endsWith("'s") && word.length() > 2) {
      String base = word.substring(0, word.length() - 2);
      tokens.add(Token.word(base, capital, joined));
      tokens.add(IS_AFTER.contains(base) ? Token.word("is", false, true) : Token.sign("'s", true));
    } else if (word.indexOf('\'') > 0) {
      for (String part : word.split("'", -1)) {
        if (!part.isEmpty()) {
          tokens.add(Token.word(part, capital, joined));
        }
      }
    } else if (word.endsWith("s") && IS_AFTER.contains(word.substring(0, word.length() - 1))) {
      tokens.add(Token.word(word.substring(0, word.length() - 1), capital, joined));
      tokens.add(Token.word("is", false, true));
    } else if (ROMAN.contains(word)) {
      tokens.add(Token.number(Integer.toString(ROMAN_ORDER.indexOf(word) + 1), joined));
    } else {
      tokens.add(Token.word(word, capital, joined));
    }
  }

  private void sign(int c, boolean joined) {
    if (c == '.' || c == '?' || c == '!' || c == ':' || c == '\n') {
      sentenceBegins = true;
    }
    if (c == '\'') {
      // The end of "my parents' house".
      if (joined && !tokens.isEmpty() && tokens.getLast().word().endsWith("s")) {
        tokens.add(Token.sign("'s", true));
      }
    } else if (c == '-') {
      // A hyphen says nothing; before a number or between two it is a minus.
      if (digitFollows() && (!joined || lastIsNumber())) {
        tokens.add(Token.sign("-", joined));
      }
    } else if ("+*/^=<>%$€£¥&".indexOf(c) >= 0) {
      tokens.add(
          c == '&' ? Token.word("and", false, joined) : Token.sign(Character.toString(c), joined));
    }
  }

  private boolean lastIsNumber() {
    return !tokens.isEmpty() && tokens.getLast().is(Token.Kind.NUMBER);
  }

  private boolean digitFollows() {
    int next = at + 1;
    while (next < text.length() && text.charAt(next) == ' ' && !tokens.isEmpty()) {
      next++;
    }
    return next < text.length() && Character.isDigit(text.charAt(next));
  }

  private static boolean isWordPart(int c) {
    return Character.isLetter(c)
        || Character.getType(c) == Character.NON_SPACING_MARK
        || Character.getType(c) == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isKana(int c) {
    Character.UnicodeScript script = Character.UnicodeScript.of(c);
    return script == Character.UnicodeScript.HIRAGANA
        || script == Character.UnicodeScript.KATAKANA
        || script == Character.UnicodeScript.THAI;
  }
}
