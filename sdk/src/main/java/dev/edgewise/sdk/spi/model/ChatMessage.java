package dev.edgewise.sdk.spi.model;

/**
 * What somebody said in a conversation.
 *
 * @param role {@code system}, {@code user} or {@code assistant}
 * @param text at most 200,000 chars
 */
public record ChatMessage(String role, String text) {
  public ChatMessage {
    if (!role.equals("system") && !role.equals("user") && !role.equals("assistant")) {
      throw new IllegalArgumentException(
          "role: " + role.length() + " chars (expected: system, user or assistant)");
    }
    Checks.text("text", text, CompleteRequest.LONGEST_PROMPT);
  }
}
