package dev.edgewise.serving.protocol;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;

/** The words of requests that cannot be taken. */
final class Refusals {
  private static final int LONGEST = 100;

  private Refusals() {}

  static EdgewiseException bad(String what) {
    return EdgewiseException.of(ErrorCode.BAD_REQUEST, what);
  }

  static EdgewiseException bad(String what, Exception cause) {
    return EdgewiseException.of(ErrorCode.BAD_REQUEST, what, cause);
  }

  /** A stranger's word, as it may stand in an answer. */
  static String shown(String word) {
    StringBuilder shown = new StringBuilder(Math.min(word.length(), LONGEST));
    for (int i = 0; i < word.length() && i < LONGEST; i++) {
      char c = word.charAt(i);
      shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    return word.length() > LONGEST ? shown.append('…').toString() : shown.toString();
  }
}
