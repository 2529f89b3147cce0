package dev.edgewise.daemon.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.daemon.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HttpPagesTest {
  private static final int PATIENCE_MILLIS = 60_000;

  private final HttpPages pages =
      HttpPages.start(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          "httpPort",
          Map.of(
              "/health/live",
              accept -> Answer.json(200, new JsonObject().field("status", "up")),
              "/accept",
              accept -> new Answer(200, "text/plain", accept.getBytes(UTF_8)),
              "/broken",
              accept -> {
                throw new IllegalStateException("secret");
              }),
          Optional.empty());

  @AfterEach
  void close() {
    pages.close();
  }

  /** Raw, as no decent client would send these. */
  private String ask(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), pages.port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (SocketException e) {
      return "turned away without a word: " + e;
    }
  }

  private String get(String path, String... headers) throws IOException {
    return ask(
        "GET "
            + path
            + " HTTP/1.1\r\n"
            + String.join("\r\n", headers)
            + (headers.length == 0 ? "" : "\r\n")
            + "Connection: close\r\n\r\n");
  }

  private String own() {
    return "Host: 127.0.0.1:" + pages.port();
  }

  @Test
  void a_page_is_answered_with_headers_that_keep_it_where_it_is() throws IOException {
    assertThat(get("/health/live", own()))
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("Content-Type: application/json")
        .containsIgnoringCase("Cache-Control: no-store")
        .containsIgnoringCase("X-Content-Type-Options: nosniff")
        .endsWith("{\"status\":\"up\"}\n");
    assertThat(get("/accept?x=1", own(), "Accept: a/b")).endsWith("\r\n\r\na/b");
    assertThat(get("/health/live", "Host: localhost:9")).startsWith("HTTP/1.1 200 ");
    assertThat(get("/health/live", "Host: [::1]")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void head_is_answered_without_a_body() throws IOException {
    assertThat(ask("HEAD /health/live HTTP/1.1\r\n" + own() + "\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\n\r\n");
  }

  @Test
  void a_foreign_host_or_none_is_turned_away() throws IOException {
    for (String host :
        new String[] {
          "evil.example", "127.0.0.1.evil.example", "localhost.evil:1", "", "10.0.0.1"
        }) {
      assertThat(get("/health/live", "Host: " + host))
          .as(host)
          .startsWith("HTTP/1.1 421 ")
          .contains("Ask under 127.0.0.1.");
    }
    assertThat(get("/health/live")).startsWith("HTTP/1.1 421 ");
  }

  @Test
  void a_page_of_another_origin_is_turned_away() throws IOException {
    assertThat(get("/health/live", own(), "Origin: http://evil.example"))
        .startsWith("HTTP/1.1 403 ");
    assertThat(get("/health/live", own(), "Origin: null")).startsWith("HTTP/1.1 403 ");
    assertThat(get("/health/live", own(), "Origin: http://127.0.0.1:7400"))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void nothing_can_be_changed() throws IOException {
    for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"}) {
      assertThat(
              ask(
                  method
                      + " /health/live HTTP/1.1\r\n"
                      + own()
                      + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
          .as(method)
          .startsWith("HTTP/1.1 405 ")
          .containsIgnoringCase("Allow: GET, HEAD");
    }
  }

  @Test
  void another_path_says_what_there_is_and_a_broken_page_keeps_its_reason_to_itself()
      throws IOException {
    assertThat(get("/health/live/", own())).startsWith("HTTP/1.1 404 ").contains("/health/live");
    assertThat(get("/broken", own())).startsWith("HTTP/1.1 500 ").doesNotContain("secret");
  }

  @Test
  void headers_beyond_the_bound_do_not_get_in() throws IOException {
    assertThat(get("/health/live", own(), "X: " + "x".repeat(20_000))).doesNotContain(" 200 ");
  }

  @Test
  void whatever_is_sent_the_server_goes_on() throws IOException {
    for (int seed = 0; seed < 200; seed++) {
      byte[] noise = new byte[new Random(seed).nextInt(300)];
      new Random(seed).nextBytes(noise);
      String answer = ask("GET /" + new String(noise, ISO_8859_1) + "\r\n\r\n");
      assertThat(answer).as("seed " + seed).doesNotContain(" 200 ");
    }
    assertThat(get("/health/live", own())).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void a_port_that_is_taken_is_told_with_the_key_that_moves_it() {
    assertThatThrownBy(
            () ->
                HttpPages.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), pages.port()),
                        "httpPort",
                        Map.of(),
                        Optional.empty())
                    .close())
        .isInstanceOf(EdgewiseException.class)
        .hasMessageStartingWith("EW7004")
        .hasMessageContaining("choose another with httpPort");
  }
}
