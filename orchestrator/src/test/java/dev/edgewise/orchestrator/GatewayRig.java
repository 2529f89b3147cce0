package dev.edgewise.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.edgewise.orchestrator.fleet.FleetSettings;
import dev.edgewise.orchestrator.gateway.generation.GenerationSettings;
import dev.edgewise.proto.v1.Tier;
import io.grpc.ManagedChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A whole orchestrator with its gateway, two nodes that are played, and HTTP to ask it with. */
final class GatewayRig implements AutoCloseable {
  static final String FIND = "shop.v1.Shop/find";
  static final String BUY = "shop.v1.Shop/buy";
  static final String WATCH = "shop.v1.Shop/watch";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Rig rig;
  private final ShopNode edge;
  private final ShopNode cloud;

  private GatewayRig(Path folder, byte[] descriptors, GenerationSettings generations)
      throws IOException {
    // A lease that no slow machine lets run out by itself.
    rig =
        new Rig(
            folder.resolve("data"),
            FleetSettings.of(
                Duration.ofMinutes(2), Duration.ofSeconds(1), Duration.ofSeconds(30), 100, 100),
            generations);
    edge =
        ShopNode.start(
            "nyc",
            Tier.TIER_EDGE,
            text -> text.equals("unsure") ? 0.5 : 0.9,
            descriptors,
            List.of(),
            rig.channel());
    cloud =
        ShopNode.start("west", Tier.TIER_CLOUD, _ -> 0.99, descriptors, List.of(), rig.channel());
  }

  /** Starts all, and waits until the gateway has found both nodes. */
  static GatewayRig start(Path folder) throws IOException, InterruptedException {
    return start(folder, ShopDescriptors.set(), GenerationSettings.STANDARD);
  }

  /**
   * Starts all, of a shop with other promises.
   *
   * @param generations what the gateway keeps of them
   */
  static GatewayRig start(Path folder, byte[] descriptors, GenerationSettings generations)
      throws IOException, InterruptedException {
    GatewayRig rig = new GatewayRig(folder, descriptors, generations);
    long end = System.nanoTime() + 60_000_000_000L;
    while (!rig.escalates() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return rig;
  }

  private boolean escalates() throws IOException, InterruptedException {
    return post(FIND, "{\"text\": \"unsure\"}")
        .headers()
        .firstValue("Edgewise-Tier")
        .filter("cloud"::equals)
        .isPresent();
  }

  ShopNode edge() {
    return edge;
  }

  /** The node of that name. */
  ShopNode node(String name) {
    return name.equals("nyc") ? edge : cloud;
  }

  ManagedChannel channel() {
    return rig.channel();
  }

  Rig.RawClient client() {
    return rig.client();
  }

  HttpClient http() {
    return http;
  }

  URI uri(String path) {
    return URI.create(rig.http() + path);
  }

  HttpRequest request(String method, String json, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri("/v1/call/" + method))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  HttpResponse<String> post(String method, String json, String... headers)
      throws IOException, InterruptedException {
    return http.send(request(method, json, headers), HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  HttpResponse<InputStream> open(String method, String json, String... headers)
      throws IOException, InterruptedException {
    return http.send(request(method, json, headers), HttpResponse.BodyHandlers.ofInputStream());
  }

  String get(String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString(UTF_8))
        .body();
  }

  /** Sends bytes as they are, and reads until the server closes. */
  byte[] raw(byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri("/").getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request);
      return socket.getInputStream().readAllBytes();
    }
  }

  /** Sends bytes as they are, and nothing after them; the first line that comes back. */
  String firstLine(byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri("/").getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request);
      return String.valueOf(
          new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine());
    }
  }

  static JsonObject json(HttpResponse<String> response) {
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  static JsonObject problem(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonObject problem = json(response);
    assertThat(problem.get("status").getAsInt()).isEqualTo(status);
    assertThat(problem.get("code").getAsString()).as(response.body()).isEqualTo(code);
    return problem;
  }

  @Override
  public void close() {
    edge.close();
    cloud.close();
    rig.close();
    // Not close(), which waits for streams that tests have left half read: the JDK's client does
    // not always learn that their server is gone.
    http.shutdownNow();
  }
}
