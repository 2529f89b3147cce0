package dev.edgewise.orchestrator.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.wire.tls.Tls;
import java.util.Optional;

/**
 * How the gRPC server is run.
 *
 * @param version of the orchestrator's software
 * @param tls what is shown to callers and believed of them; empty when all is in plain text
 * @param maxMessage bytes of one message
 * @param maxHeaders bytes of a call's headers
 * @param maxConnections connections; one beyond is closed as soon as it is accepted
 */
public record ServerSettings(
    String version, Optional<Tls> tls, int maxMessage, int maxHeaders, int maxConnections) {
  public ServerSettings {
    requireNonNull(tls, "tls");
    requireNonNull(version, "version");
    if (maxMessage < 1 || maxHeaders < 1 || maxConnections < 1) {
      throw new IllegalArgumentException("server settings: all must be at least 1");
    }
  }
}
