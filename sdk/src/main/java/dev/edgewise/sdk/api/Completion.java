package dev.edgewise.sdk.api;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.model.TextUsage;

/**
 * A text that a model made.
 *
 * @param text without the prompt
 * @param finish why it ends: {@code stop} at its end or a stop string, {@code length} because no
 *     more was asked for
 * @param usage what it took
 * @param decisionId the id for {@code edgewise explain}
 */
public record Completion(String text, String finish, TextUsage usage, String decisionId) {
  public Completion {
    requireNonNull(text, "text");
    requireNonNull(finish, "finish");
    requireNonNull(usage, "usage");
    requireNonNull(decisionId, "decisionId");
  }
}
