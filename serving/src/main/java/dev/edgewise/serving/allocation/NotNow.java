package dev.edgewise.serving.allocation;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;

/** What callers are told of a model that they do not get. */
final class NotNow {
  private NotNow() {}

  static EdgewiseException noPlace(String name, long budget) {
    return EdgewiseException.of(
        ErrorCode.OVERLOADED,
        "Model \""
            + name
            + "\" is not loaded, and finds no place before the deadline: the "
            + budget
            + " bytes for models are taken by others that are in use or came only just now. Call"
            + " again later, let another node serve it, or give models more with modelMemory.");
  }

  static EdgewiseException tooLarge(String name, long bytes, long budget) {
    return EdgewiseException.of(
        ErrorCode.NO_MODEL_MEMORY,
        "Model \""
            + name
            + "\" takes "
            + bytes
            + " bytes, and this node gives "
            + budget
            + " to models. Give it more with modelMemory, or call a larger node.");
  }

  static EdgewiseException moreThanThought(String name, long bytes) {
    return EdgewiseException.of(
        ErrorCode.NO_MODEL_MEMORY,
        "Model \""
            + name
            + "\" takes "
            + bytes
            + " bytes, more than was thought, and others are in use. Call it again later, or give"
            + " models more with modelMemory.");
  }

  static EdgewiseException late(String name) {
    return EdgewiseException.of(
        ErrorCode.EXPIRED,
        "Model \""
            + name
            + "\" is being loaded, which was not done before the deadline. Call it again, or have"
            + " it preloaded.");
  }

  static EdgewiseException notReady(String name, String why) {
    return EdgewiseException.of(
        ErrorCode.MODEL_NOT_READY, "Model \"" + name + "\" cannot be called now: " + why + ".");
  }
}
