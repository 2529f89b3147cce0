package dev.edgewise.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.agent.host.Fixtures;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.wire.tls.Tls;
import dev.edgewise.testca.LogLines;
import dev.edgewise.testca.TestCa;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that has a certificate, and whom it lets in. */
final class AgentTlsTest {
  private static final String SAY = "fix.v1.Greeter/say";
  private static final PeerIdentity NODE = PeerIdentity.node("n1", "shop-7", Tier.EDGE);
  private static final PeerIdentity CLIENT = PeerIdentity.client("till-3", Optional.empty());

  private static final String REFUSED = "A caller at 127.0.0.1 was refused";

  /** For who shows a certificate that has expired, and does not see it. */
  private static final Clock DURING_ITS_LIFE =
      new Clock() {
        @Override
        public long nanos() {
          return 0;
        }

        @Override
        public Instant now() {
          return Instant.now().minusSeconds(5_000);
        }
      };

  private final Path folder;
  private final TestCa ca = new TestCa("test", Instant.now());
  private Path jar = Path.of("");
  private Path node = Path.of("");
  private Path client = Path.of("");

  AgentTlsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void issue() throws Exception {
    jar = Fixtures.service("Greeter", "text").jar(folder.resolve("greeter.jar"));
    node = ca.to(NODE.uri()).issue().in(folder.resolve("n1.pem"));
    client = ca.to(CLIENT.uri()).issue().in(folder.resolve("till-3.pem"));
  }

  @Test
  void whoever_shows_a_certificate_of_its_ca_is_answered_and_nobody_else() throws Exception {
    try (LogLines log = LogLines.of(Tls.class);
        Agent agent = Agents.start(folder, jar, "--tls=" + node);
        Callers known = new Callers(TlsFiles.in(client));
        Callers strange = new Callers(stranger());
        Callers late = new Callers(TlsFiles.in(late()), DURING_ITS_LIFE);
        Callers plain = new Callers()) {
      String ready = agent.readyLine();

      assertThat(Callers.send(known.connect(ready), SAY, "you").join())
          .isInstanceOf(Reply.Answered.class);
      assertThat(strange.told(ready, SAY)).contains("does not accept the certificate");
      assertThat(log.find(REFUSED, "CA that is not believed", "CN=other")).isPresent();
      assertThat(late.told(ready, SAY)).contains("does not accept the certificate");
      assertThat(log.find(REFUSED, "has expired")).isPresent();
      assertThat(plain.told(ready, SAY)).contains("this port speaks TLS", "EW6022");
      assertThat(log.find(REFUSED, "it spoke plain text")).isPresent();
    }
  }

  /** Somebody who believes the node, and is not believed. */
  private TlsFiles stranger() throws IOException {
    Path stranger =
        new TestCa("other", Instant.now())
            .to(CLIENT.uri())
            .issue()
            .in(folder.resolve("stranger.pem"));
    Path half = folder.resolve("half.pem");
    String text = Files.readString(client);
    Files.writeString(half, text.substring(text.lastIndexOf("-----BEGIN")));
    return new TlsFiles(stranger, stranger, half);
  }

  /** One that ended an hour ago. */
  private Path late() {
    return ca.to(CLIENT.uri())
        .valid(Instant.now().minusSeconds(7_200), Instant.now().minusSeconds(3_600))
        .issue()
        .in(folder.resolve("late.pem"));
  }

  private static String http(Agent agent, String path) {
    return "https://"
        + agent.readyLine().replaceFirst(".* http=(?:https://)?(\\S+) .*", "$1")
        + path;
  }

