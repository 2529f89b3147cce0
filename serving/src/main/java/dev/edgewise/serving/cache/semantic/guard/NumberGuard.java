package dev.edgewise.serving.cache.semantic.guard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The same numbers in the same order, of the same units, with the same signs between them. */
final class NumberGuard implements Guard {
  private static final Map<String, String> SIGNS =
      Map.of("plus", "+", "minus", "-", "times", "*", "divided", "/", "over", "/");

  @Override
  public Optional<String> objection(Reading one, Reading other) {
    List<String> numbers = one.numbers();
    List<String> others = other.numbers();
    if (!numbers.equals(others) && !equalButForOne(one, other)) {
      return Optional.of("numbers: " + numbers + " and " + others);
    }
    Set<String> units = units(one);
    Set<String> otherUnits = units(other);
    if (!units.equals(otherUnits)) {
      return Optional.of("units: " + units + " and " + otherUnits);
    }
    if (!signs(one).equals(signs(other))) {
      return Optional.of("signs: " + signs(one) + " and " + signs(other));
    }
    return swapped(one, other);
  }

  /** "Which one is better" has no number, "one egg" has, and only beside another is it missed. */
  private static boolean equalButForOne(Reading one, Reading other) {
    return withOne(one).equals(other.numbers()) || withOne(other).equals(one.numbers());
  }

  private static List<String> withOne(Reading reading) {
    return reading.tokens().stream()
        .filter(token -> token.is(Token.Kind.NUMBER) || token.word().equals("one"))
        .map(token -> token.word().equals("one") ? "1" : token.word())
        .toList();
  }

  private static Set<String> units(Reading reading) {
    Set<String> units = new HashSet<>();
    List<Token> tokens = reading.tokens();
    for (int i = 0; i < tokens.size(); i++) {
      boolean behind = i > 0 && tokens.get(i - 1).is(Token.Kind.NUMBER);
      String unit = Lexicon.ENGLISH.unit(tokens.get(i).word(), behind);
      if (unit != null) {
        units.add(unit);
      }
    }
    return units;
  }

  /** What is done with numbers. */
  private static List<String> signs(Reading reading) {
    List<String> signs = new ArrayList<>();
    List<Token> tokens = reading.tokens();
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean between =
          i > 0
              && i + 1 < tokens.size()
              && tokens.get(i - 1).is(Token.Kind.NUMBER)
              && tokens.get(i + 1).is(Token.Kind.NUMBER);
      if (between && SIGNS.containsKey(token.word())) {
        signs.add(SIGNS.getOrDefault(token.word(), ""));
      } else if (token.is(Token.Kind.SIGN)
          && Lexicon.ENGLISH.unit(token.word(), false) == null
          && !token.word().equals("'s")) {
        signs.add(token.word());
      }
    }
    return signs;
  }

  /** Five miles in kilometers are not five kilometers in miles. */
  private static Optional<String> swapped(Reading one, Reading other) {
    for (int i = 0; i + 1 < one.tokens().size(); i++) {
      Token number = one.tokens().get(i);
      int at = other.tokens().indexOf(number);
      boolean once =
          one.tokens().lastIndexOf(number) == i && other.tokens().lastIndexOf(number) == at;
      if (number.is(Token.Kind.NUMBER) && once && at >= 0 && at + 1 < other.tokens().size()) {
        Token next = one.tokens().get(i + 1);
        Token otherNext = other.tokens().get(at + 1);
        if (!next.stem().equals(otherNext.stem())
            && one.content().contains(next)
            && other.content().contains(otherNext)
            && other.stems().contains(next.stem())
            && one.stems().contains(otherNext.stem())) {
          return Optional.of(
              "order: " + number.word() + " " + next.word() + " and " + otherNext.word());
        }
      }
    }
    return Optional.empty();
  }
}
