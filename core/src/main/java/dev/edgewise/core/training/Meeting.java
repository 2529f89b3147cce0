package dev.edgewise.core.training;

import static java.util.Objects.requireNonNull;

/**
 * Where the ranks of a gang find each other: {@code MASTER_ADDR} and {@code MASTER_PORT}.
 *
 * @param host of the node of rank 0
 */
public record Meeting(String host, int port) {
  public Meeting {
    requireNonNull(host, "host");
    if (host.isBlank() || host.length() > 255 || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("meeting: " + host + ":" + port + " is no address");
    }
  }
}
