package dev.edgewise.cli.chat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.core.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One answer as it grows, and what there is to be said of it. For one thread. */
final class ChatAnswer {
  private final Clock clock;
  private final long begun;
  private final StringBuilder text = new StringBuilder();
  private int tokens;
  private int tokensOfFirst;
  private long first;
  private long last;
  private String finish = "";
  private Optional<TextPiece.Usage> usage = Optional.empty();

  ChatAnswer(Clock clock) {
    this.clock = clock;
    this.begun = clock.nanos();
  }

  void add(TextPiece piece) {
    last = clock.nanos();
    if (tokens == 0 && piece.tokens() > 0) {
      first = last;
      tokensOfFirst = piece.tokens();
    }
    tokens += piece.tokens();
    text.append(piece.text());
    finish = piece.finish();
    usage = piece.usage().or(() -> usage);
  }

  String text() {
    return text.toString();
  }

  int tokens() {
    return tokens;
  }

  /** From the question to the first token, in milliseconds; 0 while there is none. */
  double firstMillis() {
    return tokens == 0 ? 0 : (first - begun) / 1e6;
  }

  /** Tokens a second from the first one on; 0 when there are too few to tell. */
  double perSecond() {
    long nanos = last - first;
    return tokens <= tokensOfFirst || nanos <= 0 ? 0 : (tokens - tokensOfFirst) * 1e9 / nanos;
  }

  /** {@code 96 tokens, 74.5 a second, the first after 61 ms}. */
  String figures() {
    StringBuilder figures = new StringBuilder(Words.count(tokens, "token", "tokens"));
    if (perSecond() > 0) {
      figures.append(String.format(Locale.ROOT, ", %.1f a second", perSecond()));
    }
    if (tokens > 0) {
      figures.append(String.format(Locale.ROOT, ", the first after %.0f ms", firstMillis()));
    }
    return figures.toString();
  }

  /**
   * For programs.
   *
   * @param legs the nodes that gave it, in their order
   */
  JsonObject json(String model, String decision, List<ChatLeg> legs) {
    JsonObject document = Json.document("edgewise.chat/1");
    document.addProperty("model", model);
    document.addProperty("text", text());
    document.addProperty("finish", finish);
    document.addProperty("tokens", tokens);
    document.addProperty("promptTokens", usage.map(TextPiece.Usage::prompt).orElse(0));
    document.addProperty("reusedTokens", usage.map(TextPiece.Usage::reused).orElse(0));
    document.addProperty("tokensPerSecond", Words.rounded(perSecond(), 1));
    document.addProperty("ttftMillis", Words.rounded(firstMillis(), 1));
    document.addProperty("millis", Words.rounded(last == 0 ? 0 : (last - begun) / 1e6, 1));
    document.addProperty("decision", decision);
    JsonArray nodes = new JsonArray();
    legs.forEach(leg -> nodes.add(leg.json()));
    document.add("nodes", nodes);
    return document;
  }
}
