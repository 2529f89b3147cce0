package dev.edgewise.integrations.consul;

import dev.edgewise.core.Address;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a Consul agent listens: {@code consul://host[:8500][?tag=NAME]}.
 *
 * @param host a name or an IP address, IPv6 without brackets
 * @param port of its HTTP API
 * @param tag tells apart the fleets that share a Consul: an orchestrator publishes with it, and is
 *     looked for with it
 */
record ConsulAddress(String host, int port, Optional<String> tag) {
  /** The scheme of these addresses. */
  static final String SCHEME = "consul";

  private static final int USUAL_PORT = 8_500;
  private static final int MAX_PORT = 65_535;
  private static final Pattern TAG = Pattern.compile("tag=([A-Za-z0-9][A-Za-z0-9_.-]{0,62})");

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException that says what was expected
   */
  static ConsulAddress parse(String text) {
    try {
      URI uri = new URI(text);
      String host = uri.getHost();
      boolean plain =
          uri.getUserInfo() == null
              && uri.getFragment() == null
              && (uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/"));
      int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
      if (!SCHEME.equals(uri.getScheme())
          || host == null
          || !plain
          || port < 1
          || port > MAX_PORT) {
        throw wrong();
      }
      return new ConsulAddress(withoutBrackets(host), port, tag(uri.getRawQuery()));
    } catch (URISyntaxException e) {
      throw wrong();
    }
  }

  private static Optional<String> tag(@org.jspecify.annotations.Nullable String query) {
    if (query == null) {
      return Optional.empty();
    }
    var matcher = TAG.matcher(query);
    if (!matcher.matches()) {
      throw wrong();
    }
    return Optional.of(matcher.group(1));
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException(
        "this is no address of Consul. Write consul://host:8500, or consul://host:8500?tag=NAME for"
            + " one of several fleets; a token goes into CONSUL_HTTP_TOKEN.");
  }

  @Override
  public String toString() {
    return new Address(host, port).toString();
  }
}
