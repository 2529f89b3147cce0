package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The name of a content: the SHA-256 of its bytes, written {@code sha256:} and 64 digits of
 * lower-case hex. Whoever has the bytes can check the name, so nobody has to believe who sent them.
 *
 * @param hex the 64 digits
 */
public record ContentDigest(String hex) implements Comparable<ContentDigest> {
  private static final String SCHEME = "sha256:";
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public ContentDigest {
    requireNonNull(hex, "hex");
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "digest: \"" + Text.line(hex, 100) + "\" (expected: 64 digits of lower-case hex)");
    }
  }

  /**
   * The digest that {@link #toString} writes.
   *
   * @throws IllegalArgumentException that says what one looks like
   */
  public static ContentDigest parse(String text) {
    if (!text.startsWith(SCHEME)) {
      throw new IllegalArgumentException(
          "digest: \""
              + Text.line(text, 100)
              + "\" (expected: sha256: and 64 digits of lower-case hex)");
    }
    return new ContentDigest(text.substring(SCHEME.length()));
  }

  /**
   * The digest of a file's bytes as they are now.
   *
   * @throws IOException when it cannot be read
   */
  public static ContentDigest of(Path file) throws IOException {
    MessageDigest sha256 = begin();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return of(sha256);
  }

  /** The digest of what {@code sha256} was given, which begins anew with that. */
  public static ContentDigest of(MessageDigest sha256) {
    return new ContentDigest(HexFormat.of().formatHex(sha256.digest()));
  }

  /** What computes it. */
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public int compareTo(ContentDigest other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return SCHEME + hex;
  }
}
