package dev.edgewise.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.HttpsURLConnection;

/**
 * Asks the daemon that runs on this machine with this configuration whether it is ready: for
 * supervisors that can only run a command, in images without a shell.
 */
final class HealthQuestion {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int LONGEST = 64 << 10;

  private final DaemonConfig config;
  private final Instant now;

  /** Asks nothing yet. */
  HealthQuestion(DaemonConfig config, Instant now) {
    this.config = requireNonNull(config, "config");
    this.now = requireNonNull(now, "now");
  }

  /** Prints what it says; returns whether it is ready. */
  boolean ask(PrintStream out) {
    if (config.httpPort() == 0) {
      out.println(
          "httpPort is 0, so the daemon has a free port that only its line \"ready\" names. Give it"
              + " a port of its own.");
      return false;
    }
    URI uri =
        URI.create(
            (config.tls().isPresent() ? "https://" : "http://")
                + host()
                + ":"
                + config.httpPort()
                + "/health/ready");
    try {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      if (connection instanceof HttpsURLConnection secure) {
        OwnCertificate.connect(secure, config.tls().orElseThrow(), now);
      }
      connection.setConnectTimeout((int) PATIENCE.toMillis());
      connection.setReadTimeout((int) PATIENCE.toMillis());
      boolean ready = connection.getResponseCode() == 200;
      try (InputStream said = ready ? connection.getInputStream() : connection.getErrorStream()) {
        out.println(said == null ? "" : new String(said.readNBytes(LONGEST), UTF_8).strip());
      }
      return ready;
    } catch (IOException | GeneralSecurityException e) {
      out.println("nothing of ours answers at " + uri + ": " + e.getMessage());
      return false;
    }
  }

  /** Who listens everywhere listens here too. */
  private String host() {
    return switch (config.bind()) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::" -> "[::1]";
      default -> config.bind().contains(":") ? "[" + config.bind() + "]" : config.bind();
    };
  }
}
