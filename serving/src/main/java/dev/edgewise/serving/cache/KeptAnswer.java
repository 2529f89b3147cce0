package dev.edgewise.serving.cache;

import static java.util.Objects.requireNonNull;

import dev.edgewise.serving.cache.store.Key;
import java.time.Duration;

/**
 * An entry as operators see it: what was answered is nobody's business.
 *
 * @param question what was asked, where that is a text and its label lets it be shown
 * @param cost what computing it took
 */
public record KeptAnswer(
    Key key,
    Scope scope,
    String question,
    Duration age,
    Duration expiresIn,
    Duration cost,
    long bytes) {
  public KeptAnswer {
    requireNonNull(key, "key");
    requireNonNull(scope, "scope");
    requireNonNull(question, "question");
    requireNonNull(age, "age");
    requireNonNull(expiresIn, "expiresIn");
    requireNonNull(cost, "cost");
  }
}
