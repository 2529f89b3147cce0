package dev.edgewise.daemon.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.edgewise.daemon.json.JsonObject;

/**
 * What a page says.
 *
 * @param status HTTP status
 * @param contentType with its charset
 * @param body not copied, not to be changed
 */
public record Answer(int status, String contentType, byte[] body) {
  public Answer {
    requireNonNull(contentType, "contentType");
    requireNonNull(body, "body");
  }

  /** A JSON object. */
  public static Answer json(int status, JsonObject object) {
    return new Answer(status, "application/json", object.end().getBytes(UTF_8));
  }

  static Answer refusal(int status, String message) {
    return json(status, new JsonObject().field("message", message));
  }
}
