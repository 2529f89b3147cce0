package dev.edgewise.sdk.wire.tls;

import dev.edgewise.core.tls.PeerIdentity;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * That it is a node, and the same as last time: calls may be on their way to it while a connection
 * is made again, and they are not another's. One that is another is refused once, so that whoever
 * connects hears of it and asks anew who is there. Thread-safe.
 */
public final class SameNode implements Expectation {
  private final AtomicReference<@Nullable PeerIdentity> last = new AtomicReference<>();

  /** Any node, at first. */
  public SameNode() {}

  @Override
  public Optional<String> objection(PeerIdentity peer) {
    if (peer.role() != PeerIdentity.Role.NODE) {
      return Optional.of("and here only a node is wanted");
    }
    PeerIdentity before = last.getAndSet(peer);
    return before == null || before.equals(peer)
        ? Optional.empty()
        : Optional.of("and before there was " + before);
  }
}
