package dev.edgewise.sdk.fleet;

import dev.edgewise.core.Decision;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.FleetView;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Node;
import dev.edgewise.core.NodeStatus;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.Placement;
import dev.edgewise.core.ViewStatus;
import dev.edgewise.core.router.Estimates;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The nodes that a client knows, named by it or registered at an orchestrator, as a {@link
 * FleetView}. The orchestrator says which nodes there are; whether one can be reached and what it
 * offers, the client sees for itself. When the orchestrator is silent it goes on with what it
 * knows, and it tells the orchestrator what it sees. Thread-safe; listeners are called without a
 * lock held.
 */
public final class Fleet implements AutoCloseable {
  /** Learns what changes. */
  public interface Listener {
    /** The view is a new one. */
    void changed();

    /** A node stopped answering: idempotent calls that run there had better be sent elsewhere. */
    void suspected(String node);
  }

  /** A message names no more nodes than a person reads. */
  private static final int MOST_NAMED = 5;

  /** How often nodes and orchestrator are looked at. */
  private static final Duration TICK = Duration.ofMillis(250);

  private final Ways ways;
  private final Selection selection;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final NodeWatch nodes;
  private final Optional<Steered> steered;
  private final FleetRules rules = new FleetRules();
  private volatile boolean closed;

  /** What there is beside the nodes when there is an orchestrator. */
  private record Steered(
      KnownOrchestrator orchestrator,
      TrafficCounter traffic,
      Reporter reporter,
      ScaledZones zones) {
    static Steered by(ViewFeed feed, Selection selection, long now) {
      TrafficCounter traffic = new TrafficCounter(now);
      return new Steered(
          new KnownOrchestrator(feed.address(), selection, now),
          traffic,
          new Reporter(feed, traffic, now),
          new ScaledZones(selection, feed.address(), feed::wake));
    }
  }

  private Fleet(Selection selection, Ways ways, Estimates estimates) {
    this.selection = selection;
    this.ways = ways;
    this.steered = ways.feed().map(feed -> Steered.by(feed, selection, ways.clock().nanos()));
    this.nodes = new NodeWatch(ways, estimates, new NodeEvents());
  }

  /**
   * Starts to watch the nodes behind these targets, and those of the orchestrator's view that are
   * selected when there is a feed.
   *
   * @param estimates learns from probes and from the orchestrator's load reports
   */
  public static Fleet watch(
      List<Target> targets, Selection selection, Ways ways, Estimates estimates) {
    Fleet fleet = new Fleet(selection, ways, estimates);
    fleet.nodes.add(targets);
    fleet.steered.ifPresent(
        known ->
            ways.feed()
                .ifPresent(
                    feed -> feed.start(fleet.new FeedEvents(known.orchestrator(), known.zones()))));
    fleet.tickLater();
    return fleet;
  }

  /** Tells the listener of what changes from now on. */
  public void listen(Listener listener) {
    listeners.add(listener);
  }

  /** The newest picture. */
  public FleetView view() {
    return nodes.view();
  }

  /** The rules of the fleet, as its orchestrator has told them. */
  public FleetRules rules() {
    return rules;
  }

  /** What is known of the orchestrator; empty when there is none. */
  public Optional<ViewStatus> orchestrator() {
    return steered.map(known -> known.orchestrator().status(now()));
  }

  /** Whether a node may still turn up for the method: it would be too early to say that none is. */
  public boolean isSettling(String method) {
    // In this order: the nodes of a first view are there before it is said to have come.
    return steered.filter(known -> known.orchestrator().isAwaited(now())).isPresent()
        || nodes.mayOffer(method);
  }

  /** Why calls are refused whatever they want: the code of what the orchestrator said. */
  public Optional<ErrorCode> blocks() {
    return steered.flatMap(known -> known.orchestrator().blocks());
  }

  /**
   * What the zones that offer its method have for a call that no node can take now; empty when
   * there is no such zone.
   *
   * @param held whether it waits for one already: then an orchestrator that has gone is no reason
   *     to give up, it may be back in time
   */
  public Optional<Prospect> prospect(Invocation call, boolean held) {
    long now = now();
    return steered.flatMap(
        known -> known.zones().prospect(call, now, held || known.orchestrator().isConnected()));
  }

  /**
   * A call begins to wait for a zone, which is woken: the listener is told of what changes.
   *
   * @return false, and nothing happens, when too many calls wait already
   */
  public boolean hold(String zone, MethodContract method) {
    return steered.filter(known -> known.zones().hold(zone, method.fullName(), now())).isPresent();
  }

  /** A call that was {@linkplain #hold held} for a zone waits no longer. */
  public void release(String zone) {
    steered.ifPresent(known -> known.zones().release(zone));
  }

  /** Has a zone started for whoever calls next. */
  public void wake(String zone, MethodContract method) {
    steered.ifPresent(known -> known.zones().wake(zone, method.fullName(), now()));
  }

