package dev.edgewise.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.daemon.log.LogFormat;
import dev.edgewise.testca.TestCa;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon with a certificate, asked how it is. */
final class HealthQuestionTest {
  private static final String NODE = "edgewise://node/edge01?site=shop-1&tier=edge";

  private final Instant now = Instant.now();
  private final TestCa ca = new TestCa("ours", now);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Path folder;
  private Optional<HttpsServer> server = Optional.empty();

  HealthQuestionTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private record Secured(
      String bind,
      int httpPort,
      Optional<TlsFiles> tls,
      LogFormat logFormat,
      Duration drain,
      boolean exitWithStdin)
      implements DaemonConfig {}

  @AfterEach
  void stop() {
    server.ifPresent(each -> each.stop(0));
  }

  private void serves(TestCa.Issued issued) throws Exception {
    char[] none = {};
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, none);
    keys.setKeyEntry("own", issued.key(), none, new Certificate[] {issued.certificate()});
    KeyManagerFactory shown =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    shown.init(keys, none);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(shown.getKeyManagers(), null, null);
    HttpsServer https =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    https.setHttpsConfigurator(new HttpsConfigurator(context));
    https.createContext("/health/ready", HealthQuestionTest::isReady);
    https.start();
    server = Optional.of(https);
  }

  private static void isReady(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = "{\"status\":\"UP\"}".getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private boolean ask(TestCa.Issued own) {
    Path file = own.in(folder.resolve("own.pem"));
    return new HealthQuestion(
            new Secured(
                "0.0.0.0",
                server.orElseThrow().getAddress().getPort(),
                Optional.of(TlsFiles.in(file)),
                LogFormat.TEXT,
                Duration.ZERO,
                false),
            now)
        .ask(new PrintStream(out, true, UTF_8));
  }

  @Test
  void one_with_this_certificate_is_healthy_whatever_host_stands_in_it() throws Exception {
    TestCa.Issued own = ca.to(NODE).onlyHost("10.0.0.1").issue();
    serves(own);
    assertThat(ask(own)).as(out.toString(UTF_8)).isTrue();
    assertThat(out.toString(UTF_8)).contains("\"status\":\"UP\"");
  }

  @Test
  void another_at_its_port_is_not_taken_for_it() throws Exception {
    serves(ca.to("edgewise://node/edge02?site=shop-1&tier=edge").issue());
    assertThat(ask(ca.to(NODE).issue())).isFalse();
    assertThat(out.toString(UTF_8))
        .contains("nothing of ours answers at https://127.0.0.1:", "node/edge02");
  }

  @Test
  void one_of_a_foreign_ca_is_not_taken_for_it() throws Exception {
    serves(new TestCa("theirs", now).to(NODE).issue());
    assertThat(ask(ca.to(NODE).issue())).isFalse();
    assertThat(out.toString(UTF_8)).contains("nothing of ours answers at https://127.0.0.1:");
  }
}
