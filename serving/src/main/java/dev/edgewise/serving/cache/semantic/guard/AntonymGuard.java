package dev.edgewise.serving.cache.semantic.guard;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** No word of one question has its opposite in the other, unless both have both. */
final class AntonymGuard implements Guard {
  private static final Set<String> PARTICLES =
      Set.of("on", "off", "in", "out", "up", "down", "over", "away", "back", "under");

  @Override
  public Optional<String> objection(Reading one, Reading other) {
    Set<String> stems = one.stems();
    Set<String> others = other.stems();
    for (String stem : stems) {
      if (!others.contains(stem)) {
        for (String opposite : Lexicon.ENGLISH.opposites(stem)) {
          if (others.contains(opposite) && !stems.contains(opposite) && !tooCommon(stem)) {
            return Optional.of("antonyms: " + stem + " and " + opposite);
          }
        }
      }
    }
    return particles(one, other);
  }

  /** In and out are mostly about place; with a verb, the next rule has them. */
  private static boolean tooCommon(String stem) {
    return stem.equals("in") || stem.equals("out");
  }

  /** Give up and give in: the same verb, another particle right behind it. */
  private static Optional<String> particles(Reading one, Reading other) {
    List<Token> tokens = one.tokens();
    for (int i = 0; i + 1 < tokens.size(); i++) {
      Token verb = tokens.get(i);
      Token particle = tokens.get(i + 1);
      if (!PARTICLES.contains(particle.word()) || !one.content().contains(verb)) {
        continue;
      }
      for (int j = 0; j + 1 < other.tokens().size(); j++) {
        Token next = other.tokens().get(j + 1);
        if (other.tokens().get(j).stem().equals(verb.stem())
            && PARTICLES.contains(next.word())
            && !next.word().equals(particle.word())
            && !one.has(next.word())
            && !other.has(particle.word())) {
          return Optional.of(
              "antonyms: " + verb.word() + " " + particle.word() + " and " + next.word());
        }
      }
    }
    return Optional.empty();
  }
}
