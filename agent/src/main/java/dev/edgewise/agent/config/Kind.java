package dev.edgewise.agent.config;

import dev.edgewise.core.Names;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * What the values of a key look like.
 *
 * @param expected in words, to be read behind "expected: "
 * @param list whether the key takes several values
 * @param parser turns texts into the value, or throws an {@link IllegalArgumentException}, whose
 *     message nobody sees: what is expected says enough
 * @param <T> what a value becomes
 */
record Kind<T>(String expected, boolean list, Function<List<String>, T> parser) {

  static <T> Kind<T> one(String expected, Function<String, T> parser) {
    return new Kind<>(expected, false, texts -> parser.apply(texts.getFirst()));
  }

  static <T> Kind<List<T>> several(String expected, Function<String, T> parser) {
    return new Kind<>(
        expected,
        true,
        texts -> {
          List<T> values = new ArrayList<>();
          texts.forEach(text -> values.add(parser.apply(text)));
          return List.copyOf(values);
        });
  }

  static Kind<String> name() {
    return one(
        "1 to 63 letters, digits, dots, dashes or underscores, with a letter or digit at both ends",
        text -> Names.check("name", text));
  }

  static Kind<Integer> integer(int least, int most) {
    return one(
        "a whole number from " + least + " to " + most,
        text -> {
          int value = Integer.parseInt(text);
          return within(value, value >= least && value <= most);
        });
  }

  static Kind<Long> size(String least, String most) {
    long min = Quantities.bytes(least);
    long max = Quantities.bytes(most);
    return one(
        "a size from " + least + " to " + most + ", such as 4MiB (2^22) or 8GB (8·10^9)",
        text -> {
          long value = Quantities.bytes(text);
          return within(value, value >= min && value <= max);
        });
  }

  static Kind<Duration> duration(String least, String most) {
    Duration min = Quantities.duration(least);
    Duration max = Quantities.duration(most);
    return one(
        "a duration from " + least + " to " + most + ", such as 500ms, 10s or 2m",
        text -> {
          Duration value = Quantities.duration(text);
          return within(value, value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
        });
  }

  static Kind<Boolean> flag() {
    return one(
        "true or false",
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException(text);
            });
  }

  static <E extends Enum<E>> Kind<E> oneOf(Class<E> type) {
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      names.add(constant.name().toLowerCase(Locale.ROOT));
    }
    return one(
        String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast(),
        text -> {
          if (!names.contains(text)) {
            throw new IllegalArgumentException(text);
          }
          return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        });
  }

  static Kind<Path> path() {
    return one("a path", Kind::nonEmptyPath);
  }

  static Kind<List<Path>> paths() {
    return several(
        "paths, in the file as a list, elsewhere separated by commas", Kind::nonEmptyPath);
  }

  private static Path nonEmptyPath(String text) {
    return Path.of(within(text, !text.isBlank()));
  }

  private static <V> V within(V value, boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException(String.valueOf(value));
    }
    return value;
  }
}
