package dev.edgewise.serving.cache.semantic.guard;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Numbers in words become numbers: twenty-five, two million, a dozen, third. */
final class Numerals {
  private static final Map<String, Integer> ONES =
      Map.ofEntries(
          Map.entry("zero", 0),
          Map.entry("two", 2),
          Map.entry("three", 3),
          Map.entry("four", 4),
          Map.entry("five", 5),
          Map.entry("six", 6),
          Map.entry("seven", 7),
          Map.entry("eight", 8),
          Map.entry("nine", 9),
          Map.entry("ten", 10),
          Map.entry("eleven", 11),
          Map.entry("twelve", 12),
          Map.entry("thirteen", 13),
          Map.entry("fourteen", 14),
          Map.entry("fifteen", 15),
          Map.entry("sixteen", 16),
          Map.entry("seventeen", 17),
          Map.entry("eighteen", 18),
          Map.entry("nineteen", 19),
          Map.entry("dozen", 12),
          Map.entry("twice", 2),
          Map.entry("thrice", 3),
          Map.entry("third", 3),
          Map.entry("fourth", 4),
          Map.entry("fifth", 5),
          Map.entry("sixth", 6),
          Map.entry("seventh", 7),
          Map.entry("eighth", 8),
          Map.entry("ninth", 9),
          Map.entry("tenth", 10),
          Map.entry("eleventh", 11),
          Map.entry("twelfth", 12));
  private static final Map<String, Integer> TENS =
      Map.of(
          "twenty", 20, "thirty", 30, "forty", 40, "fifty", 50, "sixty", 60, "seventy", 70,
          "eighty", 80, "ninety", 90);
  private static final Map<String, Long> SCALES =
      Map.of(
          "hundred",
          100L,
          "thousand",
          1_000L,
          "million",
          1_000_000L,
          "billion",
          1_000_000_000L,
          "trillion",
          1_000_000_000_000L,
          "hundreds",
          100L,
          "thousands",
          1_000L,
          "k",
          1_000L);
  private static final Map<String, String> FRACTIONS = Map.of("half", "0.5", "quarter", "0.25");
  private static final Set<String> BEFORE_A_TIME =
      Set.of("a", "per", "every", "each", "one", "of", "many");
  private static final Set<String> ENDINGS = Set.of("st", "nd", "rd", "th");

  private Numerals() {}

  /** Digits in one writing: without zeros that say nothing. */
  static String plain(String digits) {
    try {
      BigDecimal number = new BigDecimal(digits);
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    } catch (NumberFormatException e) {
      // A version such as 1.2.3 stays what it is.
      return digits;
    }
  }

  static List<Token> inDigits(List<Token> tokens) {
    List<Token> result = new ArrayList<>(tokens.size());
    int i = 0;
    while (i < tokens.size()) {
      Token token = tokens.get(i);
      if (token.is(Token.Kind.NUMBER)
          && i + 1 < tokens.size()
          && tokens.get(i + 1).joined()
          && ENDINGS.contains(tokens.get(i + 1).word())) {
        result.add(token);
        i += 2;
      } else if (begins(tokens, i)) {
        i = number(tokens, i, result);
      } else if (FRACTIONS.containsKey(token.word())) {
        result.add(Token.number(FRACTIONS.getOrDefault(token.word(), "0"), false));
        i++;
      } else if (isOrdinalSecond(tokens, i)) {
        result.add(Token.number("2", false));
        i++;
      } else if (token.word().equals("first")) {
        result.add(Token.number("1", false));
        // As a word, too: it has an opposite.
        result.add(token);
        i++;
      } else {
        result.add(token);
        i++;
      }
    }
    return result;
  }

  private static boolean begins(List<Token> tokens, int i) {
    Token token = tokens.get(i);
    if (token.is(Token.Kind.NUMBER)) {
      return i + 1 < tokens.size() && SCALES.containsKey(tokens.get(i + 1).word());
    }
    boolean scale =
        SCALES.containsKey(token.word()) && !token.word().equals("k") && token.is(Token.Kind.WORD);
    return ONES.containsKey(token.word()) || TENS.containsKey(token.word()) || scale;
  }

  /** Reads a number in words, adds it, and says where it ends. */
  private static int number(List<Token> tokens, int begin, List<Token> result) {
    BigDecimal total = BigDecimal.ZERO;
    BigDecimal part = BigDecimal.ZERO;
    boolean any = false;
    boolean tens = false;
    int i = begin;
    while (i < tokens.size()) {
      Token token = tokens.get(i);
      Integer one = ONES.get(token.word());
      Integer ten = TENS.get(token.word());
      Long scale = SCALES.get(token.word());
      if (token.is(Token.Kind.NUMBER) && !any && token.word().matches("-?[\\d.]{1,18}")) {
        part = new BigDecimal(safe(token.word()));
      } else if (one != null && (!any || (tens && one < 10) || ends(part))) {
        part = part.add(BigDecimal.valueOf(one));
        tens = false;
      } else if (ten != null && (!any || ends(part))) {
        part = part.add(BigDecimal.valueOf(ten));
        tens = true;
      } else if (scale != null && !(any && part.signum() == 0)) {
        part = (any ? part : BigDecimal.ONE).multiply(BigDecimal.valueOf(scale));
        if (scale > 100) {
          total = total.add(part);
          part = BigDecimal.ZERO;
        }
        tens = false;
      } else if (any
          && ((token.word().equals("and") && follows(tokens, i, part)) || hyphen(token))) {
        i++;
        continue;
      } else {
        break;
      }
      any = true;
      i++;
    }
    result.add(Token.number(plain(total.add(part).toPlainString()), false));
    return Math.max(i, begin + 1);
  }

  private static String safe(String digits) {
    return digits.chars().filter(c -> c == '.').count() > 1 ? "0" : digits;
  }

  private static boolean hyphen(Token token) {
    return token.word().equals("-") && token.joined();
  }

  /** After hundreds or more, smaller numbers are added. */
  private static boolean ends(BigDecimal part) {
    return part.signum() == 0
        || (part.compareTo(BigDecimal.valueOf(100)) >= 0
            && part.remainder(BigDecimal.valueOf(100)).signum() == 0);
  }

  private static boolean follows(List<Token> tokens, int i, BigDecimal part) {
    return i + 1 < tokens.size()
        && ends(part)
        && part.signum() != 0
        && (ONES.containsKey(tokens.get(i + 1).word())
            || TENS.containsKey(tokens.get(i + 1).word()));
  }

  private static boolean isOrdinalSecond(List<Token> tokens, int i) {
    return tokens.get(i).word().equals("second")
        && !(i > 0
            && (tokens.get(i - 1).is(Token.Kind.NUMBER)
                || BEFORE_A_TIME.contains(tokens.get(i - 1).word())));
  }
}
