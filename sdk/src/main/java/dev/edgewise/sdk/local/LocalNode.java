package dev.edgewise.sdk.local;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Load;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Node;
import dev.edgewise.sdk.host.Fences;
import dev.edgewise.sdk.host.HostedBody;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.ServedModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A node in this JVM: bodies and models, and how busy they are. They may be added while calls run.
 * Thread-safe.
 */
public final class LocalNode {
  private final Node node;
  private final int slots;
  private final List<Accelerator> accelerators;
  private final CallCaching caching;
  private final Map<String, Offering> offerings = new ConcurrentHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Fences fences = new Fences();

  /**
   * A node that offers nothing yet, and has no accelerator.
   *
   * @param slots calls that can run at the same time without slowing each other
   */
  public LocalNode(Node node, int slots) {
    this(node, slots, List.of());
  }

  /**
   * A node that offers nothing yet.
   *
   * @param slots calls that can run at the same time without slowing each other
   * @param accelerators what it is taken to have; nothing here looks at the machine
   */
  public LocalNode(Node node, int slots, List<Accelerator> accelerators) {
    this(node, slots, accelerators, CallCaching.none());
  }

  /**
   * A node that offers nothing yet.
   *
   * @param slots calls that can run at the same time without slowing each other
   * @param accelerators what it is taken to have; nothing here looks at the machine
   * @param caching answers calls again; stays the caller's
   */
  public LocalNode(Node node, int slots, List<Accelerator> accelerators, CallCaching caching) {
    this.caching = requireNonNull(caching, "caching");
    this.node = requireNonNull(node, "node");
    this.slots = slots;
    this.accelerators = List.copyOf(accelerators);
  }

  /** Who it is. */
  public Node node() {
    return node;
  }

  /** Offers a body's methods from now on. */
  public void host(HostedBody body) {
    offer(new LocalBody(body));
  }

  /** Offers a model's methods from now on. */
  public void host(ServedModel model) {
    offer(new LocalModel(model));
  }

  private void offer(Offering offering) {
    for (MethodContract method : offering.methods()) {
      offerings.put(method.fullName(), offering);
    }
  }

  /** Whether calls want all of its slots. */
  public boolean isBusy() {
    return inFlight.get() >= slots;
  }

  Fences fences() {
    return fences;
  }

  CallCaching caching() {
    return caching;
  }

  List<Accelerator> accelerators() {
    return accelerators;
  }

  Set<String> methods() {
    return Set.copyOf(offerings.keySet());
  }

  Optional<Offering> offering(String method) {
    return Optional.ofNullable(offerings.get(method));
  }

  Load load() {
    return new Load(inFlight.get(), 0, slots, Duration.ZERO, false, offerings.size());
  }

  void began() {
    inFlight.incrementAndGet();
  }

  void ended() {
    inFlight.decrementAndGet();
  }
}
