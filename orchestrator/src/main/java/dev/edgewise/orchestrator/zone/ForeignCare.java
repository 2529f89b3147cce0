package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A zone whose nodes somebody else starts and ends by the number that is wanted here, as Kubernetes
 * does through KEDA: its nodes are those that have registered with its name. Nothing of it is
 * started, drained or ended here, since two who steer one number fight. Pure.
 */
final class ForeignCare {
  private final ZoneBook book;
  private @Nullable Moment wantedSince;
  private Need.Target target = new Need.Target(0, "");

  ForeignCare(ZoneBook book) {
    this.book = requireNonNull(book, "book");
  }

  /** As of the last {@link #look}. */
  Need.Target target() {
    return target;
  }

  void look(Sights sights) {
    Set<String> gone = new HashSet<>();
    book.nodes().forEach(node -> gone.add(node.name()));
    for (String name : sights.membersOf(book.template().zone())) {
      gone.remove(name);
      Sight sight = sights.of(name);
      if (book.node(name).isEmpty() && sight.alive()) {
        joins(name, sight);
      }
      book.node(name).ifPresent(node -> phase(node, sight));
    }
    for (String name : gone) {
      book.node(name).ifPresent(book::leaves);
    }
    want(sights);
  }

  private void joins(String name, Sight sight) {
    ZoneNode node = book.joins(name, wantedSince == null ? book.now() : wantedSince);
    if (wantedSince != null || !book.isLearned()) {
      book.learn(node, sight.offer());
    }
    wantedSince = null;
    book.need().ready(book.now());
  }

  private void phase(ZoneNode node, Sight sight) {
    NodePhase is = sight.draining() ? NodePhase.DRAINING : NodePhase.READY;
    if (!node.is(is)) {
      node.becomes(is, book.now());
    }
  }

  private void want(Sights sights) {
    int ready = book.count(node -> node.is(NodePhase.READY));
    Need.Target next = book.need().target(book.now(), ready > 0, book.isAtWork(sights));
    if (next.nodes() != target.nodes()) {
      book.tell("", "wants " + next.nodes() + " nodes", next.because());
    }
    target = next;
    if (ready >= target.nodes()) {
      wantedSince = null;
    } else if (wantedSince == null) {
      wantedSince = book.now();
    }
  }

  /** Nodes that are wanted and have not registered yet. */
  int missing() {
    return Math.max(0, target.nodes() - book.count(node -> node.is(NodePhase.READY)));
  }
}
