package dev.edgewise.daemon.config;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Names;
import dev.edgewise.core.Quantities;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What the values of a key look like.
 *
 * @param expected in words, to be read behind "expected: "
 * @param shape how they are written
 * @param parser turns texts into the value, or throws an {@link IllegalArgumentException}, whose
 *     message nobody sees: what is expected says enough
 * @param <T> what a value becomes
 */
public record Kind<T>(String expected, Shape shape, Function<List<String>, T> parser) {
  /** How values are written. */
  public enum Shape {
    /** One plain value. */
    VALUE,
    /** One value that an option without a value means to be true. */
    FLAG,
    /** A list; on the command line and in the environment separated by commas. */
    LIST,
    /** One path. A relative one in a file is meant from the file's folder. */
    PATH,
    /** A list of such paths. */
    PATHS;

    boolean isList() {
      return this == LIST || this == PATHS;
    }

    boolean isPath() {
      return this == PATH || this == PATHS;
    }
  }

  private static final Pattern DECIMAL = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?");

  public Kind {
    requireNonNull(expected, "expected");
    requireNonNull(shape, "shape");
    requireNonNull(parser, "parser");
  }

  /** One value; {@code parser} throws an {@link IllegalArgumentException} for a wrong one. */
  public static <T> Kind<T> one(String expected, Function<String, T> parser) {
    return new Kind<>(expected, Shape.VALUE, texts -> parser.apply(texts.getFirst()));
  }

  /** Several values of one kind; {@code expected} describes all of them. */
  public static <T> Kind<List<T>> several(String expected, Function<String, T> parser) {
    return new Kind<>(expected, Shape.LIST, each(parser));
  }

  /** A name of a node, site, zone or tag. */
  public static Kind<String> name() {
    return one(
        "1 to 63 letters, digits, dots, dashes or underscores, with a letter or digit at both ends",
        text -> Names.check("name", text));
  }

  /** A whole number within bounds, both included. */
  public static Kind<Integer> integer(int least, int most) {
    return one(
        "a whole number from " + least + " to " + most,
        text -> {
          int value = Integer.parseInt(text);
          return within(value, value >= least && value <= most);
        });
  }

  /** A number that is not negative and at most {@code most}. */
  public static Kind<Double> number(double most) {
    return one(
        "a number from 0 to " + (long) most + ", such as 0.25",
        text -> {
          double value = Double.parseDouble(within(text, DECIMAL.matcher(text).matches()));
          return within(value, value <= most);
        });
  }

  /** A size in bytes within bounds, both included. */
  public static Kind<Long> size(String least, String most) {
    long min = Quantities.bytes(least);
    long max = Quantities.bytes(most);
    return one(
        "a size from " + least + " to " + most + ", such as 4MiB (2^22) or 8GB (8·10^9)",
        text -> {
          long value = Quantities.bytes(text);
          return within(value, value >= min && value <= max);
        });
  }

  /** A duration within bounds, both included. */
  public static Kind<Duration> duration(String least, String most) {
    Duration min = Quantities.duration(least);
    Duration max = Quantities.duration(most);
    return one(
        "a duration from " + least + " to " + most + ", such as 500ms, 10s or 2m",
        text -> {
          Duration value = Quantities.duration(text);
          return within(value, value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
        });
  }

  /** Yes or no; {@code --option} alone means yes. */
  public static Kind<Boolean> flag() {
    return new Kind<>(
        "true or false",
        Shape.FLAG,
        texts ->
            switch (texts.getFirst()) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException(texts.getFirst());
            });
  }

  /** An IP address to listen at, or {@code localhost}; nothing is looked up. */
  public static Kind<String> address() {
    return one(
        "an IP address such as 127.0.0.1, ::1 or, with tls, 0.0.0.0",
        text -> within(text, Loopback.isOne(text) || isAddress(text)));
  }

  private static boolean isAddress(String text) {
    try {
      return InetAddress.ofLiteral(text).getHostAddress() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Where another process listens, {@code host:port}; nothing is looked up. */
  public static Kind<String> hostAndPort(String example) {
    return one("host:port, such as " + example, HostAndPort::check);
  }

  /**
   * Where another process listens, or {@code scheme://…} for what an integration makes of it;
   * nothing is looked up.
   */
  public static Kind<String> located(String example, String located) {
    return one("host:port, such as " + example + ", or " + located, HostAndPort::checkLocated);
  }

  /** What an integration makes of {@code scheme://…}; nothing is looked up. */
  public static Kind<String> integration(String example) {
    return one("an address such as " + example, HostAndPort::checkIntegration);
  }

  /** One of an enum's constants, in lower case. */
  public static <E extends Enum<E>> Kind<E> oneOf(Class<E> type) {
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

  /** A path; whether something is there is not asked. */
  public static Kind<Path> path() {
    return new Kind<>("a path", Shape.PATH, texts -> nonEmptyPath(texts.getFirst()));
  }

  /** Several paths; whether something is there is not asked. */
  public static Kind<List<Path>> paths() {
    return new Kind<>(
        "paths, in the file as a list, elsewhere separated by commas",
        Shape.PATHS,
        each(Kind::nonEmptyPath));
  }

  private static <T> Function<List<String>, List<T>> each(Function<String, T> parser) {
    return texts -> {
      List<T> values = new ArrayList<>();
      texts.forEach(text -> values.add(parser.apply(text)));
      return List.copyOf(values);
    };
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
