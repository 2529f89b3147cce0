package dev.edgewise.sdk.fleet;

import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.Load;
import dev.edgewise.core.NodeStatus;
import dev.edgewise.core.NodeView;
import dev.edgewise.core.Quarantine;
import dev.edgewise.core.Sighting;
import dev.edgewise.sdk.link.Described;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one node, and the rules by which that changes. Pure state: {@link Fleet} holds
 * its lock, tells it what happened and when, and acts on what it answers.
 */
final class TrackedNode {
  /**
   * Answers to wait for before the node counts: they load classes and fill caches on both sides,
   * which the first call would pay for.
   */
  private static final int WARM_UP_PROBES = 2;

  /**
   * Silence after which a node is suspect, and idempotent calls there are sent elsewhere: gRPC's
   * own keepalive cannot go below 10 s, which is too long to leave callers waiting.
   */
  static final Duration SUSPECT_AFTER = Duration.ofSeconds(3);

  private static final Duration PROBE_EVERY = Duration.ofSeconds(1);

  /** How soon a node is asked again what it offers. */
  private static final Duration DESCRIBE_EVERY = Duration.ofSeconds(10);

  final Target target;
  private @Nullable RegisteredNode registered;
  private boolean connected;
  private boolean refused;
  private int connection;
  private Described.@Nullable Answer description;
  private int answersSinceConnected;
  private Liveness liveness = Liveness.JOINING;
  private Instant since;
  private String detail = "connecting";
  private boolean draining;
  private boolean everHeard;
  private long lastHeard;
  private long lastProbe;
  private long lastDescribe;
  private boolean describing;
  private boolean describeSoon;
  private int asked;
  private int answered;

  TrackedNode(Target target, Instant now) {
    this.target = target;
    this.since = now;
  }

  /** Number of the connection that stands now; answers that belong to an older one are stale. */
  int connection() {
    return connection;
  }

  /** Own evidence counts for more than the orchestrator's, in both directions. */
  Liveness liveness() {
    RegisteredNode entry = registered;
    return liveness == Liveness.ALIVE && entry != null && entry.isSuspect()
        ? Liveness.ISLANDED
        : liveness;
  }

  /** What the orchestrator says of it now; returns whether callers must see a change. */
  boolean registered(@Nullable RegisteredNode entry, Instant now) {
    Liveness before = liveness();
    boolean wasDraining = draining();
    List<Accelerator> had = accelerators();
    List<Quarantine> held = quarantines();
    registered = entry;
    if (liveness() != before) {
      since = now;
    }
    return liveness() != before
        || draining() != wasDraining
        || !accelerators().equals(had)
        || !quarantines().equals(held);
  }

  Optional<RegisteredNode> registered() {
    return Optional.ofNullable(registered);
  }

  /** Whether it may still turn out to offer the method: nothing says yet that it does not. */
  boolean mayOffer(String method) {
    RegisteredNode entry = registered;
    return liveness == Liveness.JOINING && (entry == null || entry.methods().contains(method));
  }

  /** How this client fares with it; empty while that is not known, or nobody wants to know. */
  Optional<Sighting> sighting(long now) {
    RegisteredNode entry = registered;
    if (entry == null || liveness == Liveness.JOINING) {
      return Optional.empty();
    }
    Sighting.Kind kind =
        liveness.takesCalls()
            ? Sighting.Kind.REACHED
            : !connected && refused ? Sighting.Kind.REFUSED : Sighting.Kind.SILENT;
    return Optional.of(
        new Sighting(
            entry.name(),
            kind,
            everHeard
                ? Optional.of(Duration.ofNanos(Math.max(0, now - lastHeard)))
                : Optional.empty()));
  }

  Optional<String> name() {
    return Optional.ofNullable(description).map(answer -> answer.node().name());
  }

  /** Whether that is its name, as far as it has said. */
  boolean isCalled(String name) {
    return description != null && description.node().name().equals(name);
  }

  Optional<Described.Answer> description() {
    return Optional.ofNullable(description);
  }

  private String detail() {
    return liveness() == Liveness.ISLANDED
        ? "the orchestrator has lost it, but it answers here"
        : detail;
  }

  boolean draining() {
    RegisteredNode entry = registered;
    return draining || (entry != null && entry.draining());
  }

  /** Who was expected where, and what came of it. */
  String inWords() {
    return target.configuredName() + " at " + target.address() + " (" + detail + ")";
  }

