package dev.edgewise.sdk.invoke;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Decision;
import dev.edgewise.core.FleetView;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.Load;
import dev.edgewise.core.Node;
import dev.edgewise.core.NodeStatus;
import dev.edgewise.core.Placement;
import dev.edgewise.core.router.Estimates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The nodes that a client knows: keeps a link to each, asks each who it is, warms the link, probes
 * it each second, and publishes what it knows as a {@link FleetView}. Thread-safe; listeners are
 * called without a lock held.
 */
public final class Fleet implements AutoCloseable {
  /** Learns what changes. */
  interface Listener {
    /** The view is a new one. */
    void changed();

    /** A node stopped answering: idempotent calls that run there had better be sent elsewhere. */
    void suspected(String node);
  }

  /** A message names no more nodes than a person reads. */
  private static final int MOST_NAMED = 5;

  private final FleetSettings settings;
  private final Surroundings surroundings;
  private final Estimates estimates;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /** Guards the nodes and the version. */
  private final Object lock = new Object();

  private final Map<TrackedNode, Link> nodes = new LinkedHashMap<>();
  private long version;
  private boolean closed;
  private volatile FleetView view = new FleetView(0, List.of());

  private Fleet(FleetSettings settings, Surroundings surroundings, Estimates estimates) {
    this.settings = settings;
    this.surroundings = surroundings;
    this.estimates = estimates;
  }

  /** Starts to watch these nodes. */
  public static Fleet watch(
      List<Target> targets,
      FleetSettings settings,
      Surroundings surroundings,
      Estimates estimates) {
    Fleet fleet = new Fleet(settings, surroundings, estimates);
    for (Target target : targets) {
      fleet.add(target);
    }
    fleet.tickLater();
    return fleet;
  }

  private void add(Target target) {
    TrackedNode node = new TrackedNode(target, surroundings.clock().now());
    synchronized (lock) {
      // The listener may be called before open() returns the link: it takes the same lock and so
      // waits for the map.
      Link link = surroundings.transport().open(target.address(), new LinkEvents(node));
      nodes.put(node, link);
    }
  }

  void listen(Listener listener) {
    listeners.add(listener);
  }

  /** The newest picture. */
  public FleetView view() {
    return view;
  }

  /** Whether there is a node of which nothing is known yet, neither good nor bad. */
  boolean isSettling() {
    synchronized (lock) {
      return nodes.keySet().stream().anyMatch(node -> node.liveness() == Liveness.JOINING);
    }
  }

  /**
   * A decision of the router with what it could not know added: a node that has never said who it
   * is stands in no view, but whoever named it wants to read of it when a call is refused.
   */
  Decision inFull(Decision decision) {
    if (!(decision.placement() instanceof Placement.Refuse refuse)) {
      return decision;
    }
    List<String> strangers;
    synchronized (lock) {
      strangers =
          nodes.keySet().stream()
              .filter(node -> node.description().isEmpty())
              .limit(MOST_NAMED)
              .map(TrackedNode::inWords)
              .toList();
    }
    if (strangers.isEmpty()) {
      return decision;
    }
    String known = decision.candidates().isEmpty() ? "" : refuse.reason() + ". ";
    return new Decision(
        decision.viewVersion(),
        decision.candidates(),
        new Placement.Refuse(
            known
                + "Never reached: "
                + String.join("; ", strangers)
                + ". Start these agents, or mend their addresses"));
  }

  /** The link to a node of the view. */
  Optional<Link> link(Node node) {
    synchronized (lock) {
      return find(node.name()).map(nodes::get);
    }
  }

  /** A call was answered by this node. */
  void heard(Node node) {
    long now = surroundings.clock().nanos();
    synchronized (lock) {
      find(node.name()).ifPresent(tracked -> tracked.heard(now));
    }
  }

  /** A node does not offer what it said that it offers: asks it again at the next tick. */
  void doubt(Node node) {
    synchronized (lock) {
      find(node.name()).ifPresent(TrackedNode::describeSoon);
    }
  }

