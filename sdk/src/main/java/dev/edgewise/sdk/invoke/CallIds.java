package dev.edgewise.sdk.invoke;

import java.util.random.RandomGenerator;

/** Decision ids: 13 characters that can be read aloud, 64 random bits. */
final class CallIds {
  /** Crockford's base 32: no letter that looks like a digit. */
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

  private static final int LENGTH = 13;

  private CallIds() {}

  static String next(RandomGenerator random) {
    long bits = random.nextLong();
    StringBuilder id = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      id.append(ALPHABET.charAt((int) (bits & 31)));
      bits >>>= 5;
    }
    return id.toString();
  }
}
