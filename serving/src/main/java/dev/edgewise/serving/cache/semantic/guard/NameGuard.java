package dev.edgewise.serving.cache.semantic.guard;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The same names: those known (countries, languages, days, …), those with capitals, whose it is.
 */
final class NameGuard implements Guard {
  @Override
  public Optional<String> objection(Reading one, Reading other) {
    Set<String> names = known(one);
    Set<String> others = known(other);
    if (!names.equals(others)) {
      return Optional.of("names: " + names + " and " + others);
    }
    Optional<String> missing = missing(one, other).or(() -> missing(other, one));
    if (missing.isPresent()) {
      return missing;
    }
    Set<String> owners = owners(one);
    Set<String> otherOwners = owners(other);
    boolean differ = !owners.isEmpty() && !otherOwners.isEmpty() && !owners.equals(otherOwners);
    return differ ? Optional.of("names: " + owners + " and " + otherOwners) : Optional.empty();
  }

  private static Set<String> known(Reading reading) {
    Set<String> names = new HashSet<>();
    for (Token token : reading.tokens()) {
      String name = Lexicon.ENGLISH.name(token.word());
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }

  /** A word that one question writes with a capital, and that the other does not have. */
  private static Optional<String> missing(Reading one, Reading other) {
    List<Token> words = one.tokens().stream().filter(t -> t.is(Token.Kind.WORD)).toList();
    long capitals = words.stream().filter(Token::capital).count();
    // Titles and shouting: a capital says nothing there.
    if (capitals > 3 && capitals * 2 > words.size()) {
      return Optional.empty();
    }
    return one.content().stream()
        .filter(token -> token.capital() && !isIn(token, one, other))
        .findFirst()
        .map(token -> "names: " + token.word() + " is in one only");
  }

  private static boolean isIn(Token name, Reading own, Reading other) {
    String known = Lexicon.ENGLISH.name(name.word());
    return other.tokens().stream()
            .anyMatch(
                token ->
                    token.stem().equals(name.stem())
                        || Lexicon.ENGLISH.alike(token.stem(), name.stem()))
        || (known != null && known(other).contains(known))
        || Initials.of(name, other.tokens())
        || Initials.coveredBy(other.tokens(), own.tokens(), name);
  }

  private static Set<String> owners(Reading reading) {
    Set<String> owners = new HashSet<>();
    for (Token token : reading.tokens()) {
      if (Lexicon.ENGLISH.owner(token.word())) {
        owners.add(token.word());
      }
    }
    return owners;
  }
}
