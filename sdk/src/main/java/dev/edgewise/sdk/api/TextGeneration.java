package dev.edgewise.sdk.api;

import dev.edgewise.sdk.spi.model.ChatMessage;
import dev.edgewise.sdk.spi.model.TextChunk;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model that goes on with texts, token by token: {@code
 * eco.modelService("gemma-3-270m").build().as(TextGeneration.class)}. When the node that writes is
 * lost, another one goes on where it stopped, and the reader sees nothing of that but a pause.
 * Thread-safe.
 *
 * <pre>{@code
 * try (Stream<TextChunk> answer = text.stream("Once upon a time", maxTokens(100), temperature(0))) {
 *   answer.forEach(chunk -> System.out.print(chunk.text()));
 * }
 * }</pre>
 */
public interface TextGeneration {
  /**
   * What comes after a text, as it comes. Reading waits for the next chunk; the call begins at
   * once.
   *
   * @return the chunks; the last one has {@code finish} and {@code usage}. Closing it, or reading
   *     to the end, gives back what it takes
   * @throws dev.edgewise.core.EdgewiseException with {@code BAD_REQUEST} when the prompt is empty
   *     or has more than 200,000 characters; reading throws as any call
   */
  Stream<TextChunk> stream(String prompt, TextOption... options);

  /**
   * What is answered in a conversation, as it comes; else the same. A model without a template for
   * conversations is given them as plain text.
   */
  Stream<TextChunk> stream(List<ChatMessage> conversation, TextOption... options);

  /** What comes after a text, whole; blocks until it is there. */
  Completion complete(String prompt, TextOption... options);

  /** What is answered in a conversation, whole; blocks until it is there. */
  Completion complete(List<ChatMessage> conversation, TextOption... options);
}
