package dev.edgewise.sdk.api;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.spi.model.ChatMessage;
import dev.edgewise.sdk.spi.model.CompleteRequest;
import dev.edgewise.sdk.spi.model.ServingProfile;
import dev.edgewise.sdk.spi.model.TextChunk;
import dev.edgewise.sdk.spi.model.TextUsage;
import java.util.List;
import java.util.stream.Stream;

/** What generating texts is to a model service. */
record CompletionCalls(ModelCalls calls, ServingProfile profile) implements TextGeneration {
  @Override
  public Stream<TextChunk> stream(String prompt, TextOption... options) {
    return stream(request(prompt, List.of(), options));
  }

  @Override
  public Stream<TextChunk> stream(List<ChatMessage> conversation, TextOption... options) {
    return stream(request("", conversation, options));
  }

  @Override
  public Completion complete(String prompt, TextOption... options) {
    return complete(request(prompt, List.of(), options));
  }

  @Override
  public Completion complete(List<ChatMessage> conversation, TextOption... options) {
    return complete(request("", conversation, options));
  }

  private Stream<TextChunk> stream(CompleteRequest request) {
    calls.expect(calls.methods().complete());
    return ItemSpliterator.stream(calls.open(calls.methods().complete(), request));
  }

  private Completion complete(CompleteRequest request) {
    Collected collected = new Collected();
    Outcome<Long> outcome = calls.stream(calls.methods().complete(), request, collected::take);
    calls.told().accept(outcome);
    calls.explain(calls.methods().complete(), outcome);
    Long unused = outcome.orThrow();
    return new Completion(
        collected.text.toString(), collected.finish, collected.usage, outcome.decisionId());
  }

  private CompleteRequest request(
      String prompt, List<ChatMessage> conversation, TextOption... options) {
    requireNonNull(prompt, "prompt");
    if (prompt.isEmpty() && conversation.isEmpty()) {
      throw EdgewiseException.of(
          ErrorCode.BAD_REQUEST, "There is nothing to go on from: the prompt is empty.");
    }
    TextDraft draft = new TextDraft(profile, prompt, List.copyOf(conversation));
    for (TextOption option : options) {
      option.applyTo(draft);
    }
    return ModelCalls.request("text", draft::request);
  }

  /** What has come of a text. */
  private static final class Collected {
    private final StringBuilder text = new StringBuilder();
    private String finish = "";
    private TextUsage usage = new TextUsage(0, 0, 0);

    void take(TextChunk chunk) {
      text.append(chunk.text());
      finish = chunk.finish().isEmpty() ? finish : chunk.finish();
      usage = chunk.usage().orElse(usage);
    }
  }
}
