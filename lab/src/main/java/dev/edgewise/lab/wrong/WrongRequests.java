package dev.edgewise.lab.wrong;

import static dev.edgewise.lab.wrong.RawRequest.call;
import static dev.edgewise.lab.wrong.WrongInput.http;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests by HTTP that a gateway cannot take; a row each. */
final class WrongRequests {
  private static final String GREET = "Hello/greet";
  private static final String WORK = "Chores/work";

  private static final String BAD = "EW6007";
  private static final String NOT_ACCEPTED = "EW7009";
  private static final String UNKNOWN = "EW6008";
  private static final String TOO_LARGE = "EW6009";
  private static final String NOT_FOUND = "EW9003";

  private static final int LIMIT = 4 << 20;

  /** A right one, for what is changed in it. */
  private static final RawRequest RIGHT = call(GREET, "{\"name\": \"Ada\"}");

  private WrongRequests() {}

  static List<WrongInput> all() {
    return List.of(
        // JSON
        http("no JSON", call(GREET, "name=Ada"), 400, BAD, "JSON"),
        http("JSON cut off", call(GREET, "{\"name\": \"Ada\""), 400, BAD, "JSON"),
        http("no body", call(GREET, ""), 400, BAD, "JSON"),
        http("an array for the object", call(GREET, "[\"Ada\"]"), 400, BAD, "object"),
        http("an unknown field", call(GREET, "{\"nam\": \"Ada\"}"), 400, BAD, "nam", "name"),
        http("an object for a text", call(GREET, "{\"name\": {}}"), 400, BAD, "name"),
        http("a word for a number", call(WORK, "{\"millis\": \"soon\"}"), 400, BAD, "millis"),
        http("a number too large", call(WORK, "{\"millis\": 99999999999}"), 400, BAD, "millis"),
        http("a broken number", call(WORK, "{\"token\": 1.5}"), 400, BAD, "token"),
        http("nested too deep", call(GREET, "{\"name\":".repeat(10_000)), 400, BAD, "JSON"),
        http("not UTF-8", call(GREET, latin1()), 400, BAD, "UTF-8"),

        // size
        http("a body of 4 MiB + 1", call(GREET, text(LIMIT + 1)), 413, TOO_LARGE, "4 MiB", "send"),
        http("chunks without an end", chunks(), 413, TOO_LARGE, "4 MiB", "send"),
        http("headers of 9 KiB", RIGHT.with("X-A: " + "x".repeat(9 << 10)), 431, NOT_ACCEPTED),
        http("a path of 9 KiB", RIGHT.as("POST /" + "x".repeat(9 << 10)), 414, NOT_ACCEPTED),

        // names
        http("an unknown method", call("Hello/gret", "{}"), 404, UNKNOWN, "gret", "Hello/greet"),
        http("an unknown service", call("Helo/greet", "{}"), 404, UNKNOWN, "Helo", "Hello/greet"),
        http("a path without a method", call("Hello", "{}"), 404, NOT_FOUND, "/v1/call/"),

        // HTTP's methods
        http("GET of a call", RIGHT.as("GET /v1/call/Hello/greet"), 405, NOT_ACCEPTED, "POST"),
        http(
            "DELETE of a call", RIGHT.as("DELETE /v1/call/Hello/greet"), 405, NOT_ACCEPTED, "POST"),
        http("POST of a page", RIGHT.as("POST /v1/services"), 405, NOT_ACCEPTED, "GET"),

        // who asks
        http(
            "a foreign Host",
            RIGHT.withInstead("Host", "evil.example"),
            421,
            NOT_ACCEPTED,
            "localhost"),
        http("no Host", RIGHT.without("Host"), 421, NOT_ACCEPTED, "localhost"),
        http("two Hosts", RIGHT.with("Host: evil.example"), 421, NOT_ACCEPTED, "localhost"),
        http(
            "a foreign Origin",
            RIGHT.with("Origin: http://evil.example"),
            403,
            NOT_ACCEPTED,
            "origin"),
        http("Origin null", RIGHT.with("Origin: null"), 403, NOT_ACCEPTED, "origin"),
        http("across sites", RIGHT.with("Sec-Fetch-Site: cross-site"), 403, NOT_ACCEPTED, "origin"),

        // what it is sent as, and wants back
        http(
            "a form",
            RIGHT.withInstead("Content-Type", "text/plain"),
            415,
            NOT_ACCEPTED,
            "application/json"),
        http(
            "no Content-Type",
            RIGHT.without("Content-Type"),
            415,
            NOT_ACCEPTED,
            "application/json"),
        http(
            "another charset",
            RIGHT.withInstead("Content-Type", "application/json; charset=latin1"),
            415,
            NOT_ACCEPTED,
            "UTF-8"),
        http(
            "compressed",
            RIGHT.with("Content-Encoding: br"),
            415,
            NOT_ACCEPTED,
            "Content-Encoding"),
        http("HTML wanted", RIGHT.with("Accept: text/html"), 406, NOT_ACCEPTED, "application/json"),

        // Edgewise's own headers
        http(
            "a deadline that is none",
            RIGHT.with("Edgewise-Deadline: soon"),
            400,
            BAD,
            "Edgewise-Deadline",
            "500ms"),
        http(
            "a deadline too long",
            RIGHT.with("Edgewise-Deadline: 2d"),
            400,
            BAD,
            "Edgewise-Deadline",
            "1h"),
        http(
            "two deadlines",
            RIGHT.with("Edgewise-Deadline: 1s").with("Edgewise-Deadline: 2s"),
            400,
            BAD,
            "Edgewise-Deadline",
            "once"),
        http(
            "a deadline too short",
            call(WORK, "{\"millis\": 500}").with("Edgewise-Deadline: 100ms"),
            504,
            "EW6002",
            "100 ms"),
        http(
            "an unknown label",
            RIGHT.with("Edgewise-Label: secret"),
            400,
            BAD,
            "Edgewise-Label",
            "confidential"),
        http(
            "a label that nobody may see",
            RIGHT.with("Edgewise-Label: local-only"),
            403,
            "EW6017",
            "local-only"),
        http(
            "a tenant that is none",
            RIGHT.with("Edgewise-Tenant: a b"),
            400,
            BAD,
            "Edgewise-Tenant"));
  }

  private static byte[] latin1() {
    return "{\"name\": \"Zo\u00eb\"}".getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(int length) {
    String start = "{\"name\": \"";
    return start + "x".repeat(length - start.length() - 2) + "\"}";
  }

  private static RawRequest chunks() {
    String chunk = "10000\r\n" + "x".repeat(1 << 16) + "\r\n";
    return RIGHT.withBody(chunk.repeat(80).getBytes(StandardCharsets.US_ASCII));
  }
}
