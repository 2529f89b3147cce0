package dev.edgewise.sdk.fleet;

import dev.edgewise.core.FleetView;
import dev.edgewise.core.Load;
import dev.edgewise.core.Node;
import dev.edgewise.core.NodeStatus;
import dev.edgewise.core.Sighting;
import dev.edgewise.core.router.Estimates;
import dev.edgewise.sdk.link.Described;
import dev.edgewise.sdk.link.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Sees for itself how each node fares: keeps a link to it, asks it who it is, warms the link,
 * probes it. Thread-safe; the listener is called without a lock held.
 */
final class NodeWatch {
  /** Calls on a node that left may end there, within this time. */
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(30);

  private final Ways ways;
  private final Estimates estimates;
  private final Fleet.Listener listener;

  /** Guards the nodes and the version. */
  private final Object lock = new Object();

  private final Map<TrackedNode, CountedLink> nodes = new LinkedHashMap<>();
  private long version;
  private boolean closed;
  private volatile FleetView view = new FleetView(0, List.of());

  NodeWatch(Ways ways, Estimates estimates, Fleet.Listener listener) {
    this.ways = ways;
    this.estimates = estimates;
    this.listener = listener;
  }

  void add(List<Target> targets) {
    synchronized (lock) {
      targets.forEach(this::open);
    }
  }

  private TrackedNode open(Target target) {
    TrackedNode node = new TrackedNode(target, ways.clock().now());
    // The listener may be called before open() returns the link: it takes the same lock and so
    // waits for the map.
    Link link = ways.transport().open(target.address(), new LinkEvents(node));
    nodes.put(node, new CountedLink(link));
    return node;
  }

  FleetView view() {
    return view;
  }

  /** Whether some node may still turn out to offer the method. */
  boolean mayOffer(String method) {
    synchronized (lock) {
      return nodes.keySet().stream().anyMatch(node -> node.mayOffer(method));
    }
  }

  /** Nodes that never said who they are, in words, at most so many. */
  List<String> strangers(int most) {
    synchronized (lock) {
      return nodes.keySet().stream()
          .filter(node -> node.description().isEmpty())
          .limit(most)
          .map(TrackedNode::inWords)
          .toList();
    }
  }

  Optional<Link> link(Node node) {
    synchronized (lock) {
      return find(node.name()).map(nodes::get);
    }
  }

  void heard(Node node) {
    long now = ways.clock().nanos();
    synchronized (lock) {
      find(node.name()).ifPresent(tracked -> tracked.heard(now));
    }
  }

  void doubt(Node node) {
    synchronized (lock) {
      find(node.name()).ifPresent(TrackedNode::describeSoon);
    }
  }

  List<NodeStatus> statuses() {
    synchronized (lock) {
      return nodes.keySet().stream().map(TrackedNode::status).toList();
    }
  }

  List<Sighting> sightings(long now) {
    synchronized (lock) {
      return nodes.keySet().stream().flatMap(node -> node.sighting(now).stream()).toList();
    }
  }

