package dev.edgewise.testkit;

import dev.edgewise.core.Liveness;
import dev.edgewise.core.Sighting;
import dev.edgewise.core.rules.RuleBook;
import dev.edgewise.sdk.fleet.OrchestratorView;
import dev.edgewise.sdk.fleet.RegisteredNode;
import dev.edgewise.sdk.fleet.Traffic;
import dev.edgewise.sdk.fleet.ViewFeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The orchestrator of a {@link SimulatedFleet}, as one client sees it: says each second which nodes
 * there are and how loaded they were at their last heartbeat, and can be taken away and given back.
 * For one thread.
 */
public final class SimulatedOrchestrator implements ViewFeed {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration WAY = Duration.ofMillis(1);

  private final VirtualTime time;
  private final Map<String, SimulatedNode> registered = new LinkedHashMap<>();
  private final Map<String, SimulatedZone> zones = new LinkedHashMap<>();
  private final Set<String> suspects = new HashSet<>();
  private final List<Sighting> sightings = new ArrayList<>();
  private final List<Traffic> traffic = new ArrayList<>();
  private @Nullable Listener listener;
  private RuleBook rules = RuleBook.EMPTY;
  private boolean away;
  private boolean said;
  private boolean closed;
  private long version;

  SimulatedOrchestrator(VirtualTime time) {
    this.time = time;
  }

  /** Takes a node into the view, or back into it; callers learn of it at once. */
  public void register(SimulatedNode node) {
    registered.put(node.node().name(), node);
    suspects.remove(node.node().name());
    say();
  }

  /** Takes a node out of the view. */
  public void deregister(SimulatedNode node) {
    registered.remove(node.node().name());
    say();
  }

  /** Has lost a node. */
  public void suspect(SimulatedNode node) {
    suspects.add(node.node().name());
    say();
  }

  void scales(String name, SimulatedZone zone) {
    zones.put(name, zone);
    say();
  }

  /** Lays down rules about calls, in place of those before. */
  public void rules(RuleBook book) {
    rules = book;
    say();
  }

  /** A zone is not what it was. */
  void changed() {
    say();
  }

  /** Falls silent: the connection breaks, and there is none until it is {@link #back}. */
  public void goAway() {
    away = true;
    said = false;
    if (listener != null) {
      listener.disconnected("connection refused");
    }
  }

  /** Is there again, and sends its view at once. */
  public void back() {
    away = false;
    if (listener != null) {
      listener.connected();
    }
    say();
  }

  /** The newest sightings that the client sent. */
  public List<Sighting> sightings() {
    return List.copyOf(sightings);
  }

  /** All traffic that the client told of. */
  public List<Traffic> traffic() {
    return List.copyOf(traffic);
  }

  private void say() {
    if (listener == null || away || closed) {
      return;
    }
    said = true;
    listener.view(
        new OrchestratorView(
            ++version,
            registered.values().stream().map(this::entry).toList(),
            zones.values().stream().map(SimulatedZone::entry).toList(),
            rules));
  }

  private RegisteredNode entry(SimulatedNode node) {
    return new RegisteredNode(
        node.node(),
        node.node().name(),
        node.epoch(),
        suspects.contains(node.node().name()) ? Liveness.SUSPECT : Liveness.ALIVE,
        node.isDraining(),
        node.methods(),
        Optional.of(node.load()),
        Duration.ZERO);
  }

  @Override
  public String address() {
    return "simulated:7443";
  }

  @Override
  public void start(Listener listener) {
    this.listener = listener;
    time.schedule(Duration.ZERO, this::tick);
  }

  private void tick() {
    if (!closed) {
      say();
      time.schedule(EVERY, this::tick);
    }
  }

  @Override
  public boolean isReady() {
    return said && !away && !closed;
  }

  @Override
  public void tell(List<Sighting> told) {
    sightings.clear();
    sightings.addAll(told);
  }

  @Override
  public void tell(Traffic told) {
    traffic.add(told);
  }

  @Override
  public boolean wake(String zone, String method, int waiting) {
    SimulatedZone asked = zones.get(zone);
    if (!isReady() || asked == null) {
      return false;
    }
    // Not from within the question.
    time.schedule(
        WAY,
        () -> {
          SimulatedZone.Answer answer = asked.wake(method, waiting);
          time.schedule(WAY, () -> answer(zone, answer));
        });
    return true;
  }

  private void answer(String zone, SimulatedZone.Answer answer) {
    if (listener == null || !isReady()) {
      return;
    }
    if (answer.because().isEmpty()) {
      listener.starting(zone, answer.time());
    } else {
      listener.notStarted(zone, answer.because(), answer.time());
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
