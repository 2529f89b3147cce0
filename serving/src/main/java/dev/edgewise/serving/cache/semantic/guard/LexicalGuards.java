package dev.edgewise.serving.cache.semantic.guard;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All rules by which the answer to one question must not be served for another, whatever their
 * similarity. They err on the side of a miss: what they do not understand, they reject.
 *
 * <p>The embedder sees what a question is about and hardly what it says of it: {@code not}, a
 * number or a swap of two names moves a point by less than another wording does ({@code
 * docs/cache.md} has figures). So the words have to tell. English is understood; in other languages
 * the same words must stand in the same order.
 */
public final class LexicalGuards {
  /** Longer questions are never served another's answer: the embedder cuts, and rules cost time. */
  public static final int MAX_CHARACTERS = 1_200;

  private static final int MAX_ANSWER = 65_536;
  private static final int MAX_ECHOES = 64;

  private static final List<Guard> GUARDS =
      List.of(
          new LanguageGuard(),
          new NumberGuard(),
          new QuoteGuard(),
          new NegationGuard(),
          new AntonymGuard(),
          new NameGuard(),
          new AskedGuard(),
          new OrderGuard(),
          new WordGuard());

  private LexicalGuards() {}

  /**
   * What the words of a question say; worth keeping when it is compared often.
   *
   * @param text at most {@link #MAX_CHARACTERS}; of a longer one nothing is known, and everything
   *     is objected to
   */
  public static Reading read(String text) {
    return Reading.of(text.length() > MAX_CHARACTERS ? "" : text, text.length());
  }

  /**
   * Why the answer to one question must not be served for the other.
   *
   * @return the name of the guard and what it found; empty when none objects
   */
  public static Optional<String> objection(Reading one, Reading other) {
    if (one.tokens().isEmpty() || other.tokens().isEmpty()) {
      return Optional.of("length: a question without words, or beyond what is compared");
    }
    if (one.says(other)) {
      return Optional.empty();
    }
    for (Guard guard : GUARDS) {
      Optional<String> objection = guard.objection(one, other);
      if (objection.isPresent()) {
        return objection;
      }
    }
    return Optional.empty();
  }

  /**
   * The words of a question that its answer repeats: they must stand in every question that the
   * answer is served for (CacheEval's echo rule).
   *
   * @param answer the encoded response; texts stand in it as UTF-8, whatever its fields are
   */
  public static Set<String> echoes(Reading question, ByteBuffer answer) {
    ByteBuffer bytes = answer.duplicate();
    bytes.limit(bytes.position() + Math.min(bytes.remaining(), MAX_ANSWER));
    Reading said = Reading.of(StandardCharsets.UTF_8.decode(bytes).toString(), 0);
    Set<String> words = said.words();
    Set<String> echoes = new TreeSet<>();
    for (Token token : question.content()) {
      if (words.contains(token.word()) && echoes.size() < MAX_ECHOES) {
        echoes.add(token.word());
      }
    }
    return Set.copyOf(echoes);
  }

  /** Why an answer with these echoes must not be served for a question. */
  public static Optional<String> echoObjection(Set<String> echoes, Reading asked) {
    Set<String> words = asked.words();
    return echoes.stream()
        .filter(echo -> !words.contains(echo))
        .sorted()
        .findFirst()
        .map(echo -> "echo: the kept answer says '" + echo + "', the question does not");
  }
}
