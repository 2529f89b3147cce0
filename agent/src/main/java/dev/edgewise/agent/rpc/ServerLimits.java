package dev.edgewise.agent.rpc;

import dev.edgewise.serving.protocol.GrpcInference;
import dev.edgewise.serving.protocol.Inference;

/**
 * What the server lets callers send.
 *
 * @param maxMessage bytes of a message that is not in chunks, in and out
 * @param maxWhole bytes of a message in chunks, in and out
 * @param maxHeaders bytes of a call's headers together
 * @param maxStreams calls on one connection at the same time
 * @param maxConnections connections; those beyond it are closed as soon as they are accepted
 * @param maxResets calls that one connection may reset within ten seconds before it is closed; the
 *     defence against <a href="https://www.cve.org/CVERecord?id=CVE-2023-44487">rapid reset</a>
 */
public record ServerLimits(
    int maxMessage,
    int maxWhole,
    int maxHeaders,
    int maxStreams,
    int maxConnections,
    int maxResets) {
  public ServerLimits {
    if (maxMessage < 1
        || maxWhole < 1
        || maxHeaders < 1
        || maxStreams < 1
        || maxConnections < 1
        || maxResets < 1) {
      throw new IllegalArgumentException("server limits: all must be at least 1");
    }
  }

  /** The limits of the methods of a service: inferences come whole, and are large. */
  ServerLimits of(String service) {
    return service.equals(GrpcInference.SERVICE)
        ? new ServerLimits(
            Math.max(maxMessage, Inference.LARGEST),
            Math.max(maxWhole, Inference.LARGEST),
            maxHeaders,
            maxStreams,
            maxConnections,
            maxResets)
        : this;
  }
}
