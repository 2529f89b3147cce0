package dev.edgewise.serving.cache.semantic.guard;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** As many denials, each of the same thing; no word beside its own un-, in-, non-, -less. */
final class NegationGuard implements Guard {
  private static final List<String> PREFIXES =
      List.of("un", "non", "in", "im", "il", "ir", "dis", "mis", "anti", "de", "a");
  private static final Set<String> OFTEN_FREE =
      Set.of(
          "gluten",
          "sugar",
          "fat",
          "dairy",
          "lactose",
          "alcohol",
          "meat",
          "nut",
          "caffeine",
          "smoke",
          "duty",
          "tax",
          "risk",
          "debt",
          "error",
          "ad",
          "egg",
          "salt",
          "wheat",
          "soy",
          "pain");

  @Override
  public Optional<String> objection(Reading one, Reading other) {
    int denials = denials(one);
    int others = denials(other);
    if (denials != others) {
      return Optional.of("negation: " + denials + " and " + others + " denials");
    }
    Optional<String> prefixed = prefixed(one, other).or(() -> prefixed(other, one));
    return prefixed.isPresent() ? prefixed : elsewhere(one, other);
  }

  private static int denials(Reading reading) {
    int denials = 0;
    List<Token> tokens = reading.tokens();
    for (int i = 0; i < tokens.size(); i++) {
      if (isDenial(tokens, i)) {
        denials++;
      }
    }
    return denials;
  }

  private static boolean isDenial(List<Token> tokens, int i) {
    Token token = tokens.get(i);
    if (!token.is(Token.Kind.WORD)) {
      return false;
    }
    if (token.word().equals("free")) {
      return i > 0 && (token.joined() || OFTEN_FREE.contains(tokens.get(i - 1).word()));
    }
    return Lexicon.ENGLISH.negator(token.word());
  }

  /** Healthy and unhealthy, when each side has one of them. */
  private static Optional<String> prefixed(Reading one, Reading other) {
    Set<String> words = one.words();
    Set<String> others = other.words();
    for (String word : others) {
      if (!words.contains(word) && word.length() > 3) {
        for (String prefix : PREFIXES) {
          String denied = prefix + word;
          if (words.contains(denied) && !others.contains(denied)) {
            return Optional.of("negation: " + denied + " and " + word);
          }
        }
        String stem = word.endsWith("ful") ? word.substring(0, word.length() - 3) : word;
        if (words.contains(stem + "less") && !others.contains(stem + "less")) {
          return Optional.of("negation: " + stem + "less and " + word);
        }
      }
    }
    return Optional.empty();
  }

  /** Healthy and not cheap, cheap and not healthy: the same denial of another thing. */
  private static Optional<String> elsewhere(Reading one, Reading other) {
    String denied = denied(one);
    String otherDenied = denied(other);
    boolean moved =
        !denied.equals(otherDenied)
            && !denied.isEmpty()
            && !otherDenied.isEmpty()
            && other.stems().contains(denied)
            && one.stems().contains(otherDenied);
    return moved
        ? Optional.of("negation: of " + denied + " and of " + otherDenied)
        : Optional.empty();
  }

  /**
   * The stem of what the first denial denies; empty when there is none near. "Can't" stands before
   * its subject in a question, so it says nothing.
   */
  private static String denied(Reading reading) {
    for (int i = 0; i < reading.tokens().size(); i++) {
      if (isDenial(reading.tokens(), i) && !reading.tokens().get(i).joined()) {
        int content = reading.contentFrom(i + 1, 1);
        return content < 0 ? "" : reading.tokens().get(content).stem();
      }
    }
    return "";
  }
}
