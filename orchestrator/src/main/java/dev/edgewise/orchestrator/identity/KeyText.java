package dev.edgewise.orchestrator.identity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The text of a key: a prefix, by which people and scanners of repositories know it, and 256 random
 * bits in base64url. Pure.
 */
final class KeyText {
  private static final String PREFIX = "ew_";
  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile("ew_[A-Za-z0-9_-]{43}");

  /** Characters of a header that are looked at; a key and a name in base64 are far shorter. */
  private static final int LONGEST_HEADER = 512;

  private KeyText() {}

  /**
   * A new one.
   *
   * @param random must not be guessable
   */
  static String draw(RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whether it may be a key. */
  static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * What an {@code Authorization} header has of ours: what stands behind {@code Bearer}, or the
   * password of {@code Basic}, which is what a browser asks its user for. Empty when that is
   * somebody else's, as clients of OpenAI's protocol send one to whoever they ask.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750, bearer tokens</a>
   * @see <a href="https://www.rfc-editor.org/rfc/rfc7617">RFC 7617, Basic</a>
   */
  static Optional<String> in(String header) {
    int space = header.indexOf(' ');
    if (space < 0 || header.length() > LONGEST_HEADER) {
      return Optional.empty();
    }
    String rest = header.substring(space + 1).strip();
    Optional<String> given =
        switch (header.substring(0, space).toLowerCase(Locale.ROOT)) {
          case "bearer" -> Optional.of(rest);
          case "basic" -> password(rest);
          default -> Optional.empty();
        };
    return given.filter(text -> text.startsWith(PREFIX));
  }

  private static Optional<String> password(String credentials) {
    try {
      String pair = new String(Base64.getDecoder().decode(credentials), ISO_8859_1);
      int colon = pair.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