  NodeStatus status() {
    return new NodeStatus(
        target.address(),
        description().map(Described.Answer::node),
        liveness(),
        since,
        draining(),
        detail());
  }

  Optional<NodeView> view() {
    return Optional.ofNullable(description)
        .map(
            answer ->
                new NodeView(
                    answer.node(),
                    liveness(),
                    draining(),
                    answer.methods(),
                    accelerators(answer),
                    quarantines()));
  }

  /** What the orchestrator has heard of its services, from all who call them. */
  private List<Quarantine> quarantines() {
    RegisteredNode entry = registered;
    return entry == null ? List.of() : entry.quarantines();
  }

  private List<Accelerator> accelerators() {
    return description == null ? List.of() : accelerators(description);
  }

  /** Its own word, or, of an agent that has none for it, what the orchestrator was told. */
  private List<Accelerator> accelerators(Described.Answer answer) {
    RegisteredNode entry = registered;
    return answer.accelerators().isEmpty() && entry != null
        ? entry.accelerators()
        : answer.accelerators();
  }

  void connected(long now) {
    connected = true;
    refused = false;
    connection++;
    answersSinceConnected = 0;
    describing = false;
    lastHeard = now;
  }

  /** Returns whether the node had been usable. */
  boolean disconnected(String because, Instant now) {
    connected = false;
    connection++;
    describing = false;
    boolean wasUsable = liveness.takesCalls() || liveness == Liveness.SUSPECT;
    enter(Liveness.DEAD, because, now);
    return wasUsable;
  }

  /** Nobody listens at its address; returns whether that is news. */
  boolean refused() {
    boolean news = !connected && !refused;
    refused = !connected;
    return news;
  }

  boolean wantsDescription(long now) {
    if (!connected || describing) {
      return false;
    }
    long interval =
        (description == null || liveness == Liveness.JOINING || liveness == Liveness.DEAD
                ? PROBE_EVERY
                : DESCRIBE_EVERY)
            .toNanos();
    return describeSoon || now - lastDescribe >= interval;
  }

  /** Returns the number of the question that is about to be asked. */
  int describing(long now) {
    describing = true;
    describeSoon = false;
    lastDescribe = now;
    return ++asked;
  }

  /**
   * Takes note of an answer: false when a later question was answered before, so that it may tell
   * of what no longer is.
   */
  boolean isNews(int question) {
    boolean news = question > answered;
    answered = Math.max(answered, question);
    return news;
  }

  void described(Described.Answer answer, long now) {
    describing = false;
    description = answer;
    heard(now);
  }

  void notDescribed(String because, Instant now) {
    describing = false;
    if (!liveness.takesCalls()) {
      enter(liveness == Liveness.SUSPECT ? Liveness.SUSPECT : Liveness.DEAD, because, now);
    }
  }

  /** Asks for a description at the next look. */
  void describeSoon() {
    describeSoon = true;
    describing = false;
  }

  boolean wantsProbe(long now) {
    return connected && description != null && now - lastProbe >= PROBE_EVERY.toNanos();
  }

  void probing(long now) {
    lastProbe = now;
  }

  /** Takes an answer to a probe; returns whether something changed that callers must see. */
  boolean answered(Load load, long now, Instant time) {
    heard(now);
    answersSinceConnected++;
    if (description != null && description.load().epoch() != load.epoch()) {
      // Another process answers at the same address, or the node offers something else now.
      describeSoon();
    }
    boolean changed = draining != load.draining();
    draining = load.draining();
    if (!liveness.takesCalls() && description != null && answersSinceConnected >= WARM_UP_PROBES) {
      enter(Liveness.ALIVE, "", time);
      changed = true;
    }
    return changed;
  }

  boolean warmingUp() {
    return connected && description != null && answersSinceConnected < WARM_UP_PROBES;
  }

  /** A call was answered: as good a sign of life as a probe. */
  void heard(long now) {
    everHeard = true;
    lastHeard = now;
  }

  /** Returns whether the node became suspect at this moment. */
  boolean becomesSuspect(long now, Instant time) {
    if (!liveness.takesCalls() || now - lastHeard < SUSPECT_AFTER.toNanos()) {
      return false;
    }
    enter(
        Liveness.SUSPECT,
        "no answer for " + SUSPECT_AFTER.toMillis() + " ms, though the connection stands",
        time);
    return true;
  }

  private void enter(Liveness next, String because, Instant now) {
    if (liveness != next) {
      since = now;
    }
    liveness = next;
    detail = because;
  }
}