  /** Asks every node again what it offers; completes when all have answered or failed to. */
  CompletableFuture<Void> refresh() {
    List<CompletableFuture<Void>> answers = new ArrayList<>();
    List<Runnable> questions = new ArrayList<>();
    synchronized (lock) {
      long now = ways.clock().nanos();
      nodes.forEach(
          (node, link) -> {
            int question = node.describing(now);
            int connection = node.connection();
            CompletableFuture<Void> answered = new CompletableFuture<>();
            answers.add(answered);
            questions.add(
                () ->
                    link.describe(
                        TrackedNode.SUSPECT_AFTER,
                        answer -> {
                          described(node, connection, question, answer);
                          answered.complete(null);
                        }));
          });
    }
    questions.forEach(Runnable::run);
    return CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]));
  }

  /** Nodes come, go and change as the orchestrator says; the listener learns of it. */
  void apply(OrchestratorView next, Selection selection) {
    List<Runnable> actions = new ArrayList<>();
    synchronized (lock) {
      if (closed) {
        return;
      }
      long now = ways.clock().nanos();
      Membership members = Membership.of(next, selection, nodes.keySet());
      boolean changed = !members.left().isEmpty() || !members.joined().isEmpty();
      members.left().forEach(node -> actions.add(leave(node)));
      for (TrackedNode node : nodes.keySet()) {
        changed |= node.registered(members.known().get(node), ways.clock().now());
      }
      for (RegisteredNode entry : members.joined()) {
        open(Target.registered(entry)).registered(entry, ways.clock().now());
        learn(entry, now);
      }
      members.known().values().forEach(entry -> learn(entry, now));
      if (changed) {
        publish();
        actions.add(listener::changed);
      }
    }
    actions.forEach(Runnable::run);
  }

  private Runnable leave(TrackedNode node) {
    CountedLink link = nodes.remove(node);
    node.target.node().ifPresent(estimates::forget);
    return () -> {
      if (link != null) {
        link.closeBehindCalls(ways.scheduler(), LONGEST_FAREWELL);
      }
    };
  }

  private void learn(RegisteredNode entry, long now) {
    entry
        .load()
        .ifPresent(load -> estimates.reported(entry.name(), load, now - entry.loadAge().toNanos()));
  }

  /** Looks at every node: who has fallen silent, who is to be asked what. */
  void tick() {
    List<Runnable> actions = new ArrayList<>();
    List<String> suspects = new ArrayList<>();
    synchronized (lock) {
      if (closed) {
        return;
      }
      long now = ways.clock().nanos();
      nodes.forEach(
          (node, link) -> {
            if (node.becomesSuspect(now, ways.clock().now())) {
              node.name().ifPresent(suspects::add);
            }
            look(node, link, now, actions);
          });
      if (!suspects.isEmpty()) {
        publish();
      }
    }
    actions.forEach(Runnable::run);
    if (!suspects.isEmpty()) {
      listener.changed();
      suspects.forEach(listener::suspected);
    }
  }

  void close() {
    List<Link> links;
    synchronized (lock) {
      closed = true;
      links = List.copyOf(nodes.values());
    }
    links.forEach(Link::close);
  }

  /** Notes what should be asked of a node now; the caller asks once the lock is free. */
  private void look(TrackedNode node, Link link, long now, List<Runnable> actions) {
    int connection = node.connection();
    if (node.wantsDescription(now)) {
      int question = node.describing(now);
      actions.add(
          () ->
              link.describe(
                  TrackedNode.SUSPECT_AFTER,
                  answer -> described(node, connection, question, answer)));
    }
    if (node.wantsProbe(now)) {
      actions.add(probe(node, link, now));
    }
  }

  private Runnable probe(TrackedNode node, Link link, long now) {
    node.probing(now);
    int connection = node.connection();
    return () ->
        link.probe(TrackedNode.SUSPECT_AFTER, answer -> probed(node, connection, now, answer));
  }

  private void described(TrackedNode node, int connection, int question, Described described) {
    List<Runnable> actions = new ArrayList<>();
    synchronized (lock) {
      Link link = nodes.get(node);
      if (closed || link == null || node.connection() != connection || !node.isNews(question)) {
        return;
      }
      long now = ways.clock().nanos();
      Optional<String> problem =
          described instanceof Described.Answer answer
              ? problemWith(node, answer)
              : Optional.of(((Described.Failure) described).because());
      if (problem.isPresent()) {
        node.notDescribed(problem.get(), ways.clock().now());
      } else {
        node.described((Described.Answer) described, now);
        if (node.warmingUp()) {
          actions.add(probe(node, link, now));
        }
      }
      publish();
    }
    actions.forEach(Runnable::run);
    listener.changed();
  }

  private void probed(TrackedNode node, int connection, long sent, Optional<Load> load) {
    List<Runnable> actions = new ArrayList<>();
    boolean changed;
    synchronized (lock) {
      Link link = nodes.get(node);
      if (closed || link == null || node.connection() != connection || load.isEmpty()) {
        return;
      }
      long now = ways.clock().nanos();
      node.name()
          .ifPresent(name -> estimates.probed(name, Duration.ofNanos(now - sent), load.get(), now));
      changed = node.answered(load.get(), now, ways.clock().now());
      if (node.warmingUp()) {
        actions.add(probe(node, link, now));
      }
      if (changed) {
        publish();
      }
    }
    actions.forEach(Runnable::run);
    if (changed) {
      listener.changed();
    }
  }

  private Optional<String> problemWith(TrackedNode node, Described.Answer answer) {
    Optional<String> wrong = node.target.problemWith(answer.node());
    Optional<String> name = Optional.of(answer.node().name());
    boolean taken =
        nodes.keySet().stream().anyMatch(other -> other != node && other.name().equals(name));
    return wrong.isEmpty() && taken
        ? Optional.of(
            "another address already answers as "
                + answer.node().name()
                + "; names of nodes must be unique")
        : wrong;
  }

  private Optional<TrackedNode> find(String name) {
    for (TrackedNode node : nodes.keySet()) {
      if (node.isCalled(name)) {
        return Optional.of(node);
      }
    }
    return Optional.empty();
  }

  private void publish() {
    version++;
    view =
        new FleetView(
            version, nodes.keySet().stream().flatMap(node -> node.view().stream()).toList());
  }

  /** What the transport says of one link; of a node that has left it says nothing of interest. */
  private final class LinkEvents implements Link.Listener {
    private final TrackedNode node;

    LinkEvents(TrackedNode node) {
      this.node = node;
    }

    @Override
    public void connected() {
      List<Runnable> actions = new ArrayList<>();
      synchronized (lock) {
        Link link = nodes.get(node);
        if (link == null) {
          return;
        }
        long now = ways.clock().nanos();
        node.connected(now);
        node.describeSoon();
        look(node, link, now, actions);
      }
      actions.forEach(Runnable::run);
    }

    @Override
    public void disconnected(String because) {
      synchronized (lock) {
        if (closed || !nodes.containsKey(node)) {
          return;
        }
        if (node.disconnected(because, ways.clock().now())) {
          // It comes back as another process or over another way: what was measured no longer
          // holds.
          node.name().ifPresent(estimates::forget);
        }
        publish();
      }
      listener.changed();
    }

    @Override
    public void refused() {
      boolean news;
      synchronized (lock) {
        news = nodes.containsKey(node) && node.refused();
      }
      if (news) {
        listener.changed();
      }
    }
  }
}
