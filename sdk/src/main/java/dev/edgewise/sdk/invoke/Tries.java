package dev.edgewise.sdk.invoke;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.FleetView;
import dev.edgewise.core.Node;
import dev.edgewise.core.Scheduler;
import dev.edgewise.core.router.Attempt;
import dev.edgewise.core.rules.NodeRules;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where one call has been, and whether it may go to yet another node after one was lost. A loss
 * costs a token of the client's budget, and after a few in a row the fault is hardly the nodes'. A
 * stream that got further on the node that it lost begins to count anew: what was done is kept, so
 * nothing is multiplied. Guarded by the lock of its call.
 */
final class Tries {
  /** After so many losses in a row without getting further. */
  private static final int MAX_LOSSES = 3;

  /** Even one that gets a little further each time ends some day. */
  private static final int MAX_LEGS = 100;

  /** How long a stream that has come somewhere looks for a node that takes it up. */
  private static final Duration LONGEST_SEARCH = Duration.ofSeconds(10);

  /** How often it looks for one. */
  private static final Duration LOOK = Duration.ofMillis(250);

  /** How often a node is asked again that had too much to do. */
  private static final Duration LOOK_FOR_ROOM = Duration.ofMillis(100);

  private final RetryBudget budget;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final Set<String> nodes = new LinkedHashSet<>();
  private final Set<String> lostOn = new LinkedHashSet<>();
  private int legs;
  private int losses;
  private boolean asked;
  private boolean searching;
  private long searchingSince;

  Tries(RetryBudget budget) {
    this.budget = budget;
  }

  /** It goes to that node now; returns the number of the leg, from 1. */
  int sentTo(Node node) {
    nodes.add(node.name());
    return ++legs;
  }

  /**
   * Where it may go next: nowhere that it has been, to that tier alone when there is one, and by
   * these rules.
   */
  Attempt next(Optional<Tier> onlyTier, NodeRules rules) {
    return new Attempt(onlyTier, nodes, rules);
  }

  /** Names of the nodes that should not be tried again. */
  Set<String> nodes() {
    return nodes;
  }

  /** That node has lost it. */
  void lost(Node node) {
    lostOn.add(node.name());
  }

  /** Names of the nodes that have lost it. */
  Set<String> lostOn() {
    return lostOn;
  }

  /**
   * It was lost, and may have run: whether it may go to another node.
   *
   * @param node that lost it
   * @param further whether it has come further there
   */
  boolean mayGoOn(Node node, boolean further) {
    if (further) {
      losses = 0;
      searching = false;
      nodes.clear();
      nodes.add(node.name());
      return legs < MAX_LEGS;
    }
    losses++;
    return losses <= MAX_LOSSES && legs < MAX_LEGS && budget.spend();
  }

  /** The body was broken where it ran: whether one other node is asked. */
  boolean mayAskAnother() {
    boolean may = !asked && budget.spend();
    asked = true;
    return may;
  }

  /** No node takes it now: whether to look on. Nodes that were tried may come back meanwhile. */
  boolean mayLookOn(long now) {
    if (!searching) {
      searching = true;
      searchingSince = now;
    }
    boolean may = now - searchingSince < LONGEST_SEARCH.toNanos() && legs < MAX_LEGS;
    if (may) {
      nodes.clear();
    }
    return may;
  }

  /**
   * It waits for a node. Those that had too much to do may have room by then, and one that is gone
   * comes back as another, perhaps by the same name.
   *
   * @return whether it may be sent once more at all
   */
  boolean mayWait(FleetView view, boolean full) {
    if (full) {
      nodes.retainAll(lostOn);
    }
    nodes.removeIf(
        name ->
            view.nodes().stream()
                .noneMatch(
                    node -> node.node().name().equals(name) && node.liveness().takesCalls()));
    return legs < MAX_LEGS;
  }

  /** Looks once more in a while, unless it does so already. */
  void lookLater(Scheduler scheduler, Runnable look) {
    lookIn(LOOK, scheduler, look);
  }

  /** Looks once more soon, whether a node that was full takes it now. */
  void lookForRoom(Scheduler scheduler, Runnable look) {
    lookIn(LOOK_FOR_ROOM, scheduler, look);
  }

  private void lookIn(Duration delay, Scheduler scheduler, Runnable look) {
    if (looking.compareAndSet(false, true)) {
      scheduler.schedule(
          delay,
          () -> {
            looking.set(false);
            look.run();
          });
    }
  }
}
