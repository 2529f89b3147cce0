package dev.edgewise.integrations.consul;

import java.time.Duration;
import java.util.Optional;
import org.kiwiproject.consul.Consul;

/** Makes clients of Consul. */
final class Clients {
  /** As Consul's own programs name it; never part of an address, which logs may show. */
  private static final String TOKEN = "CONSUL_HTTP_TOKEN";

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(2);

  private Clients() {}

  /**
   * A client; nothing is sent yet.
   *
   * @param longestAnswer after which an answer is no longer waited for
   */
  static Consul of(ConsulAddress address, Duration longestAnswer) {
    Consul.Builder builder =
        Consul.builder()
            .withUrl("http://" + address)
            .withPing(false)
            .withConnectTimeoutMillis(LONGEST_CONNECT.toMillis())
            .withReadTimeoutMillis(longestAnswer.toMillis());
    token().ifPresent(builder::withAclToken);
    return builder.build();
  }

  private static Optional<String> token() {
    return Optional.ofNullable(System.getenv(TOKEN)).map(String::strip).filter(t -> !t.isEmpty());
  }
}
