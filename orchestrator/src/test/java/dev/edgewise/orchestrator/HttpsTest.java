package dev.edgewise.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.Clock;
import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.orchestrator.fleet.FleetSettings;
import dev.edgewise.orchestrator.gateway.generation.GenerationSettings;
import dev.edgewise.orchestrator.identity.CallerRule;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.MessageMarshaller;
import dev.edgewise.sdk.wire.WireNames;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import dev.edgewise.sdk.wire.tls.Tls;
import dev.edgewise.testca.LogLines;
import dev.edgewise.testca.TestCa;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.util.AdvancedTlsX509KeyManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom an orchestrator with a certificate lets in by HTTP, and as what. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpsTest {
  private final Instant now = Instant.now();
  private static final Duration TIME = Duration.ofSeconds(20);
  private static final String MAIN = "edgewise://orchestrator/main";

  private final TestCa ca = new TestCa("ours", now);
  private final List<HttpClient> clients = new ArrayList<>();
  private final LogLines log = LogLines.of(Tls.class);
  private Path folder = Path.of("");
  private Orchestrator orchestrator;
  private String caller = "";
  private String page = "";

  @BeforeAll
  void start(@TempDir Path temporary) {
    folder = temporary;
    orchestrator =
        Rig.start(
            0,
            0,
            Optional.of(TlsFiles.in(ca.to(MAIN).issue().in(folder.resolve("main.pem")))),
            folder.resolve("data"),
            FleetSettings.standard(),
            GenerationSettings.STANDARD,
            CallerRule.OPEN);
    Path ann = ca.to("edgewise://operator/ann").issue().in(folder.resolve("ann.pem"));
    try (Tls tls = Tls.once(TlsFiles.in(ann), Clock.system());
        OperatorClient operator = OperatorClient.connect(grpc(), Optional.of(tls))) {
      caller =
          operator
              .addKey("a", Optional.of("shop-7"), List.of("*"), false, Duration.ofDays(1), TIME)
              .secret();
      page =
          operator
              .addKey("p", Optional.empty(), List.of(), true, Duration.ofDays(1), TIME)
              .secret();
    }
  }

  @AfterAll
  void stop() {
    clients.forEach(HttpClient::shutdownNow);
    log.close();
    orchestrator.close();
  }

  private String grpc() {
    return orchestrator.readyLine().replaceFirst(".* grpc=(\\S+) .*", "$1");
  }

  private String at() {
    return orchestrator.readyLine().replaceFirst(".* http=(\\S+).*", "$1");
  }

  /** Believes our CA and shows this, whatever that is worth. */
  private SSLContext context(Optional<TestCa.Issued> shown) {
    try {
      KeyStore believed = KeyStore.getInstance("PKCS12");
      believed.load(null);
      believed.setCertificateEntry("ca", ca.certificate());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(believed);
      KeyManager[] keys = {};
      if (shown.isPresent()) {
        // Shows it also to who has not asked for one of that CA.
        AdvancedTlsX509KeyManager own = new AdvancedTlsX509KeyManager();
        own.updateIdentityCredentials(
            new X509Certificate[] {shown.get().certificate()}, shown.get().key());
        keys = new KeyManager[] {own};
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpClient client(Optional<TestCa.Issued> shown) {
    HttpClient client = HttpClient.newBuilder().sslContext(context(shown)).build();
    clients.add(client);
    return client;
  }

  private HttpClient showing(String uri) {
    return client(Optional.of(ca.to(uri).issue()));
  }

  private HttpResponse<String> get(HttpClient client, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(at() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  private void status(int status, HttpClient client, String... paths) throws Exception {
    for (String path : paths) {
      HttpResponse<String> answer = get(client, path);
      assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(status);
    }
  }

  @Test
  void who_shows_nothing_is_asked_for_a_key_and_told_of_health() throws Exception {
    HttpClient nobody = client(Optional.empty());

    status(200, nobody, "/health/live", "/v2/health/live");
    status(401, nobody, "/v1/services", "/v1/models", "/v2", "/openapi.json");
    status(401, nobody, "/", "/app.js", "/api/v1/fleet", "/api/v1/events", "/metrics", "/nothing");
    assertThat(get(nobody, "/").headers().firstValue("WWW-Authenticate").orElse(""))
        .startsWith("Basic realm=");
    assertThat(get(nobody, "/v1/services").headers().firstValue("WWW-Authenticate").orElse(""))
        .startsWith("Bearer realm=");
  }

  @Test
  void an_operators_certificate_opens_the_page_and_calls() throws Exception {
    status(
        200,
        showing("edgewise://operator/ann"),
        "/",
        "/api/v1/fleet",
        "/api/pictures",
        "/metrics",
        "/v1/services");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "edgewise://client/till-3?tenant=shop-7",
        "edgewise://client/till-3",
        "edgewise://node/n1?site=n1&tier=edge",
        "edgewise://orchestrator/other"
      })
  void every_other_certificate_calls_and_measures_and_does_not_see_the_page(String uri)
      throws Exception {
    HttpClient known = showing(uri);

    status(200, known, "/v1/services", "/v2", "/metrics", "/health/ready");
    status(403, known, "/", "/api/v1/fleet", "/api/v1/decisions", "/nothing");
    assertThat(get(known, "/api/v1/fleet").body()).contains("EW6022", uri, "is no operator");
  }

  @Test
  void a_client_calls_for_the_tenant_of_its_certificate() throws Exception {
    HttpClient till = showing("edgewise://client/till-3?tenant=shop-7");

    HttpResponse<String> foreign = wrong(till, "shop-8");
    assertThat(foreign.statusCode()).as(foreign.body()).isEqualTo(403);
    assertThat(foreign.body()).contains("EW6022", "makes no calls for the tenant");
    // The model is looked for only then: there is none.
    assertThat(wrong(till, "shop-7").statusCode()).isEqualTo(404);
    assertThat(wrong(showing("edgewise://node/n1?site=n1&tier=edge"), "shop-8").statusCode())
        .isEqualTo(404);
    assertThat(wrong(showing("edgewise://client/x"), "shop-8").statusCode()).isEqualTo(403);
  }

  private HttpResponse<String> wrong(HttpClient client, String tenant) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(at() + "/v1/wrong-answer/abc"))
            .header("Edgewise-Tenant", tenant)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  @Test
  void a_key_opens_what_it_opens_without_a_certificate() throws Exception {
    HttpClient nobody = client(Optional.empty());
    String basic = Base64.getEncoder().encodeToString(("me:" + page).getBytes(UTF_8));

    assertThat(get(nobody, "/v1/services", "Authorization", "Bearer " + caller).statusCode())
        .isEqualTo(200);
    assertThat(get(nobody, "/api/v1/fleet", "Authorization", "Bearer " + caller).statusCode())
        .isEqualTo(403);
    assertThat(get(nobody, "/", "Authorization", "Basic " + basic).statusCode()).isEqualTo(200);
    assertThat(get(nobody, "/metrics", "Authorization", "Bearer " + page).statusCode())
        .isEqualTo(200);
    // A page of another origin has the browser send the password too.
    assertThat(
            get(
                    nobody,
                    "/api/v1/fleet",
                    "Authorization",
                    "Basic " + basic,
                    "Origin",
                    "https://evil.example")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void a_certificate_of_another_ca_one_that_has_expired_and_one_of_nobody_are_refused_at_once()
      throws Exception {
    String uri = "edgewise://operator/ann";
    TestCa foreign = new TestCa("theirs", now);
    for (TestCa.Issued wrong :
        List.of(
            foreign.to(uri).issue(),
            ca.to(uri).signedByItself(),
            ca.to(uri).valid(now.minusSeconds(7_200), now.minusSeconds(3_600)).issue(),
            ca.to(uri).valid(now.plusSeconds(3_600), now.plusSeconds(7_200)).issue(),
            ca.to(uri).serverOnly().issue(),
            ca.to("https://example.org").issue())) {
      assertThatThrownBy(() -> get(client(Optional.of(wrong)), "/health/live"))
          .isInstanceOf(IOException.class);
    }
    for (String cause :
        List.of(
            "CA that is not believed",
            "has expired",
            "not valid yet",
            "not for this side",
            "says nothing of who its holder is")) {
      assertThat(log.find("A caller at 127.0.0.1 was refused", cause)).as(cause).isPresent();
    }
  }

  @Test
  void who_speaks_plain_text_is_told_so_in_plain_text() throws Exception {
    URI here = URI.create(at());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), here.getPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write("GET /v1/services HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(UTF_8));

      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 400 ")
          .contains("Connection: close", "speaks HTTPS only", "--cacert");
    }
    assertThat(log.find("A caller at 127.0.0.1 was refused: it spoke plain text")).isPresent();
  }

  @Test
  void a_certificate_that_was_renewed_on_disk_is_shown_without_a_restart() throws Exception {
    X509Certificate before = shown();
    TestCa.Issued renewed = ca.to(MAIN).issue();
    renewed.in(folder.resolve("main.pem"));
    long end = System.nanoTime() + 20_000_000_000L;
    while (shown().equals(before) && System.nanoTime() < end) {
      Thread.onSpinWait();
    }

    assertThat(shown()).isEqualTo(renewed.certificate());
    status(200, client(Optional.empty()), "/health/live");
  }

  /** What the server shows of itself to a new connection. */
  private X509Certificate shown() throws IOException {
    URI here = URI.create(at());
    try (SSLSocket socket =
        (SSLSocket)
            context(Optional.empty())
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), here.getPort())) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  // ── plain stubs by gRPC

  @Test
  void plain_stubs_need_a_key_or_a_certificate_and_the_fleets_own_protocol_a_certificate()
      throws Exception {
    ManagedChannel channel =
        Grpc.newChannelBuilder(
                grpc(),
                TlsChannelCredentials.newBuilder()
                    .trustManager(new ByteArrayInputStream(ca.certificatePem().getBytes(UTF_8)))
                    .build())
            .build();
    try {
      // The caller is known; the method is not.
      assertThat(call(channel, "shop.v1.Shop/find", caller).getStatus().getCode())
          .isEqualTo(Status.Code.UNIMPLEMENTED);
      told(call(channel, "shop.v1.Shop/find", ""), "EW6023");
      told(call(channel, "shop.v1.Shop/find", caller + "x"), "EW6023");
      for (String own :
          List.of(
              "edgewise.v1.Operator/GetFleet",
              "edgewise.v1.Control/Connect",
              "edgewise.v1.Fleet/Watch",
              "externalscaler.ExternalScaler/IsActive")) {
        told(call(channel, own, caller), "EW6022");
      }
    } finally {
      channel.shutdownNow();
    }
  }

  private static void told(StatusRuntimeException refusal, String code) {
    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(requireNonNull(refusal.getTrailers()).get(WireNames.CODE)).isEqualTo(code);
  }

  private static StatusRuntimeException call(ManagedChannel channel, String method, String key) {
    Metadata headers = new Metadata();
    if (!key.isEmpty()) {
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
    }
    try {
      ClientCalls.blockingUnaryCall(
          ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
          MessageMarshaller.unary(method),
          CallOptions.DEFAULT,
          Message.EMPTY);
    } catch (StatusRuntimeException e) {
      return e;
    }
    throw new AssertionError("it was answered");
  }
}
