package dev.edgewise.sdk.wire.tls;

import dev.edgewise.core.tls.PeerIdentity;
import java.util.Optional;

/**
 * What is asked of whoever answers at the other end, beside a certificate that is believed. It is
 * asked within the handshake: whoever does not meet it is sent nothing.
 */
@FunctionalInterface
public interface Expectation {
  /** What is wrong with the peer, to be read behind its identity; empty when nothing. */
  Optional<String> objection(PeerIdentity peer);

  /** That of callers who want any peer of a role, for example an orchestrator. */
  static Expectation of(PeerIdentity.Role role) {
    return peer ->
        peer.role() == role
            ? Optional.empty()
            : Optional.of("and here only the role " + role.word() + " is wanted");
  }
}
