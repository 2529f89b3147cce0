package dev.edgewise.orchestrator.http;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.daemon.json.JsonObject;
import java.util.Map;

/**
 * Why a request is not answered as it was meant.
 *
 * @param status of HTTP
 * @param code stable
 * @param detail what, why and what to do, for people
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, problem details</a>
 */
record Problem(int status, ErrorCode code, String detail) {
  static final String TYPE = "application/problem+json";

  private static final Map<Integer, String> TITLES =
      Map.of(
          400, "Bad Request",
          403, "Forbidden",
          404, "Not Found",
          405, "Method Not Allowed",
          421, "Misdirected Request",
          500, "Internal Server Error",
          503, "Service Unavailable");

  Problem {
    requireNonNull(code, "code");
    requireNonNull(detail, "detail");
  }

  String toJson() {
    return new JsonObject()
        .field("title", TITLES.getOrDefault(status, "Error"))
        .field("code", code.id())
        .field("detail", detail)
        .end();
  }
}
