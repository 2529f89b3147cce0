package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * What a name of a node, site or model may look like: it stands in URLs, file names, metrics and
 * command lines.
 */
public final class Names {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

  private Names() {}

  /**
   * Returns whether {@code name} is 1 to 63 letters, digits, dots, dashes and underscores, with a
   * letter or digit at both ends.
   */
  public static boolean isValid(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * Returns {@code name}, or throws an {@link IllegalArgumentException} that says what a name of
   * this {@code kind} looks like.
   */
  public static String check(String kind, String name) {
    requireNonNull(name, kind);
    if (!isValid(name)) {
      throw new IllegalArgumentException(
          kind
              + ": \""
              // One line of a log, whoever sent it.
              + Text.line(name, 100)
              + "\" (expected: 1 to 63 letters, digits, dots, dashes or underscores, with a letter"
              + " or digit at both ends)");
    }
    return name;
  }
}
