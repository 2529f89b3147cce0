package dev.edgewise.orchestrator.http;

import static java.util.Objects.requireNonNull;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.gateway.ErrorWords;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Why a request is not answered as it was meant.
 *
 * @param status of HTTP
 * @param code stable
 * @param detail what, why and what to do, for people
 * @param decision the id of the call that it was, when it came to one
 * @param node that it failed on, when it came to one
 * @param fault the exception that the method declares, when it threw one
 * @param retryAfter when trying again is worth it, where that is known
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, problem details</a>
 */
public record Problem(
    int status,
    ErrorCode code,
    String detail,
    Optional<String> decision,
    Optional<String> node,
    Optional<Fault> fault,
    Optional<Duration> retryAfter) {
  static final String TYPE = "application/problem+json";

  // One line, which a terminal or a stream of events takes as it is.
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private static final Map<Integer, String> TITLES =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(406, "Not Acceptable"),
          Map.entry(408, "Request Timeout"),
          Map.entry(410, "Gone"),
          Map.entry(413, "Content Too Large"),
          Map.entry(414, "URI Too Long"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(421, "Misdirected Request"),
          Map.entry(422, "Unprocessable Content"),
          Map.entry(431, "Request Header Fields Too Large"),
          Map.entry(499, "Client Closed Request"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"));

  /**
   * A declared exception.
   *
   * @param type full protobuf name of its message
   * @param json its fields, a JSON object
   */
  record Fault(String type, JsonObject json) {}

  public Problem {
    requireNonNull(code, "code");
    requireNonNull(detail, "detail");
    requireNonNull(decision, "decision");
    requireNonNull(node, "node");
    requireNonNull(fault, "fault");
    requireNonNull(retryAfter, "retryAfter");
  }

  /** Of HTTP rather than of a call: its code stands for several statuses. */
  public Problem(int status, ErrorCode code, String detail) {
    this(
        status,
        code,
        detail,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** With the status of its code. */
  public static Problem of(ErrorCode code, String detail) {
    return new Problem(ErrorStatus.of(code), code, detail);
  }

  /** A call that did not end well, or was not made. */
  static Problem of(EdgewiseException error) {
    return new Problem(
        ErrorStatus.of(error.code()),
        error.code(),
        ErrorWords.of(error),
        error.decisionId(),
        error.node(),
        Optional.empty(),
        error.retryAfter());
  }

  /** What the status says. */
  String title() {
    return TITLES.getOrDefault(status, "Error");
  }

  /** The same, of this call. */
  Problem ofCall(String id) {
    return new Problem(status, code, detail, Optional.of(id), node, fault, retryAfter);
  }

  /** The same, with the exception that the method declares. */
  Problem with(Optional<Fault> thrown) {
    return new Problem(status, code, detail, decision, node, thrown, retryAfter);
  }

  /** On one line. */
  String json() {
    JsonObject json = new JsonObject();
    // Its title says what its status says; the code tells the kinds apart.
    json.addProperty("type", "about:blank");
    json.addProperty("title", title());
    json.addProperty("status", status);
    json.addProperty("code", code.id());
    json.addProperty("detail", detail);
    decision.ifPresent(id -> json.addProperty("decision", id));
    fault.ifPresent(
        thrown -> {
          JsonObject fields = new JsonObject();
          fields.addProperty("type", thrown.type());
          thrown.json().entrySet().forEach(field -> fields.add(field.getKey(), field.getValue()));
          json.add("fault", fields);
        });
    return GSON.toJson(json);
  }
}
