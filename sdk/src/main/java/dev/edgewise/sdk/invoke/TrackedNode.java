package dev.edgewise.sdk.invoke;

import dev.edgewise.core.Liveness;
import dev.edgewise.core.Load;
import dev.edgewise.core.NodeView;
import java.time.Instant;
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

  final Target target;
  private boolean connected;
  private int connection;
  private Described.@Nullable Answer description;
  private int answersSinceConnected;
  private Liveness liveness = Liveness.JOINING;
  private Instant since;
  private String detail = "connecting";
  private boolean draining;
  private long lastHeard;
  private long lastProbe;
  private long lastDescribe;
  private boolean describing;
  private boolean describeSoon;

  TrackedNode(Target target, Instant now) {
    this.target = target;
    this.since = now;
  }

  /** Number of the connection that stands now; answers that belong to an older one are stale. */
  int connection() {
    return connection;
  }

  Liveness liveness() {
    return liveness;
  }

  Optional<String> name() {
    return Optional.ofNullable(description).map(answer -> answer.node().name());
  }

  Optional<Described.Answer> description() {
    return Optional.ofNullable(description);
  }

  Instant since() {
    return since;
  }

  String detail() {
    return detail;
  }

  boolean draining() {
    return draining;
  }

  /** Who was expected where, and what came of it. */
  String inWords() {
    return target.configuredName() + " at " + target.address() + " (" + detail + ")";
  }

  Optional<NodeView> view() {
    return Optional.ofNullable(description)
        .map(answer -> new NodeView(answer.node(), liveness, draining, answer.methods()));
  }

  void connected(long now) {
    connected = true;
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

  boolean wantsDescription(long now, FleetSettings settings) {
    if (!connected || describing) {
      return false;
    }
    long interval =
        (description == null || liveness == Liveness.JOINING || liveness == Liveness.DEAD
                ? settings.probeEvery()
                : settings.describeEvery())
            .toNanos();
    return describeSoon || now - lastDescribe >= interval;
  }

  void describing(long now) {
    describing = true;
    describeSoon = false;
    lastDescribe = now;
  }

  void described(Described.Answer answer, long now) {
    describing = false;
    description = answer;
    lastHeard = now;
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

  boolean wantsProbe(long now, FleetSettings settings) {
    return connected && description != null && now - lastProbe >= settings.probeEvery().toNanos();
  }

  void probing(long now) {
    lastProbe = now;
  }

  /** Takes an answer to a probe; returns whether something changed that callers must see. */
  boolean answered(Load load, long now, Instant time) {
    lastHeard = now;
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
    lastHeard = now;
  }

  /** Returns whether the node became suspect at this moment. */
  boolean becomesSuspect(long now, Instant time, FleetSettings settings) {
    if (!liveness.takesCalls() || now - lastHeard < settings.suspectAfter().toNanos()) {
      return false;
    }
    enter(
        Liveness.SUSPECT,
        "no answer for " + settings.suspectAfter().toMillis() + " ms, though the connection stands",
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
