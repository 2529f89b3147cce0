package dev.edgewise.integrations.redis;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * {@code redis://host:port/database}, or {@code rediss://…} over TLS; port 6379 and database 0 when
 * they are left out. Never a password: an address stands in logs, configuration and process lists.
 *
 * @param database 0 to 15, or more where the server has more
 */
record RedisAddress(String host, int port, int database, boolean tls) {
  private static final int DEFAULT_PORT = 6_379;
  private static final int MOST_DATABASES = 16_384;

  /** Whether that is meant. */
  static boolean isOne(String text) {
    return text.startsWith("redis://") || text.startsWith("rediss://");
  }

  /**
   * As it is written.
   *
   * @throws EdgewiseException with {@code BAD_CONFIGURATION}
   */
  static RedisAddress of(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      // Its message has the text, and with it what may be a password.
      throw wrong("it is no address");
    }
    String host = uri.getHost();
    if (uri.getRawUserInfo() != null) {
      throw wrong(
          "a password in it would stand in logs; use passwordFile or EDGEWISE_REDIS_PASSWORD");
    }
    if (!isOne(text) || host == null || uri.getQuery() != null || uri.getFragment() != null) {
      throw wrong("it has no host, or more than host, port and database");
    }
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    if (port < 1 || port > 65_535) {
      throw wrong("its port is " + port);
    }
    return new RedisAddress(host, port, database(uri.getPath()), text.startsWith("rediss:"));
  }

  private static int database(String path) {
    if (path.isEmpty() || path.equals("/")) {
      return 0;
    }
    return number(path.substring(1))
        .filter(it -> it < MOST_DATABASES)
        .orElseThrow(() -> wrong("its database is no number from 0 to " + (MOST_DATABASES - 1)));
  }

  private static Optional<Integer> number(String text) {
    try {
      int number = Integer.parseInt(text);
      return number < 0 || text.startsWith("+") ? Optional.empty() : Optional.of(number);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static EdgewiseException wrong(String why) {
    return EdgewiseException.of(
        ErrorCode.BAD_CONFIGURATION,
        "The shared cache's address cannot be used: "
            + why
            + ". Write it as redis://host:port/database, or rediss:// for TLS.");
  }

  /** As it is written. */
  @Override
  public String toString() {
    return (tls ? "rediss://" : "redis://") + host + ":" + port + "/" + database;
  }
}