  private static int status(TlsFiles files, Clock clock, String url) throws Exception {
    try (Tls tls = Tls.once(files, clock);
        HttpClient http = HttpClient.newBuilder().sslContext(tls.sslContext()).build()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(url)).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Test
  void its_pages_are_told_by_https_to_who_shows_a_certificate_and_health_to_everybody()
      throws Exception {
    try (LogLines log = LogLines.of(Tls.class);
        Agent agent = Agents.start(folder, jar, "--tls=" + node)) {
      assertThat(status(TlsFiles.in(client), Clock.system(), http(agent, "/metrics")))
          .isEqualTo(200);
      // Of another CA, or expired: refused in the handshake, before anything is asked.
      assertThatThrownBy(() -> status(stranger(), Clock.system(), http(agent, "/health/live")))
          .isInstanceOf(IOException.class);
      assertThat(log.find("A caller at ", "CA that is not believed", "CN=other")).isPresent();
      assertThatThrownBy(
              () -> status(TlsFiles.in(late()), DURING_ITS_LIFE, http(agent, "/metrics")))
          .isInstanceOf(IOException.class);
      assertThat(log.find("A caller at ", "has expired")).isPresent();
      // Who shows none.
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      KeyStore believed = KeyStore.getInstance("PKCS12");
      believed.load(null);
      believed.setCertificateEntry("ca", ca.certificate());
      trust.init(believed);
      SSLContext nobody = SSLContext.getInstance("TLS");
      nobody.init(null, trust.getTrustManagers(), null);
      try (HttpClient http = HttpClient.newBuilder().sslContext(nobody).build()) {
        assertThat(asked(http, http(agent, "/health/live")).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = asked(http, http(agent, "/metrics"));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("edgewise certs issue client");
      }
      // Plain text is answered in plain text.
      try (HttpClient http = HttpClient.newHttpClient()) {
        HttpResponse<String> plain =
            asked(http, http(agent, "/health/live").replace("https:", "http:"));
        assertThat(plain.statusCode()).isEqualTo(400);
        assertThat(plain.body()).contains("speaks HTTPS only", "--cacert");
      }
      assertThat(log.find("A caller at ", "it spoke plain text")).isPresent();
    }
  }

  private static HttpResponse<String> asked(HttpClient http, String url) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void it_binds_more_than_loopback_only_with_a_certificate_and_an_address_to_tell() {
    refused("Name tls", "--bind=0.0.0.0");
    refused(
        "Name advertise too", "--bind=0.0.0.0", "--tls=" + node, "--orchestrator=127.0.0.1:7443");
    try (Agent agent = Agents.start(folder, jar, "--bind=0.0.0.0", "--tls=" + node)) {
      assertThat(agent.readyLine()).contains("grpc=0.0.0.0:");
    }
  }

  @Test
  void an_agent_stands_where_its_certificate_says() {
    try (Agent agent = Agents.start(folder, jar, "--tls=" + node)) {
      assertThat(agent.readyLine()).contains("node=n1 tier=edge site=shop-7 ");
    }
  }

  @Test
  void one_that_would_be_another_than_its_certificate_says_does_not_start() throws Exception {
    refused("edgewise://node/n1?site=shop-8&tier=edge", "--tls=" + node, "--site=shop-8");
    for (PeerIdentity other :
        List.of(
            PeerIdentity.node("n2", "shop-7", Tier.EDGE),
            PeerIdentity.node("n1", "shop-7", Tier.CLOUD),
            PeerIdentity.orchestrator("n1"),
            CLIENT)) {
      Path file = ca.to(other.uri()).issue().in(folder.resolve("other.pem"));
      refused(other.uri(), "--tls=" + file);
    }
  }

  @Test
  void what_cannot_be_used_is_said_before_anything_starts() throws Exception {
    refused("nothing is there", "--tls=" + folder.resolve("away.pem"));
    refused("no CERTIFICATE", "--tls=" + Files.writeString(folder.resolve("empty.pem"), ""));
    refused("says nothing without tls", "--tls-key=" + node);
    refused("says nothing without tls", "--tls-ca=" + node);
  }

  private void refused(String words, String... arguments) {
    assertThatThrownBy(() -> Agents.start(folder, jar, arguments))
        .isInstanceOf(EdgewiseException.class)
        .hasMessageContainingAll("EW7001", words);
  }
}
