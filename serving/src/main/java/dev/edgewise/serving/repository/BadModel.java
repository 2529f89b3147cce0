package dev.edgewise.serving.repository;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;

/** Words for what is wrong with a model's folder. */
final class BadModel {
  private BadModel() {}

  static EdgewiseException of(String model, String problem, String place, String fix) {
    return EdgewiseException.of(
        ErrorCode.BAD_MODEL_FOLDER,
        "Model \"" + model + "\": " + problem + " (in " + place + "). " + fix);
  }

  static EdgewiseException of(
      String model, String problem, String place, String fix, Throwable cause) {
    return EdgewiseException.of(
        ErrorCode.BAD_MODEL_FOLDER,
        "Model \"" + model + "\": " + problem + " (in " + place + "). " + fix,
        cause);
  }
}
