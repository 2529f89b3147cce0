package dev.edgewise.orchestrator.fleet;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What operators want of nodes. A wish to drain outlives the node: it still holds when it returns.
 */
final class Wishes {
  private final Map<String, Desired> wishes;

  Wishes(Map<String, Desired> stored) {
    this.wishes = new HashMap<>(stored);
  }

  Optional<Desired> of(String node) {
    return Optional.ofNullable(wishes.get(node));
  }

  boolean drains(String node) {
    return of(node).map(Desired::drain).orElse(false);
  }

  void put(String node, Desired desired) {
    wishes.put(node, desired);
  }

  /** Forgets a wish that says nothing in particular; returns whether there was one. */
  boolean forgetPlain(String node) {
    Desired wish = wishes.get(node);
    return wish != null && !wish.drain() && wishes.remove(node, wish);
  }

  /** Forgets whatever was wanted; returns whether there was anything. */
  boolean forget(String node) {
    return wishes.remove(node) != null;
  }
}
