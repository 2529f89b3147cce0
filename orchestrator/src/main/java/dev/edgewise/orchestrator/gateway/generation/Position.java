package dev.edgewise.orchestrator.gateway.generation;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a client stands in a generation, as it goes over the wire: {@code <generation>/<number>}.
 *
 * @param generation its id
 * @param number of the last chunk that the client has, from 1; 0 when it has none
 */
public record Position(String generation, long number) {
  /** An id has 128 random bits, in base64 for addresses. */
  private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{22})/(0|[1-9][0-9]{0,14})");

  public Position {
    requireNonNull(generation, "generation");
    if (number < 0) {
      throw new IllegalArgumentException("number: " + number + " (expected: 0 or more)");
    }
  }

  /** Reads one, which comes from strangers; empty when it is none. */
  public static Optional<Position> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new Position(matcher.group(1), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /** As a client sends it back. */
  public String text() {
    return generation + "/" + number;
  }
}
