package dev.edgewise.orchestrator.http.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Clock;
import dev.edgewise.daemon.DataFolder;
import dev.edgewise.orchestrator.gateway.GatewaySettings;
import dev.edgewise.orchestrator.gateway.PictureShelf;
import dev.edgewise.orchestrator.gateway.generation.GenerationSettings;
import dev.edgewise.orchestrator.identity.CallerRule;
import dev.edgewise.orchestrator.identity.KeyStore;
import dev.edgewise.orchestrator.identity.MemoryKeys;
import dev.edgewise.orchestrator.overview.FleetOverview;
import dev.edgewise.orchestrator.overview.MemberState;
import dev.edgewise.orchestrator.registry.Publication;
import dev.edgewise.orchestrator.rpc.FakeFleet;
import dev.edgewise.orchestrator.rpc.ServerSettings;
import dev.edgewise.orchestrator.zone.ZoneDesk;
import dev.edgewise.orchestrator.zone.ZoneOverview;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.netty.NettyEmbeddedServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpTest {
  private final FakeFleet fleet = new FakeFleet();
  private final ApplicationContext context =
      ApplicationContext.builder()
          .banner(false)
          .deduceEnvironment(false)
          .properties(
              Map.of(
                  "micronaut.server.port",
                  -1,
                  "micronaut.server.host",
                  "127.0.0.1",
                  "grpc.server.enabled",
                  false))
          .build();
  private int port;

  @BeforeAll
  void start(@TempDir Path folder) {
    fleet.with(
        "nyc-edge01", Tier.EDGE, MemberState.ALIVE, "", FakeFleet.service("s.Hello", "hello"));
    context.registerSingleton(FleetOverview.class, fleet);
    context.registerSingleton(Clock.class, Clock.system());
    context.registerSingleton(Publication.class, Publication.none());
    context.registerSingleton(KeyStore.class, new MemoryKeys());
    context.registerSingleton(CallerRule.OPEN);
    context.registerSingleton(ZoneOverview.class, ZoneOverview.none());
    context.registerSingleton(ZoneDesk.class, ZoneDesk.none());
    context.registerSingleton(DataFolder.open(folder.resolve("data"), "test"));
    context.registerSingleton(new ServerSettings("9.9.9", Optional.empty(), 1 << 20, 8 << 10, 100));
    context.registerSingleton(
        new GatewaySettings(
            Optional.empty(),
            4,
            32 << 20,
            PictureShelf.Bounds.DEFAULT,
            GenerationSettings.STANDARD));
    context.start();
    port = context.getBean(NettyEmbeddedServer.class).start().getPort();
  }

  @AfterAll
  void stop() {
    context.close();
  }

  @Test
  void the_page_and_its_files_are_served_with_their_types() throws IOException {
    String page = get("/");
    assertThat(page).startsWith("HTTP/1.1 200").containsIgnoringCase("content-type: text/html");
    assertThat(page).contains("<title>Edgewise</title>");
    assertThat(get("/app.js")).startsWith("HTTP/1.1 200").contains("text/javascript");
    assertThat(get("/style.css")).startsWith("HTTP/1.1 200").contains("text/css");
    assertThat(get("/icon.svg")).startsWith("HTTP/1.1 200").contains("image/svg+xml");
  }

  @Test
  void what_a_client_would_rather_have_changes_nothing() throws IOException {
    for (String path : List.of("/", "/app.js", "/api/v1/fleet", "/metrics", "/health/live")) {
      assertThat(get(path, "Accept: image/png")).as(path).startsWith("HTTP/1.1 200");
    }
    assertThat(get("/api/v1/nothing", "Accept: text/html")).startsWith("HTTP/1.1 404");
  }

  @Test
  void a_browser_that_has_the_newest_file_is_told_so() throws IOException {
    String tag = header(get("/app.js"), "etag");
    String again = get("/app.js", "If-None-Match: " + tag);
    assertThat(again).startsWith("HTTP/1.1 304");
    assertThat(header(again, "cache-control")).isEqualTo("no-cache");
  }

  @Test
  void nothing_outside_the_pages_folder_is_served() throws IOException {
    for (String path :
        List.of(
            "/../pom.xml",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/..%2f..%2fetc%2fpasswd",
            "/app.js%00.html",
            "/META-INF/MANIFEST.MF",
            "/package-info.java",
            "/APP.JS",
            "/nothing.js",
            "/nothing",
            "/api/v2/fleet",
            "/env",
            "/beans",
            "/api")) {
      String answer = get(path);
      assertThat(answer).as(path).startsWith("HTTP/1.1 4").doesNotContain("root:");
    }
    assertThat(get("/nothing"))
        .startsWith("HTTP/1.1 404")
        .containsIgnoringCase("content-type: application/problem+json")
        .contains("\"code\":\"EW9003\"");
    assertThat(get("/api/v1/nothing"))
        .startsWith("HTTP/1.1 404")
        .contains("\"code\":\"EW9003\"", "The page is at /");
  }

  @Test
  void every_path_checks_host_and_origin_and_answers_only_get() throws IOException {
    for (String path :
        List.of(
            "/",
            "/app.js",
            "/api/v1/fleet",
            "/api/v1/decisions",
            "/api/v1/decisions/x",
            "/api/v1/events",
            "/metrics",
            "/health/live",
            "/health/ready",
            "/nothing")) {
      assertThat(send("GET " + path + " HTTP/1.1", "Host: evil.example"))
          .as("foreign host, " + path)
          .startsWith("HTTP/1.1 421")
          .contains("\"code\":\"EW7009\"");
      assertThat(get(path, "Origin: http://evil.example"))
          .as("foreign origin, " + path)
          .startsWith("HTTP/1.1 403");
      assertThat(get(path, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"))
          .as("embedded, " + path)
          .startsWith("HTTP/1.1 403");
      for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
        assertThat(
                send(
                    method + " " + path + " HTTP/1.1",
                    "Host: localhost:" + port,
                    "Content-Length: 0"))
            .as(method + " " + path)
            .startsWith("HTTP/1.1 405")
            .doesNotContainIgnoringCase("access-control-allow");
      }
    }
  }

  @Test
  void every_answer_carries_the_security_headers() throws IOException {
    for (String answer :
        List.of(
            get("/"),
            get("/api/v1/fleet"),
            get("/nothing"),
            get("/api/v1/decisions?most=0"),
            send("GET / HTTP/1.1", "Host: evil.example"))) {
      assertThat(header(answer, "content-security-policy"))
          .contains("default-src 'self'", "frame-ancestors 'none'");
      assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
      assertThat(answer).doesNotContainIgnoringCase("access-control-allow");
    }
  }

  @Test
  void the_fleet_and_decisions_are_told_as_json() throws IOException {
    assertThat(get("/api/v1/fleet"))
        .startsWith("HTTP/1.1 200")
        .contains("application/json", "\"schema\":\"edgewise.fleet/1\"", "\"node\":\"nyc-edge01\"")
        .contains("\"version\":\"9.9.9\"");
    assertThat(get("/api/v1/decisions?most=5&method=Hello"))
        .contains("{\"schema\":\"edgewise.decisions/1\",\"decisions\":[]}");
    for (String wrong : List.of("0", "1001", "-1", "x", "", "99999999999")) {
      assertThat(get("/api/v1/decisions?most=" + wrong))
          .as(wrong)
          .startsWith("HTTP/1.1 400")
          .contains("\"code\":\"EW7009\"");
    }
    assertThat(get("/api/v1/decisions/unknown"))
        .startsWith("HTTP/1.1 404")
        .contains("\"code\":\"EW9003\"", "That decision was never kept here");
  }

  @Test
  void metrics_tell_of_the_fleet_in_the_formats_that_collectors_ask_for() throws IOException {
    assertThat(get("/metrics"))
        .startsWith("HTTP/1.1 200")
        .containsIgnoringCase("content-type: text/plain")
        .contains("edgewise_nodes{liveness=\"alive\",tier=\"edge\"} 1.0")
        .contains("edgewise_nodes{liveness=\"dead\",tier=\"cloud\"} 0.0")
        .contains("edgewise_view_version 7.0", "edgewise_registrations_total 5.0")
        .contains("edgewise_leases_lost_total 2.0", "edgewise_fenced_total 1.0")
        .contains("edgewise_generation_kept{state=\"running\"} 0.0")
        .contains("edgewise_generation_clients_returned_total{outcome=\"gone\"} 0.0")
        .contains("edgewise_decisions_total{outcome=\"completed\"}", "jvm_memory_used_bytes");
    assertThat(get("/metrics", "Accept: application/openmetrics-text"))
        .containsIgnoringCase("content-type: application/openmetrics-text")
        .endsWith("# EOF\n");
  }

  @Test
  void health_is_told() throws IOException {
    assertThat(get("/health/live")).startsWith("HTTP/1.1 200").contains("{\"status\":\"UP\"}");
    assertThat(get("/health/ready")).contains("\"settling\":false");
  }

  @Test
  void events_begin_with_the_whole_picture_and_go_on() throws IOException {
    try (Socket socket =
        open(
            "GET /api/v1/events HTTP/1.1",
            "Host: localhost:" + port,
            "Accept: text/event-stream")) {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      List<String> seen = new ArrayList<>();
      // The first picture, the first decisions, and two more pictures, the last after silence.
      for (int pictures = 0; pictures < 3; ) {
        String line = requireNonNull(lines.readLine());
        seen.add(line);
        pictures += line.startsWith("data:") && line.contains("edgewise.fleet/1") ? 1 : 0;
        if (pictures == 1) {
          fleet.changed();
        }
      }
      assertThat(seen)
          .anyMatch(
              line -> line.toLowerCase(Locale.ROOT).startsWith("content-type: text/event-stream"))
          .anyMatch(line -> line.equals("event: fleet"))
          .anyMatch(line -> line.equals("event: decisions"))
          .anyMatch(line -> line.startsWith("id: "))
          .anyMatch(line -> line.startsWith("retry: 1000"));
    }
  }

  @Test
  void a_listener_that_goes_away_is_forgotten() throws IOException {
    EventHub hub = context.getBean(EventHub.class);
    int before = hub.listeners();
    try (Socket socket = open("GET /api/v1/events HTTP/1.1", "Host: localhost:" + port)) {
      assertThat(socket.getInputStream().readNBytes(2_000)).hasSize(2_000);
      assertThat(hub.listeners()).isGreaterThan(before);
    }
    long end = System.nanoTime() + 20_000_000_000L;
    while (hub.listeners() > before && System.nanoTime() < end) {
      assertThat(get("/health/live")).contains("UP");
    }
    assertThat(hub.listeners()).isLessThanOrEqualTo(before);
  }

  @Test
  void there_are_only_so_many_listeners() throws IOException {
    EventHub hub = context.getBean(EventHub.class);
    List<EventStream> streams = new ArrayList<>();
    while (streams.size() <= EventHub.MOST_LISTENERS) {
      var stream = hub.listen();
      if (stream.isEmpty()) {
        break;
      }
      streams.add(stream.get());
    }
    assertThat(streams).hasSizeLessThanOrEqualTo(EventHub.MOST_LISTENERS);
    assertThat(get("/api/v1/events"))
        .startsWith("HTTP/1.1 503")
        .contains("\"code\":\"EW6004\"", "close one");
    streams.forEach(EventStream::cancel);
    assertThat(hub.listen()).isPresent().hasValueSatisfying(EventStream::cancel);
  }

  private String get(String path, String... headers) throws IOException {
    List<String> all = new ArrayList<>(List.of("Host: localhost:" + port));
    all.addAll(List.of(headers));
    return send("GET " + path + " HTTP/1.1", all.toArray(String[]::new));
  }

  private String send(String requestLine, String... headers) throws IOException {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("Connection: close");
    try (Socket socket = open(requestLine, all.toArray(String[]::new))) {
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private Socket open(String requestLine, String... headers) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    String request = requestLine + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(UTF_8));
    return socket;
  }

  private static String header(String answer, String name) {
    return answer
        .lines()
        .filter(line -> line.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
        .map(line -> line.substring(name.length() + 2))
        .findFirst()
        .orElse("");
  }
}
