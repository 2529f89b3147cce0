package dev.edgewise.sdk.local;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Load;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Node;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A node in this JVM: bodies, and how busy they are. Bodies may be added while calls run.
 * Thread-safe.
 */
public final class LocalNode {
  private final Node node;
  private final int slots;
  private final Map<String, HostedBody> bodies = new ConcurrentHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();

  /**
   * A node without bodies.
   *
   * @param slots calls that can run at the same time without slowing each other
   */
  public LocalNode(Node node, int slots) {
    this.node = requireNonNull(node, "node");
    this.slots = slots;
  }

  /** Who it is. */
  public Node node() {
    return node;
  }

  /** Offers a body's methods from now on. */
  public void host(HostedBody body) {
    for (MethodContract method : body.methods()) {
      bodies.put(method.fullName(), body);
    }
  }

  Set<String> methods() {
    return Set.copyOf(bodies.keySet());
  }

  Optional<HostedBody> body(String method) {
    return Optional.ofNullable(bodies.get(method));
  }

  Load load() {
    return new Load(inFlight.get(), 0, slots, Duration.ZERO, false, bodies.size());
  }

  void began() {
    inFlight.incrementAndGet();
  }

  void ended() {
    inFlight.decrementAndGet();
  }
}
