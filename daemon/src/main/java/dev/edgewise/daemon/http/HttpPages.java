package dev.edgewise.daemon.http;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.daemon.PortTaken;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/** A server of a few read-only pages. */
public final class HttpPages implements AutoCloseable {
  private static final Logger LOG = System.getLogger(HttpPages.class.getName());

  /** How much strangers may hold; the JDK's server takes these as properties of the JVM. */
  private static final Map<String, String> BOUNDS =
      Map.of(
          "jdk.httpserver.maxConnections", "64",
          "sun.net.httpserver.maxReqHeaders", "50",
          "sun.net.httpserver.maxReqHeaderSize", "16384",
          "sun.net.httpserver.maxReqTime", "5",
          "sun.net.httpserver.maxRspTime", "10",
          "sun.net.httpserver.idleInterval", "30",
          "sun.net.httpserver.nodelay", "true");

  private static final String HEALTH = "/health/";

  private final HttpServer server;
  private final ExecutorService threads;
  private final Map<String, Page> pages;

  private HttpPages(HttpServer server, ExecutorService threads, Map<String, Page> pages) {
    this.server = server;
    this.threads = threads;
    this.pages = new TreeMap<>(pages);
  }

  /**
   * Starts a server.
   *
   * @param address where to listen, a loopback address; port 0 picks a free one
   * @param key name of the configuration's key for the port, for the message when it is taken
   * @param pages by their exact paths
   * @param tls by which they are told; then whoever asks for another than those below {@code
   *     /health/} must show a certificate that it believes, and who speaks plain text is told that
   *     this is none. Empty for plain text
   * @throws EdgewiseException with {@code CANNOT_BIND}
   */
  public static HttpPages start(
      InetSocketAddress address, String key, Map<String, Page> pages, Optional<Https> tls) {
    BOUNDS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
    HttpServer server;
    try {
      server = tls.isPresent() ? secure(address, tls.get()) : HttpServer.create(address, 64);
    } catch (IOException e) {
      throw PortTaken.at(address.getHostString(), address.getPort(), key, e);
    }
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
    HttpPages pagesOf = new HttpPages(server, threads, pages);
    server.setExecutor(threads);
    server.createContext("/", pagesOf::handle);
    server.start();
    return pagesOf;
  }

  private static HttpServer secure(InetSocketAddress address, Https https) throws IOException {
    SSLContext tls = https.withWordsForPlainText();
    HttpsServer server = HttpsServer.create(address, 64);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = tls.getDefaultSSLParameters();
            wanted.setWantClientAuth(true);
            wanted.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            parameters.setSSLParameters(wanted);
          }
        });
    return server;
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Headers asked = exchange.getRequestHeaders();
      Answer answer =
          Guard.objection(
                  exchange instanceof HttpsExchange,
                  exchange.getRequestMethod(),
                  asked.getFirst("Host"),
                  asked.getFirst("Origin"))
              .or(() -> stranger(exchange))
              .orElseGet(
                  () ->
                      page(
                          exchange.getRequestURI().getPath(),
                          Optional.ofNullable(asked.getFirst("Accept")).orElse("")));
      send(exchange, answer);
    }
  }

  /** Who only asks whether the node is well need not say who they are, such as a kubelet. */
  private static Optional<Answer> stranger(HttpExchange exchange) {
    if (!(exchange instanceof HttpsExchange secure)
        || exchange.getRequestURI().getPath().startsWith(HEALTH)) {
      return Optional.empty();
    }
    try {
      boolean known = secure.getSSLSession().getPeerCertificates().length > 0;
      return known ? Optional.empty() : Optional.of(whoIsIt());
    } catch (SSLPeerUnverifiedException e) {
      return Optional.of(whoIsIt());
    }
  }

  private static Answer whoIsIt() {
    return Answer.refusal(
        401,
        "A certificate of the fleet's CA is asked for here: curl --cert client.pem --cacert ca.pem."
            + " 'edgewise certs issue client' makes one.");
  }

  private Answer page(String path, String accept) {
    Page page = pages.get(path);
    if (page == null) {
      return Answer.refusal(404, "Nothing is here. Pages: " + String.join(", ", pages.keySet()));
    }
    try {
      return requireNonNull(page.answer(accept), path);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, path + " could not be answered", e);
      return Answer.refusal(500, "This page failed; the daemon's log has more.");
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.contentType());
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    if (answer.status() == 405) {
      headers.set("Allow", "GET, HEAD");
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(answer.status(), answer.body().length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(answer.body());
    }
  }
}