  /** Asks every node again what it offers; completes when all have answered or failed to. */
  public CompletableFuture<Void> refresh() {
    List<CompletableFuture<Void>> answers = new ArrayList<>();
    Map<TrackedNode, Integer> connections = new LinkedHashMap<>();
    synchronized (lock) {
      long now = surroundings.clock().nanos();
      for (TrackedNode node : nodes.keySet()) {
        node.describing(now);
        connections.put(node, node.connection());
      }
    }
    connections.forEach(
        (node, connection) -> {
          CompletableFuture<Void> answered = new CompletableFuture<>();
          answers.add(answered);
          linkOf(node)
              .describe(
                  settings.suspectAfter(),
                  answer -> {
                    described(node, connection, answer);
                    answered.complete(null);
                  });
        });
    return CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]));
  }

  /** What is known of each node, in the order of the configuration. */
  public List<NodeStatus> statuses() {
    synchronized (lock) {
      return nodes.keySet().stream()
          .map(
              node ->
                  new NodeStatus(
                      node.target.address(),
                      node.description().map(Described.Answer::node),
                      node.liveness(),
                      node.since(),
                      node.draining(),
                      node.detail()))
          .toList();
    }
  }

  @Override
  public void close() {
    List<Link> links;
    synchronized (lock) {
      closed = true;
      links = List.copyOf(nodes.values());
    }
    links.forEach(Link::close);
  }

  private void tickLater() {
    surroundings.scheduler().schedule(settings.tick(), this::tick);
  }

  private void tick() {
    List<Runnable> actions = new ArrayList<>();
    List<String> suspects = new ArrayList<>();
    synchronized (lock) {
      if (closed) {
        return;
      }
      long now = surroundings.clock().nanos();
      for (TrackedNode node : nodes.keySet()) {
        if (node.becomesSuspect(now, surroundings.clock().now(), settings)) {
          node.name().ifPresent(suspects::add);
        }
        look(node, now, actions);
      }
      if (!suspects.isEmpty()) {
        publish();
      }
    }
    actions.forEach(Runnable::run);
    if (!suspects.isEmpty()) {
      listeners.forEach(Listener::changed);
    }
    for (String suspect : suspects) {
      listeners.forEach(listener -> listener.suspected(suspect));
    }
    tickLater();
  }

  /** Notes what should be asked of a node now; the caller asks once the lock is free. */
  private void look(TrackedNode node, long now, List<Runnable> actions) {
    Link link = nodes.get(node);
    if (link == null) {
      return;
    }
    int connection = node.connection();
    if (node.wantsDescription(now, settings)) {
      node.describing(now);
      actions.add(
          () ->
              link.describe(
                  settings.suspectAfter(), answer -> described(node, connection, answer)));
    }
    if (node.wantsProbe(now, settings)) {
      node.probing(now);
      actions.add(
          () ->
              link.probe(settings.suspectAfter(), answer -> probed(node, connection, now, answer)));
    }
  }

  private void described(TrackedNode node, int connection, Described described) {
    List<Runnable> actions = new ArrayList<>();
    synchronized (lock) {
      if (closed || node.connection() != connection) {
        return;
      }
      long now = surroundings.clock().nanos();
      Optional<String> problem =
          described instanceof Described.Answer answer
              ? problemWith(node, answer)
              : Optional.of(((Described.Failure) described).because());
      if (problem.isPresent()) {
        node.notDescribed(problem.get(), surroundings.clock().now());
      } else {
        node.described((Described.Answer) described, now);
        if (node.warmingUp()) {
          node.probing(now);
          Link link = nodes.get(node);
          if (link != null) {
            actions.add(
                () ->
                    link.probe(
                        settings.suspectAfter(), answer -> probed(node, connection, now, answer)));
          }
        }
      }
      publish();
    }
    actions.forEach(Runnable::run);
    listeners.forEach(Listener::changed);
  }

  private void probed(TrackedNode node, int connection, long sent, Optional<Load> load) {
    List<Runnable> actions = new ArrayList<>();
    boolean changed;
    synchronized (lock) {
      if (closed || node.connection() != connection || load.isEmpty()) {
        return;
      }
      long now = surroundings.clock().nanos();
      node.name()
          .ifPresent(name -> estimates.probed(name, Duration.ofNanos(now - sent), load.get(), now));
      changed = node.answered(load.get(), now, surroundings.clock().now());
      if (node.warmingUp()) {
        node.probing(now);
        Link link = nodes.get(node);
        if (link != null) {
          actions.add(
              () ->
                  link.probe(
                      settings.suspectAfter(), answer -> probed(node, connection, now, answer)));
        }
      }
      if (changed) {
        publish();
      }
    }
    actions.forEach(Runnable::run);
    if (changed) {
      listeners.forEach(Listener::changed);
    }
  }

  private Optional<String> problemWith(TrackedNode node, Described.Answer answer) {
    Optional<String> wrong = node.target.problemWith(answer.node());
    String name = answer.node().name();
    boolean taken =
        nodes.keySet().stream()
            .anyMatch(other -> other != node && other.name().equals(Optional.of(name)));
    return wrong.isEmpty() && taken
        ? Optional.of(
            "another address already answers as " + name + "; names of nodes must be unique")
        : wrong;
  }

  private Optional<TrackedNode> find(String name) {
    return nodes.keySet().stream()
        .filter(node -> node.name().equals(Optional.of(name)))
        .findFirst();
  }

  private Link linkOf(TrackedNode node) {
    synchronized (lock) {
      return requireNonNull(nodes.get(node), "link");
    }
  }

  private void publish() {
    version++;
    view =
        new FleetView(
            version, nodes.keySet().stream().flatMap(node -> node.view().stream()).toList());
  }

  /** What the transport says of one link. */
  private final class LinkEvents implements Link.Listener {
    private final TrackedNode node;

    LinkEvents(TrackedNode node) {
      this.node = node;
    }

    @Override
    public void connected() {
      List<Runnable> actions = new ArrayList<>();
      synchronized (lock) {
        long now = surroundings.clock().nanos();
        node.connected(now);
        node.describeSoon();
        look(node, now, actions);
      }
      actions.forEach(Runnable::run);
    }

    @Override
    public void disconnected(String because) {
      synchronized (lock) {
        if (node.disconnected(because, surroundings.clock().now())) {
          // It comes back as another process or over another way: what was measured no longer
          // holds.
          node.name().ifPresent(estimates::forget);
        }
        publish();
      }
      listeners.forEach(Listener::changed);
    }
  }
}
