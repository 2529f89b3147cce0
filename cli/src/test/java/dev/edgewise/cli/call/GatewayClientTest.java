package dev.edgewise.cli.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpServer;
import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.core.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a gateway may answer with, against a real socket. */
final class GatewayClientTest {
  private final HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private final List<JsonObject> items = new ArrayList<>();
  private final List<String> authorization = new CopyOnWriteArrayList<>();

  GatewayClientTest() throws IOException {}

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private CallResult call(String type, String body) {
    server.createContext(
        "/",
        exchange -> {
          authorization.add(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.getResponseHeaders().set("Content-Type", type);
          exchange.getResponseHeaders().set("Edgewise-Decision", "d1");
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(body.getBytes(UTF_8));
          exchange.close();
        });
    server.start();
    URI place = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (GatewayClient client =
        GatewayClient.at(place, Map.of("EDGEWISE_KEY", " ew_abc "), Optional.empty())) {
      return client.call("Shop/watch", "{}", Optional.empty(), items::add);
    }
  }

  @Test
  void a_stream_that_is_silent_for_a_while_is_read_on() {
    CallResult result = call("application/x-ndjson", "\n{\"n\":1}\n\n\n{\"n\":2}\n\n");

    assertThat(items).extracting(JsonObject::toString).containsExactly("{\"n\":1}", "{\"n\":2}");
    assertThat(result.answer()).isEmpty();
    assertThat(result.decision()).isEqualTo("d1");
    assertThat(authorization).containsExactly("Bearer ew_abc");
  }

  @Test
  void what_ends_a_stream_early_is_the_commands_failure() {
    assertThatThrownBy(
            () ->
                call(
                    "application/x-ndjson",
                    "{\"n\":1}\n{\"problem\":{\"code\":\"EW6006\",\"detail\":\"It broke.\"}}\n"))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.problem().what()).isEqualTo("It broke"));
    assertThat(items).hasSize(1);
  }

  @Test
  void what_is_no_gateway_is_said_so() {
    assertThatThrownBy(() -> call("text/html", "<html>"))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.problem().code()).isEqualTo(ErrorCode.BAD_ANSWER));
  }
}
