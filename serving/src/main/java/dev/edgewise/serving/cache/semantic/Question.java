package dev.edgewise.serving.cache.semantic;

import dev.edgewise.serving.cache.semantic.guard.LexicalGuards;
import dev.edgewise.serving.cache.semantic.guard.Reading;
import dev.edgewise.serving.cache.store.Key;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A question that was answered, as it is kept for comparison. Immutable. */
final class Question {
  /** Longer readings are made anew when they are wanted: they would take more than the point. */
  private static final int SHORT = 48;

  private final Key key;
  private final String text;
  private final @Nullable Reading reading;
  private final Set<String> echoes;

  Question(Key key, String text, Reading reading, Set<String> echoes) {
    this.key = key;
    this.text = text;
    this.reading = reading.length() <= SHORT ? reading : null;
    this.echoes = Set.copyOf(echoes);
  }

  Key key() {
    return key;
  }

  /** Why its answer must not be served for another question; empty when nothing says so. */
  Optional<String> objection(Reading asked) {
    Reading own = reading == null ? LexicalGuards.read(text) : reading;
    return LexicalGuards.objection(own, asked).or(() -> LexicalGuards.echoObjection(echoes, asked));
  }
}
