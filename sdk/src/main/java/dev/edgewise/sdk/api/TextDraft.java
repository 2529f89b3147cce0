package dev.edgewise.sdk.api;

import dev.edgewise.sdk.spi.model.ChatMessage;
import dev.edgewise.sdk.spi.model.CompleteRequest;
import dev.edgewise.sdk.spi.model.ServingProfile;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A request for a text that is being put together. Not thread-safe. */
final class TextDraft {
  private final ServingProfile profile;
  private final String prompt;
  private final List<ChatMessage> conversation;
  OptionalInt maxTokens = OptionalInt.empty();
  OptionalDouble temperature = OptionalDouble.empty();
  OptionalDouble topP = OptionalDouble.empty();
  int topK;
  OptionalLong seed = OptionalLong.empty();
  List<String> stop = List.of();
  double frequencyPenalty;
  double presencePenalty;

  TextDraft(ServingProfile profile, String prompt, List<ChatMessage> conversation) {
    this.profile = profile;
    this.prompt = prompt;
    this.conversation = conversation;
  }

  /** The request; throws what {@link CompleteRequest} does. */
  CompleteRequest request() {
    return new CompleteRequest(
        profile,
        prompt,
        conversation,
        maxTokens,
        temperature,
        topP,
        topK,
        seed,
        stop,
        frequencyPenalty,
        presencePenalty);
  }
}