  /**
   * A decision of the router with what it could not know added: a node that has never said who it
   * is stands in no view, but whoever named it wants to read of it when a call is refused; and so
   * with what the orchestrator knows, or that it does not answer.
   */
  public Decision inFull(Decision decision) {
    if (!(decision.placement() instanceof Placement.Refuse refuse)) {
      return decision;
    }
    List<String> sentences = new ArrayList<>();
    List<String> strangers = nodes.strangers(MOST_NAMED);
    if (!strangers.isEmpty()) {
      sentences.add(
          "Never reached: "
              + String.join("; ", strangers)
              + ". Start these agents, or mend their addresses");
    }
    String words = steered.map(known -> known.orchestrator().inWords(now())).orElse("");
    if (!words.isEmpty()) {
      sentences.add(words);
    }
    if (sentences.isEmpty()) {
      return decision;
    }
    if (!decision.candidates().isEmpty()) {
      sentences.add(0, refuse.reason());
    }
    return new Decision(
        decision.viewVersion(),
        decision.candidates(),
        new Placement.Refuse(refuse.code(), String.join(". ", sentences)));
  }

  /** The link to a node of the view. */
  public Optional<Link> link(Node node) {
    return nodes.link(node);
  }

  /**
   * An attempt at this node has ended.
   *
   * @param tenant whose call it is; may be empty
   */
  public void replied(Node node, MethodContract method, String tenant, Reply reply) {
    if (reply instanceof Reply.Answered) {
      nodes.heard(node);
    }
    steered.ifPresent(known -> known.traffic().countAttempt(node, method.service(), tenant, reply));
  }

  /** A call has ended. */
  public void ended(MethodContract method, Outcome<?> outcome) {
    steered.ifPresent(
        known -> {
          if (method.streaming()) {
            known.traffic().countStream(method.fullName(), outcome);
          } else {
            known.traffic().count(method.fullName(), outcome);
          }
        });
  }

  /** A node does not offer what it said that it offers: asks it again at the next tick. */
  public void doubt(Node node) {
    nodes.doubt(node);
  }

  /** Asks every node again what it offers; completes when all have answered or failed to. */
  public CompletableFuture<Void> refresh() {
    return nodes.refresh();
  }

  /** What is known of each node, in the order of the configuration, then of the view. */
  public List<NodeStatus> statuses() {
    return nodes.statuses();
  }

  @Override
  public void close() {
    closed = true;
    steered.ifPresent(known -> known.reporter().last(now()));
    nodes.close();
  }

  private void tickLater() {
    ways.scheduler().schedule(TICK, this::tick);
  }

  private void tick() {
    if (closed) {
      return;
    }
    nodes.tick();
    if (steered.filter(known -> known.orchestrator().waitIsOver(now())).isPresent()) {
      // Calls that waited for the first view have to be told that there is none.
      changed();
    }
    steered.ifPresent(known -> known.zones().tick(now()));
    report();
    tickLater();
  }

  private void changed() {
    listeners.forEach(Listener::changed);
  }

  private void report() {
    long now = now();
    steered.ifPresent(known -> known.reporter().report(nodes.sightings(now), now));
  }

  private long now() {
    return ways.clock().nanos();
  }

  /** What the client sees of its nodes. */
  private final class NodeEvents implements Listener {
    @Override
    public void changed() {
      Fleet.this.changed();
      report();
    }

    @Override
    public void suspected(String node) {
      listeners.forEach(listener -> listener.suspected(node));
    }
  }

  /** What the orchestrator says. */
  private final class FeedEvents implements ViewFeed.Listener {
    private final KnownOrchestrator orchestrator;
    private final ScaledZones zones;

    FeedEvents(KnownOrchestrator orchestrator, ScaledZones zones) {
      this.orchestrator = orchestrator;
      this.zones = zones;
    }

    @Override
    public void connected() {
      orchestrator.connected();
    }

    @Override
    public void view(OrchestratorView view) {
      // Before its nodes: no call may go to one of them that a rule would have kept from it.
      rules.told(view.rules());
      boolean news = zones.told(view.zones());
      nodes.apply(view, selection);
      if (orchestrator.view(view, now()) || news) {
        Fleet.this.changed();
      }
    }

    @Override
    public void starting(String zone, Duration expected) {
      zones.starting(zone, expected, now());
      Fleet.this.changed();
    }

    @Override
    public void notStarted(String zone, String because, Duration retryAfter) {
      zones.notStarted(zone, because, retryAfter, now());
      Fleet.this.changed();
    }

    @Override
    public void disconnected(String because) {
      orchestrator.disconnected(because);
    }

    @Override
    public void refused(ErrorCode code, String message) {
      orchestrator.refused(code, message);
      Fleet.this.changed();
    }
  }
}
