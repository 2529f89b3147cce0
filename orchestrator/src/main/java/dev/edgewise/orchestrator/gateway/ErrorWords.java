package dev.edgewise.orchestrator.gateway;

import dev.edgewise.core.EdgewiseException;

/** What an error says, for callers who get its code, decision and node beside it. Pure. */
public final class ErrorWords {
  private ErrorWords() {}

  /** The message without the code before it and the decision behind it. */
  public static String of(EdgewiseException error) {
    String words = error.words();
    int end =
        error
            .decisionId()
            .map(id -> words.lastIndexOf(" [decision " + id))
            .filter(at -> at >= 0)
            .orElse(words.length());
    return words.substring(0, end);
  }
}
