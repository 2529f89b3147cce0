package dev.edgewise.lab.wrong;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request as it goes over the wire, right or wrong.
 *
 * @param line the request line
 * @param headers as they are sent, one a line
 * @param body its bytes
 */
record RawRequest(String line, List<String> headers, byte[] body) {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
  private static final Pattern CODE = Pattern.compile("\"code\": ?\"(EW\\d{4})\"");
  private static final Pattern DETAIL = Pattern.compile("\"detail\": ?\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** A call of a method with JSON, as it should be. */
  static RawRequest call(String method, String json) {
    return call(method, json.getBytes(ISO_8859_1));
  }

  static RawRequest call(String method, byte[] json) {
    return new RawRequest(
        "POST /v1/call/" + method + " HTTP/1.1",
        List.of(
            "Host: localhost", "Content-Type: application/json", "Content-Length: " + json.length),
        json);
  }

  RawRequest as(String otherLine) {
    return new RawRequest(otherLine + " HTTP/1.1", headers, body);
  }

  RawRequest with(String header) {
    List<String> more = new ArrayList<>(headers);
    more.add(header);
    return new RawRequest(line, more, body);
  }

  /** The same with a body in chunks. */
  RawRequest withBody(byte[] chunks) {
    return new RawRequest(
        line, without("Content-Length").with("Transfer-Encoding: chunked").headers, chunks);
  }

  /** Without the headers whose line begins so. */
  RawRequest without(String start) {
    return new RawRequest(
        line, headers.stream().filter(header -> !header.startsWith(start)).toList(), body);
  }

  RawRequest withInstead(String name, String value) {
    return without(name + ":").with(name + ": " + value);
  }

  /** Sends it and reads the answer. */
  Answer to(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      String head = line + "\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n";
      try {
        OutputStream out = socket.getOutputStream();
        out.write(head.getBytes(US_ASCII));
        out.write(body);
      } catch (IOException e) {
        // It answered before it had all, and closed.
      }
      return answer(new String(socket.getInputStream().readAllBytes(), UTF_8));
    }
  }

  private static Answer answer(String text) {
    Matcher status = STATUS.matcher(text);
    String last = "none";
    // "100 Continue" may come before.
    while (status.find()) {
      last = status.group(1);
    }
    return new Answer(last, first(CODE, text), first(DETAIL, text));
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }
}
