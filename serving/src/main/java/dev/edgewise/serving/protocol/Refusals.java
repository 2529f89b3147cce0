package dev.edgewise.serving.protocol;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Text;

/** The words of requests that cannot be taken. */
final class Refusals {
  private Refusals() {}

  static EdgewiseException bad(String what) {
    return EdgewiseException.of(ErrorCode.BAD_REQUEST, what);
  }

  static EdgewiseException bad(String what, Exception cause) {
    return EdgewiseException.of(ErrorCode.BAD_REQUEST, what, cause);
  }

  /** A stranger's word, as it may stand in an answer. */
  static String shown(String word) {
    return Text.line(word, 100);
  }
}
